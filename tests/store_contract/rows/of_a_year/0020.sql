-- On which day how many of them gave last.
INSERT INTO giver_day (guild_id, day, number) VALUES
    (1000000000000000005, 9501, 1), (1000000000000000005, 9825, 1), (1000000000000000005, 9828, 1);
