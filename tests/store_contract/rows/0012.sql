-- Somebody who has left the roster.
UPDATE person SET roster = NULL, roster_since = NULL, roster_left_at = 1795424800000 WHERE id = 53;
UPDATE person SET first_gave = '2026-11-23', last_gave = '2026-11-23' WHERE id = 51;
UPDATE person SET first_got = '2026-11-23', last_got = '2026-11-23' WHERE id IN (52, 53);
