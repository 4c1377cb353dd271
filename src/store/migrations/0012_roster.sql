-- The roster: who has left it by their own wish, and whom to look for in the server next.

-- Since when somebody is off the roster by their own wish: being thanked does not bring them back onto it.
ALTER TABLE person ADD COLUMN roster_left_at BIGINT;
CREATE INDEX person_looked ON person ((COALESCE(looked_at, 0)), id)
    WHERE user_id IS NOT NULL AND (roster IS NOT NULL OR roster_left_at IS NOT NULL);
