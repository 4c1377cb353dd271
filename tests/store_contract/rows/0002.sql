-- What schedules do besides, and holidays.
UPDATE schedule SET role_id = 21, thread = 1, theme = 'risk' WHERE id = 61;
UPDATE schedule SET forum = 1, resume_on = '2026-12-01', paused_at = 1795000300000, probe_at = 1795086700000 WHERE id = 62;
INSERT INTO guild_holiday (id, guild_id, first_date, last_date, yearly, name) VALUES
    (91, 1000000000000000001, '2026-12-24', '2027-01-01', 1, 'Between the years');
