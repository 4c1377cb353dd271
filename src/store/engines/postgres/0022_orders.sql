-- Who gave, in each of the orders that a screen of them can have: those of one screen are found without sorting the others.
CREATE INDEX person_by_name ON person (guild_id, (CASE WHEN user_id IS NULL THEN 1 ELSE 0 END),
    (CASE WHEN name_key IS NULL THEN 1 ELSE 0 END), name_key COLLATE "C", id, gave_to) WHERE gave_to IS NOT NULL;
CREATE INDEX person_by_first ON person (guild_id, (CASE WHEN user_id IS NULL THEN 1 ELSE 0 END), first_gave COLLATE "C",
    (CASE WHEN name_key IS NULL THEN 1 ELSE 0 END), name_key COLLATE "C", id, gave_to) WHERE gave_to IS NOT NULL;
CREATE INDEX person_by_recent ON person (guild_id, (CASE WHEN user_id IS NULL THEN 1 ELSE 0 END), last_gave COLLATE "C" DESC,
    (CASE WHEN name_key IS NULL THEN 1 ELSE 0 END), name_key COLLATE "C", id, gave_to) WHERE gave_to IS NOT NULL;

-- Their weeks as bytes: in a text this engine looks for a place letter by letter.
DROP INDEX person_gave;
ALTER TABLE person ALTER COLUMN gave_weeks TYPE BYTEA USING convert_to(gave_weeks, 'UTF8');
CREATE INDEX person_gave ON person (guild_id, gave_to, gave_from, gave_before, paused_at, gave_since, gave_weeks, first_gave);
