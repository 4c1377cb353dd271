-- On which day how many of them gave last.
INSERT INTO giver_day (guild_id, day, number) VALUES (1000000000000000001, 9828, 1), (1000000000000000007, 9828, 1);
