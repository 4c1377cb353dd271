-- The roster: who has left it by their own wish, and whom to look for in the server next. And the days between which
-- somebody gave and got, so that who gave this month is asked of as many rows as there are people.

-- Since when somebody is off the roster by their own wish: being thanked does not bring them back onto it.
ALTER TABLE person ADD COLUMN roster_left_at BIGINT;
CREATE INDEX person_looked ON person ((COALESCE(looked_at, 0)), id)
    WHERE user_id IS NOT NULL AND (roster IS NOT NULL OR roster_left_at IS NOT NULL);

-- The first and the last day of what counts: given, and got. Each transaction that gives or takes back sets them anew.
ALTER TABLE person ADD COLUMN first_gave TEXT;
ALTER TABLE person ADD COLUMN last_gave TEXT;
ALTER TABLE person ADD COLUMN first_got TEXT;
ALTER TABLE person ADD COLUMN last_got TEXT;
UPDATE person SET
    first_gave = (SELECT MIN(x.local_date) FROM recognition_receiver x WHERE x.giver = person.id AND x.counts = 1),
    last_gave = (SELECT MAX(x.local_date) FROM recognition_receiver x WHERE x.giver = person.id AND x.counts = 1),
    first_got = (SELECT MIN(x.local_date) FROM recognition_receiver x WHERE x.person_id = person.id AND x.counts = 1),
    last_got = (SELECT MAX(x.local_date) FROM recognition_receiver x WHERE x.person_id = person.id AND x.counts = 1);
