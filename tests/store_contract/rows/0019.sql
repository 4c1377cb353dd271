-- Somebody has settled what was settled before.
UPDATE recognition_option SET settled_by = (SELECT MIN(p.id) FROM person p WHERE p.guild_id = recognition_option.guild_id);
-- In the other server: one who gave, and one who got, only what was taken back, and were left on the roster by it; one who got
-- the same and joined; and one who pauses, so that what they got rests.
INSERT INTO person (id, guild_id, user_id, roster, roster_since, paused_at, first_got, last_got) VALUES
    (57, 1000000000000000007, 17, 'took-part', 1795424400000, NULL, NULL, NULL),
    (58, 1000000000000000007, 18, 'joined', 1795424400000, NULL, NULL, NULL),
    (59, 1000000000000000007, 19, 'took-part', 1795424400000, 1795424500000, '2026-11-23', '2026-11-23'),
    (60, 1000000000000000007, 20, 'took-part', 1795424400000, NULL, NULL, NULL);
INSERT INTO recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date)
    VALUES (88, 1000000000000000007, 808, 60, 1000000000000000008, 1795424400000, '2026-11-23');
INSERT INTO recognition_receiver (recognition_id, person_id, place, giver, local_date, given_at, counts) VALUES
    (85, 59, 2, 54, '2026-11-23', 1795424400000, 2), (86, 57, 2, 54, '2026-11-23', 1795424400000, 0),
    (86, 58, 3, 54, '2026-11-23', 1795424400000, 0), (88, 55, 0, 60, '2026-11-23', 1795424400000, 0);
INSERT INTO reversal (id, recognition_id, by_person, reversed_at, reason, kind)
    VALUES (96, 88, 60, 1795424600000, NULL, 'undone');
