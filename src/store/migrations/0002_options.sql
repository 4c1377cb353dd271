-- What a schedule can have besides its time and place, days on which nothing comes, and how a refused one is tried again.

-- A role that is mentioned with each post.
ALTER TABLE schedule ADD COLUMN role_id BIGINT;
-- 1: a thread is opened under each post.
ALTER TABLE schedule ADD COLUMN thread BIGINT NOT NULL DEFAULT 0;
-- The only theme whose prompts it posts; NULL for all.
ALTER TABLE schedule ADD COLUMN theme TEXT;
-- 1: its channel is a forum, where each post is a thread of its own.
ALTER TABLE schedule ADD COLUMN forum BIGINT NOT NULL DEFAULT 0;
-- Nothing is owed before this local date: it is paused until then.
ALTER TABLE schedule ADD COLUMN resume_on TEXT;
-- Since when Discord refuses its posts, and before when nothing is tried there by itself.
ALTER TABLE schedule ADD COLUMN paused_at BIGINT;
ALTER TABLE schedule ADD COLUMN probe_at BIGINT;

-- Days on which none of a server's schedules posts, both ends included.
CREATE TABLE guild_holiday (
    id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    first_date TEXT NOT NULL,
    last_date TEXT NOT NULL,
    -- 1: every year on these days.
    yearly BIGINT NOT NULL,
    name TEXT
);
CREATE INDEX guild_holiday_guild ON guild_holiday (guild_id);

-- Servers that the bot was removed from, for as long as they are kept.
CREATE INDEX guild_removed ON guild (removed_at) WHERE removed_at IS NOT NULL;

-- Interactions whose effect somebody has: several processes may hear of each. Rows are forgotten after an hour.
CREATE TABLE interaction (
    id BIGINT NOT NULL PRIMARY KEY,
    -- Which call took it.
    holder BIGINT NOT NULL,
    taken_at BIGINT NOT NULL
);
