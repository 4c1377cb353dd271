-- What somebody gave of a quarter ('2026-Q4') and of a month ('2026-11') too: people ask for these as often as for a year, and
-- by when somebody gave last, those who gave most stand on one screen.
ALTER TABLE giver_total RENAME COLUMN year TO stretch;

-- What counts, with its day as a number, as in 0018.
CREATE TABLE counted (
    giver BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    recognition_id BIGINT NOT NULL,
    quarter TEXT NOT NULL,
    month TEXT NOT NULL,
    day BIGINT NOT NULL
);
INSERT INTO counted (giver, person_id, recognition_id, quarter, month, day)
    SELECT giver, person_id, recognition_id,
        substr(local_date, 1, 4) || '-Q' || CAST((CAST(substr(local_date, 6, 2) AS BIGINT) + 2) / 3 AS TEXT),
        substr(local_date, 1, 7),
        365 * (months / 12) + months / 48 - months / 1200 + months / 4800 + (153 * (months % 12) + 2) / 5
            + CAST(substr(local_date, 9, 2) AS BIGINT) - 730421
    FROM (SELECT giver, person_id, recognition_id, local_date,
            12 * CAST(substr(local_date, 1, 4) AS BIGINT) + CAST(substr(local_date, 6, 2) AS BIGINT) - 3 AS months
        FROM recognition_receiver WHERE counts = 1 AND giver IS NOT NULL AND local_date <> '') t;
INSERT INTO giver_total (person_id, stretch, gives, people, weeks)
    SELECT giver, quarter, COUNT(DISTINCT recognition_id), COUNT(DISTINCT person_id), COUNT(DISTINCT day / 7)
    FROM counted GROUP BY giver, quarter;
INSERT INTO giver_total (person_id, stretch, gives, people, weeks)
    SELECT giver, month, COUNT(DISTINCT recognition_id), COUNT(DISTINCT person_id), COUNT(DISTINCT day / 7)
    FROM counted GROUP BY giver, month;
DROP TABLE counted;
