-- What people want to try, when they are asked about it, how often anybody is written to, and which posts were used.

CREATE TABLE commitment (
    id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    -- It is made once an interaction.
    interaction_id BIGINT NOT NULL UNIQUE,
    -- The prompt that it came from.
    prompt TEXT,
    made_at BIGINT NOT NULL,
    -- The thread where it can be asked about; NULL where there was none.
    thread_id BIGINT,
    -- The local date on which it is asked about; NULL where none was chosen.
    check_on TEXT,
    -- nowhere, direct, thread
    place TEXT NOT NULL,
    -- open, kept, learned, let-go
    state TEXT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX commitment_person ON commitment (person_id, id);

-- People's words, in rows of their own.
CREATE TABLE commitment_words (
    commitment_id BIGINT NOT NULL PRIMARY KEY REFERENCES commitment (id),
    words TEXT NOT NULL
);

-- The dial for contact. It holds for a Discord user, over all of that user's rows in person.
CREATE TABLE contact (
    id BIGINT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    -- taken: a private message that nobody asked for, sent or about to be; none: no such message is wanted.
    kind TEXT NOT NULL,
    -- The message's occurrence; its server may be erased before the week is over.
    occurrence_id BIGINT UNIQUE,
    counted_at BIGINT NOT NULL
);
CREATE INDEX contact_person ON contact (person_id);
CREATE INDEX person_user ON person (user_id);

-- Daily posts on which somebody pressed a button, without who.
CREATE TABLE post_pressed (
    occurrence_id BIGINT NOT NULL PRIMARY KEY REFERENCES occurrence (id)
);

-- From when on a schedule's posts are counted for the question whether they come too often. Without a row, from its first.
CREATE TABLE schedule_counted (
    schedule_id BIGINT NOT NULL PRIMARY KEY REFERENCES schedule (id),
    since BIGINT NOT NULL
);
