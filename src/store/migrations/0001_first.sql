-- Instants are milliseconds since 1970, dates are '2026-11-23', truth is 0 or 1, ids are given by the program.
-- Ids of Discord are stored as they are (they fit), ours are time-ordered (store/id.rs).

CREATE TABLE guild (
    id BIGINT NOT NULL PRIMARY KEY,
    zone TEXT NOT NULL,
    locale TEXT,
    thanks_on BIGINT NOT NULL,
    joined_at BIGINT NOT NULL,
    set_up_at BIGINT,
    set_up_by BIGINT,
    removed_at BIGINT
);

-- The only table with a Discord user id. An erasure sets it to NULL and leaves the row for the totals.
CREATE TABLE person (
    id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    user_id BIGINT,
    UNIQUE (guild_id, user_id)
);

CREATE TABLE schedule (
    id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    -- NULL once it is removed: its name is free again, its history stays.
    name TEXT,
    channel_id BIGINT NOT NULL,
    local_time TEXT NOT NULL,
    zone TEXT NOT NULL,
    days BIGINT NOT NULL,
    -- active, paused, removed
    state TEXT NOT NULL,
    -- asked, unreadable, refused:<Discord's code>
    pause_reason TEXT,
    -- Only instants after this one are owed.
    owes_after BIGINT NOT NULL,
    next_date TEXT,
    next_due_at BIGINT,
    created_by BIGINT REFERENCES person (id),
    UNIQUE (guild_id, name)
);
CREATE INDEX schedule_next ON schedule (next_due_at) WHERE state = 'active';

CREATE TABLE schedule_skip (
    schedule_id BIGINT NOT NULL REFERENCES schedule (id),
    local_date TEXT NOT NULL,
    PRIMARY KEY (schedule_id, local_date)
);

-- One row per occurrence: the unit of posting. Its key is (kind, subject, due_key).
CREATE TABLE occurrence (
    id BIGINT NOT NULL PRIMARY KEY,
    -- daily, extra, hello, introduction, announcement
    kind TEXT NOT NULL,
    -- A schedule, a guild or a recognition, by kind.
    subject BIGINT NOT NULL,
    due_key TEXT NOT NULL,
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    channel_id BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    -- due, claimed, posted, skipped, unknown, failed
    state TEXT NOT NULL,
    -- From when on somebody may claim it: due_at, a retry's instant, or the end of the holder's lease.
    ready_at BIGINT NOT NULL,
    -- The holder's proof, while it is claimed.
    claim BIGINT,
    attempts BIGINT NOT NULL,
    -- Set while it may have been sent and nobody has recorded the outcome.
    first_tried_at BIGINT,
    -- message or answer: how it was first tried.
    tried_by TEXT,
    message_id BIGINT,
    -- What was chosen for it: a prompt's id.
    content TEXT,
    reason TEXT,
    UNIQUE (kind, subject, due_key)
);
CREATE INDEX occurrence_ready ON occurrence (ready_at) WHERE state IN ('due', 'claimed');

CREATE TABLE prompt_use (
    -- The occurrence that it was chosen for.
    occurrence_id BIGINT NOT NULL PRIMARY KEY REFERENCES occurrence (id),
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    prompt TEXT NOT NULL,
    cycle BIGINT NOT NULL,
    -- The order of choosing within the guild, from 0: a clock that was set back does not change it.
    place BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    UNIQUE (guild_id, place)
);

CREATE TABLE contrast_seen (
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    contrast TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, contrast)
);

CREATE TABLE recognition (
    id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    interaction_id BIGINT NOT NULL UNIQUE,
    giver BIGINT NOT NULL REFERENCES person (id),
    channel_id BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    local_date TEXT NOT NULL,
    -- position, expert, personal, thanks; NULL where nothing was said.
    way TEXT,
    -- The message that it is about, where there is one.
    about_channel_id BIGINT,
    about_message_id BIGINT
);
CREATE INDEX recognition_guild ON recognition (guild_id, local_date);
CREATE INDEX recognition_giver ON recognition (giver);

CREATE TABLE recognition_receiver (
    recognition_id BIGINT NOT NULL REFERENCES recognition (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    -- The order of naming, from 0.
    place BIGINT NOT NULL,
    PRIMARY KEY (recognition_id, person_id)
);
CREATE INDEX recognition_receiver_person ON recognition_receiver (person_id);

-- People's words, in rows of their own: an erasure deletes them.
CREATE TABLE recognition_words (
    recognition_id BIGINT NOT NULL PRIMARY KEY REFERENCES recognition (id),
    words TEXT NOT NULL
);

CREATE TABLE reversal (
    id BIGINT NOT NULL PRIMARY KEY,
    recognition_id BIGINT NOT NULL UNIQUE REFERENCES recognition (id),
    by_person BIGINT REFERENCES person (id),
    reversed_at BIGINT NOT NULL,
    reason TEXT
);

CREATE TABLE command_registration (
    application_id BIGINT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL
);
