-- A team's own prompts: suggestions that wait, and the deck. What is declined or taken out is deleted, words and all; a
-- declined one whose writer wished to hear of it is kept until that was told.
CREATE TABLE deck_prompt (
    id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    -- suggested, approved, declined
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    question TEXT NOT NULL,
    step TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    -- Who suggested it; NULL where a file brought it.
    suggested_by BIGINT REFERENCES person (id),
    -- The form or the file that brought it: it is kept once.
    interaction_id BIGINT NOT NULL,
    suggested_at BIGINT NOT NULL,
    -- 1: who suggested it wishes to hear what became of it.
    hears BIGINT NOT NULL,
    -- What is said to who suggested it where it was declined.
    answer TEXT
);
CREATE INDEX deck_prompt_guild ON deck_prompt (guild_id, state, id);

-- Whose prompts it posts: clarion, team, both.
ALTER TABLE schedule ADD COLUMN draws_from TEXT NOT NULL DEFAULT 'clarion';
