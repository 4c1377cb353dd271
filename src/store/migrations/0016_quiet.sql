-- What a quiet recognition names is seen by those alone to whom it was given: it is in no number that others see.
DELETE FROM recognition_day WHERE strength <> '';
INSERT INTO recognition_day (guild_id, local_date, strength, number)
    SELECT r.guild_id, r.local_date, s.name, COUNT(*) FROM recognition r
    JOIN recognition_strength s ON s.recognition_id = r.id
    WHERE r.quiet = 0
        AND EXISTS (SELECT 1 FROM recognition_receiver x WHERE x.recognition_id = r.id AND x.counts = 1)
    GROUP BY r.guild_id, r.local_date, s.name;
