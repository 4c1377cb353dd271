-- Recognition that people can trust: what a server settled, who takes part, what a receiver decides, how a recognition ends.

-- What a server settled about recognition. Without a row, nothing was.
CREATE TABLE recognition_option (
    guild_id BIGINT NOT NULL PRIMARY KEY REFERENCES guild (id),
    -- To how many people a day somebody may give; NULL: to as many as they like. Somebody thanked twice counts twice.
    allowance BIGINT,
    -- For so many hours nobody gives to the same person again; NULL: no such rest.
    cooldown_hours BIGINT,
    -- Whose members may do what needs no Manage Server.
    steward_role_id BIGINT,
    -- Whose members are on the roster, where the operator lets the bot follow a role.
    roster_role_id BIGINT,
    -- After so many days the words are deleted; NULL: they are kept.
    words_kept_days BIGINT
);

-- What peers can name in each other. A server without a row has the list that Clarion comes with.
CREATE TABLE strength (
    id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    name TEXT NOT NULL,
    place BIGINT NOT NULL,
    UNIQUE (guild_id, name)
);

-- As Discord last showed it; NULL until then and after an erasure. The key is the name without what sorting ignores.
ALTER TABLE person ADD COLUMN name TEXT;
ALTER TABLE person ADD COLUMN name_key TEXT;
-- How they came onto the roster: took-part, joined, picked, role; NULL: they are not on it.
ALTER TABLE person ADD COLUMN roster TEXT;
ALTER TABLE person ADD COLUMN roster_since BIGINT;
-- Since when they are not in the server, as far as is known, and when that was last looked at.
ALTER TABLE person ADD COLUMN left_at BIGINT;
ALTER TABLE person ADD COLUMN looked_at BIGINT;
-- Since when they do not want to be counted: neither as who gives nor as who gets.
ALTER TABLE person ADD COLUMN paused_at BIGINT;
-- 1: what they get is for them alone.
ALTER TABLE person ADD COLUMN never_announce BIGINT NOT NULL DEFAULT 0;
-- 1: what peers named in them is for them alone.
ALTER TABLE person ADD COLUMN strengths_hidden BIGINT NOT NULL DEFAULT 0;
-- 1: they asked for a private message now and then about whom they might thank.
ALTER TABLE person ADD COLUMN nudge BIGINT NOT NULL DEFAULT 0;
CREATE INDEX person_name ON person (guild_id, name_key);

-- From whom somebody does not want recognition. The giver is not told.
CREATE TABLE declined_giver (
    person_id BIGINT NOT NULL REFERENCES person (id),
    giver BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (person_id, giver)
);
CREATE INDEX declined_giver_giver ON declined_giver (giver);

-- 1: for the receivers alone.
ALTER TABLE recognition ADD COLUMN quiet BIGINT NOT NULL DEFAULT 0;
-- Of one that amends another: the first of them, whose announcement and whose day it has.
ALTER TABLE recognition ADD COLUMN first_id BIGINT;
CREATE INDEX recognition_first ON recognition (first_id) WHERE first_id IS NOT NULL;
DROP INDEX recognition_giver;
CREATE INDEX recognition_giver ON recognition (giver, local_date);

-- What is counted is counted from these rows alone: the giver, the day, and whether it stands.
ALTER TABLE recognition_receiver ADD COLUMN giver BIGINT REFERENCES person (id);
ALTER TABLE recognition_receiver ADD COLUMN local_date TEXT NOT NULL DEFAULT '';
ALTER TABLE recognition_receiver ADD COLUMN given_at BIGINT NOT NULL DEFAULT 0;
-- 0 once it is reversed.
ALTER TABLE recognition_receiver ADD COLUMN counts BIGINT NOT NULL DEFAULT 1;
-- 1: this receiver wants it seen by nobody else.
ALTER TABLE recognition_receiver ADD COLUMN hidden BIGINT NOT NULL DEFAULT 0;
UPDATE recognition_receiver SET
    giver = (SELECT r.giver FROM recognition r WHERE r.id = recognition_receiver.recognition_id),
    local_date = (SELECT r.local_date FROM recognition r WHERE r.id = recognition_receiver.recognition_id),
    given_at = (SELECT r.given_at FROM recognition r WHERE r.id = recognition_receiver.recognition_id),
    counts = CASE WHEN EXISTS (SELECT 1 FROM reversal v WHERE v.recognition_id = recognition_receiver.recognition_id)
        THEN 0 ELSE 1 END;
DROP INDEX recognition_receiver_person;
CREATE INDEX recognition_receiver_person ON recognition_receiver (person_id, counts, local_date, giver, recognition_id);
CREATE INDEX recognition_receiver_giver ON recognition_receiver (giver, counts, local_date, person_id, recognition_id);
-- Everybody who gave or got takes part.
UPDATE person SET roster = 'took-part', roster_since = (
        SELECT MIN(x.given_at) FROM recognition_receiver x WHERE x.giver = person.id OR x.person_id = person.id)
    WHERE user_id IS NOT NULL
        AND (EXISTS (SELECT 1 FROM recognition_receiver x WHERE x.giver = person.id)
            OR EXISTS (SELECT 1 FROM recognition_receiver x WHERE x.person_id = person.id));

-- Which strengths a recognition names, by the names that they had.
CREATE TABLE recognition_strength (
    recognition_id BIGINT NOT NULL REFERENCES recognition (id),
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (recognition_id, place)
);

-- How many recognitions of a day stand, and how many of them name a strength; '' is all of them.
CREATE TABLE recognition_day (
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    local_date TEXT NOT NULL,
    strength TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (guild_id, local_date, strength)
);
INSERT INTO recognition_day (guild_id, local_date, strength, number)
    SELECT r.guild_id, r.local_date, '', COUNT(*) FROM recognition r
    WHERE NOT EXISTS (SELECT 1 FROM reversal v WHERE v.recognition_id = r.id) GROUP BY r.guild_id, r.local_date;

-- How it ended: undone (its giver took it back), amended (another one took its place), voided (by a steward).
ALTER TABLE reversal ADD COLUMN kind TEXT NOT NULL DEFAULT 'undone';

-- What a receiver asked a steward to look at.
CREATE TABLE report (
    id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    recognition_id BIGINT NOT NULL REFERENCES recognition (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    reported_at BIGINT NOT NULL,
    words TEXT,
    -- NULL while nobody has closed it.
    closed_at BIGINT,
    closed_by BIGINT REFERENCES person (id),
    UNIQUE (recognition_id, person_id)
);
CREATE INDEX report_guild ON report (guild_id, closed_at, id);

-- Announcements that no longer say what is true: each is to be edited, or deleted.
CREATE TABLE announcement_change (
    occurrence_id BIGINT NOT NULL PRIMARY KEY REFERENCES occurrence (id),
    -- edited, gone
    wanted TEXT NOT NULL,
    -- From when on somebody may do it: now, a retry's instant, or the end of the holder's lease.
    ready_at BIGINT NOT NULL,
    -- The holder's proof, while it is held.
    claim BIGINT,
    -- -1 where something was wanted anew while somebody held it: that waits until the holder is done.
    attempts BIGINT NOT NULL
);
CREATE INDEX announcement_change_ready ON announcement_change (ready_at);

-- A digest comes weekly, or monthly on the first of its weekdays in a month.
ALTER TABLE schedule ADD COLUMN monthly BIGINT NOT NULL DEFAULT 0;
