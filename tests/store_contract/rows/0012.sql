-- Somebody who has left the roster.
UPDATE person SET roster = NULL, roster_since = NULL, roster_left_at = 1795424800000 WHERE id = 53;
