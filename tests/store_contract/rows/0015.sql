-- In which weeks they gave what counts. (The days beside it have another type since 0018, which counts them anew.)
UPDATE person SET gave_weeks = '1', gave_since = 1404 WHERE id = 51;
-- In another server, given quietly: what it names was counted for all to see.
INSERT INTO guild (id, zone, thanks_on, joined_at) VALUES (1000000000000000007, 'Europe/Berlin', 1, 1795000000000);
INSERT INTO person (id, guild_id, user_id, gave_weeks, gave_since, first_gave, last_gave)
    VALUES (54, 1000000000000000007, 14, '1', 1404, '2026-11-23', '2026-11-23');
INSERT INTO person (id, guild_id, user_id, first_got, last_got)
    VALUES (55, 1000000000000000007, 15, '2026-11-23', '2026-11-23');
INSERT INTO recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date, quiet)
    VALUES (84, 1000000000000000007, 804, 54, 1000000000000000008, 1795424400000, '2026-11-23', 1);
INSERT INTO recognition_receiver (recognition_id, person_id, place, giver, local_date, given_at, counts)
    VALUES (84, 55, 0, 54, '2026-11-23', 1795424400000, 1);
INSERT INTO recognition_strength (recognition_id, place, name) VALUES (84, 0, 'Care');
INSERT INTO recognition_day (guild_id, local_date, strength, number)
    VALUES (1000000000000000007, '2026-11-23', '', 1), (1000000000000000007, '2026-11-23', 'Care', 1);
