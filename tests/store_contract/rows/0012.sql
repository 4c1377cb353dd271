-- Somebody who has left the roster.
UPDATE person SET roster = NULL, roster_since = NULL, roster_left_at = 1795424800000 WHERE id = 53;
UPDATE person SET first_gave = '2026-11-23', last_gave = '2026-11-23' WHERE id = 51;
UPDATE person SET first_got = '2026-11-23', last_got = '2026-11-23' WHERE id IN (52, 53);
-- One of two receivers wanted nothing announced, and was told alone.
INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, claim, attempts)
    VALUES (76, 'private-thanks', 81, '53', 1000000000000000001, 1000000000000000001, 1795424400000, 'skipped',
        1795424400000, NULL, 0);
