-- In the third server what those gave and got rests who pause, and is in no number.
UPDATE recognition_receiver SET counts = 2 WHERE counts = 1 AND (giver IN (203, 204) OR person_id IN (203, 204));
DELETE FROM recognition_day WHERE guild_id = 1000000000000000005;
INSERT INTO recognition_day (guild_id, local_date, strength, number) VALUES
    (1000000000000000005, '2025-12-29', '', 1), (1000000000000000005, '2025-12-29', 'Calm', 1),
    (1000000000000000005, '2025-12-29', 'Clear words', 1), (1000000000000000005, '2025-12-31', '', 1),
    (1000000000000000005, '2026-01-01', '', 1), (1000000000000000005, '2026-02-10', '', 1),
    (1000000000000000005, '2026-02-10', 'Clear words', 1), (1000000000000000005, '2026-11-20', '', 1),
    (1000000000000000005, '2026-11-20', 'Calm', 1), (1000000000000000005, '2026-11-23', '', 2),
    (1000000000000000005, '2026-11-23', 'Calm', 1), (1000000000000000005, '2026-11-23', 'Clear words', 1);
UPDATE person SET gave_weeks = '100000100000000000000000000000000000000000000001', gave_since = 1357 WHERE id = 201;
UPDATE person SET gave_weeks = '1', gave_since = 1357 WHERE id = 202;
UPDATE person SET gave_weeks = '1', gave_since = 1403 WHERE id = 205;
