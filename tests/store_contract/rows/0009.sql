-- Recognition as it is settled, counted by its receivers' rows, and ended.
UPDATE recognition_receiver SET giver = 51, local_date = '2026-11-23', given_at = 1795424400000, counts = 1
    WHERE recognition_id = 81;
UPDATE recognition_receiver SET giver = 51, local_date = '2026-11-23', given_at = 1795424500000, counts = 0
    WHERE recognition_id = 82;
INSERT INTO recognition_day (guild_id, local_date, strength, number)
    VALUES (1000000000000000001, '2026-11-23', '', 1), (1000000000000000001, '2026-11-23', 'Calm', 1);
UPDATE person SET name = 'Anna', name_key = 'anna', roster = 'took-part', roster_since = 1795424400000 WHERE id = 51;
INSERT INTO recognition_option (guild_id, allowance, cooldown_hours, steward_role_id, roster_role_id, words_kept_days)
    VALUES (1000000000000000001, 5, 24, 1000000000000000009, NULL, 365);
INSERT INTO strength (id, guild_id, name, place) VALUES (97, 1000000000000000001, 'Calm', 0);
INSERT INTO recognition_strength (recognition_id, place, name) VALUES (81, 0, 'Calm');
INSERT INTO report (id, guild_id, recognition_id, person_id, reported_at, words, closed_at, closed_by)
    VALUES (98, 1000000000000000001, 81, 52, 1795424700000, 'too kind', NULL, NULL);
INSERT INTO declined_giver (person_id, giver) VALUES (52, 53);
INSERT INTO announcement_change (occurrence_id, wanted, ready_at, claim, attempts) VALUES (72, 'edited', 1795424700000, NULL, 0);
