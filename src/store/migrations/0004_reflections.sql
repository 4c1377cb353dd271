-- What somebody wrote about a prompt, for their own eyes. Deleting one deletes the row, words and all.
CREATE TABLE reflection (
    id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    -- The form that brought it: it is kept once a form.
    interaction_id BIGINT NOT NULL UNIQUE,
    prompt TEXT NOT NULL,
    -- The prompt's title as it was then: the prompt may be gone from the library later.
    title TEXT,
    words TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    -- The date in the server's calendar.
    local_date TEXT NOT NULL,
    changed_at BIGINT
);
CREATE INDEX reflection_person ON reflection (person_id, written_at);
