-- What a quiet one names is counted no more.
DELETE FROM recognition_day WHERE strength = 'Care';
-- Given there to two, one of whom was told alone, and announced for the other; and taken back, the same once more.
INSERT INTO person (id, guild_id, user_id, first_got, last_got) VALUES
    (56, 1000000000000000007, 16, '2026-11-23', '2026-11-23');
INSERT INTO recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date) VALUES
    (85, 1000000000000000007, 805, 54, 1000000000000000008, 1795424400000, '2026-11-23'),
    (86, 1000000000000000007, 806, 54, 1000000000000000008, 1795424400000, '2026-11-23'),
    (87, 1000000000000000007, 807, 54, 1000000000000000008, 1795424400000, '2026-11-23');
INSERT INTO recognition_receiver (recognition_id, person_id, place, giver, local_date, given_at, counts, hidden) VALUES
    (85, 55, 0, 54, '2026-11-23', 1795424400000, 1, 0), (85, 56, 1, 54, '2026-11-23', 1795424400000, 1, 1),
    (86, 55, 0, 54, '2026-11-23', 1795424400000, 0, 0), (86, 56, 1, 54, '2026-11-23', 1795424400000, 0, 1),
    (87, 55, 0, 54, '2026-11-23', 1795424400000, 1, 0), (87, 56, 1, 54, '2026-11-23', 1795424400000, 1, 0);
INSERT INTO reversal (id, recognition_id, by_person, reversed_at, reason, kind) VALUES (90, 86, 54, 1795424600000, NULL, 'undone');
INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, claim, attempts,
    first_tried_at, tried_by, message_id) VALUES
    (77, 'announcement', 85, 'once', 1000000000000000007, 1000000000000000008, 1795424400000, 'posted', 1795424460000, 91, 1,
     1795424400000, 'answer', 705),
    (78, 'announcement', 86, 'once', 1000000000000000007, 1000000000000000008, 1795424400000, 'posted', 1795424460000, 91, 1,
     1795424400000, 'answer', 706),
    (79, 'announcement', 87, 'once', 1000000000000000007, 1000000000000000008, 1795424400000, 'posted', 1795424460000, 91, 1,
     1795424400000, 'answer', 707),
    (80, 'private-thanks', 85, '56', 1000000000000000007, 1000000000000000007, 1795424400000, 'posted', 1795424400000, NULL, 1,
     1795424400000, 'message', 708),
    (83, 'private-thanks', 86, '56', 1000000000000000007, 1000000000000000007, 1795424400000, 'posted', 1795424400000, NULL, 1,
     1795424400000, 'message', 709);
UPDATE recognition_day SET number = 3 WHERE guild_id = 1000000000000000007 AND strength = '';
