-- In the third server two pause, which no total knows of yet; one is quiet, one has other words, one was removed by a steward,
-- one is hidden by whoever got it, and two were reported.
INSERT INTO recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date, quiet, first_id) VALUES
    (221, 1000000000000000005, 921, 201, 1000000000000000006, 1795424400000, '2026-11-23', 1, NULL),
    (222, 1000000000000000005, 922, 201, 1000000000000000006, 1795424400000, '2026-11-23', 0, NULL),
    (223, 1000000000000000005, 923, 201, 1000000000000000006, 1795424400000, '2026-11-23', 0, 222),
    (224, 1000000000000000005, 924, 205, 1000000000000000006, 1795176000000, '2026-11-20', 0, NULL);
INSERT INTO recognition_receiver (recognition_id, person_id, place) VALUES
    (221, 205, 0), (222, 205, 0), (223, 205, 0), (224, 201, 0);
INSERT INTO recognition_words (recognition_id, words) VALUES (222, 'the lamp'), (223, 'the lamps'), (224, 'the rope');
INSERT INTO reversal (id, recognition_id, by_person, reversed_at, reason, kind) VALUES
    (232, 222, 201, 1795424700000, NULL, 'amended'), (233, 224, 206, 1795176600000, 'not here', 'voided');
UPDATE recognition_receiver SET
    giver = (SELECT r.giver FROM recognition r WHERE r.id = recognition_receiver.recognition_id),
    local_date = (SELECT r.local_date FROM recognition r WHERE r.id = recognition_receiver.recognition_id),
    given_at = (SELECT r.given_at FROM recognition r WHERE r.id = recognition_receiver.recognition_id)
    WHERE recognition_id BETWEEN 211 AND 225;
UPDATE recognition_receiver SET counts = 0 WHERE recognition_id IN (218, 222, 224);
UPDATE recognition_receiver SET hidden = 1 WHERE recognition_id = 211 AND person_id = 205;
UPDATE person SET paused_at = 1795424800000 WHERE id IN (203, 204);
INSERT INTO recognition_strength (recognition_id, place, name) VALUES
    (211, 0, 'Calm'), (211, 1, 'Clear words'), (214, 0, 'Calm'), (216, 0, 'Calm'), (220, 0, 'Calm'), (221, 0, 'Calm'),
    (222, 0, 'Clear words'), (223, 0, 'Clear words'), (224, 0, 'Calm'), (225, 0, 'Clear words');
INSERT INTO recognition_day (guild_id, local_date, strength, number) VALUES
    (1000000000000000005, '2025-12-29', '', 1), (1000000000000000005, '2025-12-29', 'Calm', 1),
    (1000000000000000005, '2025-12-29', 'Clear words', 1), (1000000000000000005, '2025-12-31', '', 1),
    (1000000000000000005, '2026-01-01', '', 1), (1000000000000000005, '2026-02-10', '', 3),
    (1000000000000000005, '2026-02-10', 'Calm', 1), (1000000000000000005, '2026-02-10', 'Clear words', 1),
    (1000000000000000005, '2026-03-31', '', 1), (1000000000000000005, '2026-11-20', '', 2),
    (1000000000000000005, '2026-11-20', 'Calm', 1), (1000000000000000005, '2026-11-23', '', 3),
    (1000000000000000005, '2026-11-23', 'Calm', 2), (1000000000000000005, '2026-11-23', 'Clear words', 1);
INSERT INTO report (id, guild_id, recognition_id, person_id, reported_at, words, closed_at, closed_by) VALUES
    (241, 1000000000000000005, 211, 205, 1767010000000, 'look at it', NULL, NULL),
    (242, 1000000000000000005, 224, 201, 1795176300000, NULL, 1795176600000, 206);
