-- Whoever gave is named among the givers, also after a steward took them off the roster: they are looked for as well.
DROP INDEX person_looked;
CREATE INDEX person_looked ON person ((COALESCE(looked_at, 0)), id)
    WHERE user_id IS NOT NULL AND (roster IS NOT NULL OR roster_left_at IS NOT NULL OR first_gave IS NOT NULL);
