-- Somebody who has left the roster.
UPDATE person SET roster = NULL, roster_since = NULL, roster_left_at = 1795424800000 WHERE id = 53;
UPDATE person SET first_gave = '2026-11-23', last_gave = '2026-11-23' WHERE id = 51;
UPDATE person SET first_got = '2026-11-23', last_got = '2026-11-23' WHERE id IN (52, 53);
-- One of two receivers wanted nothing announced, and was told alone.
INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, claim, attempts)
    VALUES (76, 'private-thanks', 81, '53', 1000000000000000001, 1000000000000000001, 1795424400000, 'skipped',
        1795424400000, NULL, 0);
-- In the third server, of all that stands.
UPDATE person SET first_gave = '2025-12-29', last_gave = '2026-11-23', first_got = '2026-11-20', last_got = '2026-11-20' WHERE id = 201;
UPDATE person SET first_gave = '2025-12-31', last_gave = '2026-02-10' WHERE id = 202;
UPDATE person SET first_gave = '2026-02-10', last_gave = '2026-11-23', first_got = '2026-03-31', last_got = '2026-11-20' WHERE id = 203;
UPDATE person SET first_gave = '2026-11-20', last_gave = '2026-11-20', first_got = '2025-12-29', last_got = '2026-11-23' WHERE id = 204;
UPDATE person SET first_gave = '2026-11-20', last_gave = '2026-11-20', first_got = '2025-12-29', last_got = '2026-11-23' WHERE id = 205;
UPDATE person SET first_got = '2026-02-10', last_got = '2026-02-10' WHERE id = 206;
