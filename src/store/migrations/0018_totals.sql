-- What is told of one person, in the same time however much of it there is; and days as numbers, which every person of a
-- server is asked for: from Monday, 27 December 1999, so that seven of them are a week of `gave_since`.

-- What somebody gave that counts: of a year ('2026'), and of all years ('').
CREATE TABLE giver_total (
    person_id BIGINT NOT NULL REFERENCES person (id),
    year TEXT NOT NULL,
    -- How many recognitions, to how many different people, in how many weeks from Monday to Sunday.
    gives BIGINT NOT NULL,
    people BIGINT NOT NULL,
    weeks BIGINT NOT NULL,
    PRIMARY KEY (person_id, year)
);

-- How often peers named a strength in somebody.
CREATE TABLE strength_total (
    person_id BIGINT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    -- In all that stands: that is for them alone.
    named BIGINT NOT NULL,
    -- In what counts and is seen by others.
    seen BIGINT NOT NULL,
    PRIMARY KEY (person_id, name)
);

-- What stewards removed, the latest last.
CREATE INDEX reversal_voided ON reversal (reversed_at) WHERE kind = 'voided';

DROP INDEX person_gave;
ALTER TABLE person DROP COLUMN gave_from;
ALTER TABLE person DROP COLUMN gave_to;
ALTER TABLE person DROP COLUMN gave_before;
ALTER TABLE person DROP COLUMN got_from;
ALTER TABLE person ADD COLUMN gave_from BIGINT;
ALTER TABLE person ADD COLUMN gave_to BIGINT;
ALTER TABLE person ADD COLUMN gave_before BIGINT;
ALTER TABLE person ADD COLUMN got_from BIGINT;

-- What counts, with its day as a number: years begin in March, so that the day that comes every fourth one is their last.
CREATE TABLE counted (
    giver BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    recognition_id BIGINT NOT NULL,
    year TEXT NOT NULL,
    day BIGINT NOT NULL
);
INSERT INTO counted (giver, person_id, recognition_id, year, day)
    SELECT giver, person_id, recognition_id, substr(local_date, 1, 4),
        365 * (months / 12) + months / 48 - months / 1200 + months / 4800 + (153 * (months % 12) + 2) / 5
            + CAST(substr(local_date, 9, 2) AS BIGINT) - 730421
    FROM (SELECT giver, person_id, recognition_id, local_date,
            12 * CAST(substr(local_date, 1, 4) AS BIGINT) + CAST(substr(local_date, 6, 2) AS BIGINT) - 3 AS months
        FROM recognition_receiver WHERE counts = 1 AND giver IS NOT NULL AND local_date <> '') t;
CREATE INDEX counted_giver ON counted (giver, day);
CREATE INDEX counted_person ON counted (person_id, day);

UPDATE person SET
    gave_from = (SELECT MIN(c.day) FROM counted c WHERE c.giver = person.id),
    gave_to = (SELECT MAX(c.day) FROM counted c WHERE c.giver = person.id),
    gave_before = (SELECT MAX(c.day) FROM counted c WHERE c.giver = person.id
        AND c.day < (SELECT MAX(d.day) FROM counted d WHERE d.giver = person.id)),
    got_from = (SELECT MIN(c.day) FROM counted c WHERE c.person_id = person.id);
INSERT INTO giver_total (person_id, year, gives, people, weeks)
    SELECT giver, year, COUNT(DISTINCT recognition_id), COUNT(DISTINCT person_id), COUNT(DISTINCT day / 7)
    FROM counted GROUP BY giver, year;
INSERT INTO giver_total (person_id, year, gives, people, weeks)
    SELECT giver, '', COUNT(DISTINCT recognition_id), COUNT(DISTINCT person_id), COUNT(DISTINCT day / 7)
    FROM counted GROUP BY giver;
DROP TABLE counted;

INSERT INTO strength_total (person_id, name, named, seen)
    SELECT x.person_id, s.name, COUNT(*), COUNT(CASE WHEN x.counts = 1 AND x.hidden = 0 AND r.quiet = 0 THEN 1 END)
    FROM recognition_receiver x JOIN recognition r ON r.id = x.recognition_id
    JOIN recognition_strength s ON s.recognition_id = x.recognition_id
    JOIN person p ON p.id = x.person_id
    WHERE x.counts IN (1, 2) AND p.user_id IS NOT NULL
    GROUP BY x.person_id, s.name;

-- All that who gave is told by and sorted by, side by side.
CREATE INDEX person_gave ON person (guild_id, gave_to, gave_from, gave_before, paused_at, gave_since, gave_weeks, first_gave,
    last_gave, name_key, user_id, id);
