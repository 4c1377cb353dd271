-- In the third server.
UPDATE person SET gave_from = 9499, gave_to = 9828, gave_before = 9542, got_from = 9825 WHERE id = 201;
UPDATE person SET gave_from = 9501, gave_to = 9501 WHERE id = 202;
UPDATE person SET gave_from = 9825, gave_to = 9825, got_from = 9499 WHERE id = 205;
UPDATE person SET got_from = 9542 WHERE id = 206;
INSERT INTO giver_total VALUES
    (201, '', 5, 2, 3), (201, '2025', 1, 1, 1), (201, '2026', 4, 2, 3), (202, '', 1, 1, 1), (202, '2025', 1, 1, 1),
    (205, '', 1, 1, 1), (205, '2026', 1, 1, 1);
INSERT INTO strength_total (person_id, name, named, seen) VALUES
    (201, 'Calm', 1, 1), (203, 'Calm', 1, 0), (204, 'Calm', 3, 0), (204, 'Clear words', 1, 0), (205, 'Calm', 3, 0),
    (205, 'Clear words', 2, 1), (206, 'Clear words', 1, 1);
