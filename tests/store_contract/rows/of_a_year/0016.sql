-- What a quiet one names is counted no more.
DELETE FROM recognition_day WHERE guild_id = 1000000000000000005 AND local_date = '2026-11-23' AND strength = 'Calm';
