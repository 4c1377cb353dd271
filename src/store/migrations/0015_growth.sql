-- Numbers that others see, in the same time however many recognitions there are. What rests, because its giver or its
-- receiver pauses, is written down with the pause, so that no question has to look for it.

-- counts: 1, it counts; 2, it rests; 0, it is over.
UPDATE recognition_receiver SET counts = 2
    WHERE counts = 1 AND giver IN (SELECT id FROM person WHERE paused_at IS NOT NULL);
UPDATE recognition_receiver SET counts = 2
    WHERE counts = 1 AND person_id IN (SELECT id FROM person WHERE paused_at IS NOT NULL);

-- How many recognitions of a day count, and how many of them name a strength; '' is all of them.
DELETE FROM recognition_day;
INSERT INTO recognition_day (guild_id, local_date, strength, number)
    SELECT r.guild_id, r.local_date, '', COUNT(*) FROM recognition r
    WHERE EXISTS (SELECT 1 FROM recognition_receiver x WHERE x.recognition_id = r.id AND x.counts = 1)
    GROUP BY r.guild_id, r.local_date;
INSERT INTO recognition_day (guild_id, local_date, strength, number)
    SELECT r.guild_id, r.local_date, s.name, COUNT(*) FROM recognition r
    JOIN recognition_strength s ON s.recognition_id = r.id
    WHERE EXISTS (SELECT 1 FROM recognition_receiver x WHERE x.recognition_id = r.id AND x.counts = 1)
    GROUP BY r.guild_id, r.local_date, s.name;

-- The first and the last day of what they gave that counts, the day before that last one, and the first of what they got;
-- first_gave and the others of before are of all that stands.
ALTER TABLE person ADD COLUMN gave_from TEXT;
ALTER TABLE person ADD COLUMN gave_to TEXT;
ALTER TABLE person ADD COLUMN gave_before TEXT;
ALTER TABLE person ADD COLUMN got_from TEXT;
UPDATE person SET
    gave_from = (SELECT MIN(x.local_date) FROM recognition_receiver x WHERE x.giver = person.id AND x.counts = 1),
    gave_to = (SELECT MAX(x.local_date) FROM recognition_receiver x WHERE x.giver = person.id AND x.counts = 1),
    got_from = (SELECT MIN(x.local_date) FROM recognition_receiver x WHERE x.person_id = person.id AND x.counts = 1);
UPDATE person SET gave_before = (SELECT MAX(x.local_date) FROM recognition_receiver x
    WHERE x.giver = person.id AND x.counts = 1 AND x.local_date < person.gave_to);
-- A letter a week from the week `gave_since` on (weeks from Monday, 27 December 1999): 1 where they certainly gave something
-- that counts. Of another week the rows tell.
ALTER TABLE person ADD COLUMN gave_weeks TEXT;
ALTER TABLE person ADD COLUMN gave_since BIGINT;

-- All that who gave is told by and sorted by, side by side.
CREATE INDEX person_gave ON person (guild_id, gave_to, gave_from, gave_before, paused_at, gave_since, gave_weeks, first_gave,
    last_gave, name_key, user_id, id);

-- A server's recognitions in the order in which they are handed out.
DROP INDEX recognition_guild;
CREATE INDEX recognition_guild ON recognition (guild_id, local_date, id);
-- Which recognition a message announces.
CREATE INDEX occurrence_message ON occurrence (message_id) WHERE kind = 'announcement';
