-- Who gave, in each of the orders that a screen of them can have: those of one screen are found without sorting the others.
CREATE INDEX person_by_name ON person (guild_id, (CASE WHEN user_id IS NULL THEN 1 ELSE 0 END),
    (CASE WHEN name_key IS NULL THEN 1 ELSE 0 END), name_key, id, gave_to) WHERE gave_to IS NOT NULL;
CREATE INDEX person_by_first ON person (guild_id, (CASE WHEN user_id IS NULL THEN 1 ELSE 0 END), first_gave,
    (CASE WHEN name_key IS NULL THEN 1 ELSE 0 END), name_key, id, gave_to) WHERE gave_to IS NOT NULL;
CREATE INDEX person_by_recent ON person (guild_id, (CASE WHEN user_id IS NULL THEN 1 ELSE 0 END), last_gave DESC,
    (CASE WHEN name_key IS NULL THEN 1 ELSE 0 END), name_key, id, gave_to) WHERE gave_to IS NOT NULL;

-- Their weeks as bytes: PostgreSQL looks for a place in a text letter by letter. (A column of SQLite holds what is put there.)
UPDATE person SET gave_weeks = CAST(gave_weeks AS BLOB);
