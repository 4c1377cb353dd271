-- How many people gave something that counts on a day, as in person.gave_to, and nothing after it: so that whoever gave since
-- a day need not be counted one by one.
CREATE TABLE giver_day (
    guild_id BIGINT NOT NULL REFERENCES guild (id),
    day BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (guild_id, day)
);
INSERT INTO giver_day (guild_id, day, number)
    SELECT guild_id, gave_to, COUNT(*) FROM person WHERE gave_to IS NOT NULL GROUP BY guild_id, gave_to;

-- What tells whether somebody gave in days that are over, side by side. In which order they stand, other indexes know
-- (src/store/engines).
DROP INDEX person_gave;
CREATE INDEX person_gave ON person (guild_id, gave_to, gave_from, gave_before, paused_at, gave_since, gave_weeks, first_gave);
