-- A series that a schedule follows, and a day of an earlier run.
UPDATE schedule SET series = 'five-days-risk', series_run = 95 WHERE id = 62;
UPDATE prompt_use SET series = 'five-days-risk', series_run = 94, series_day = 2, series_days = 5
WHERE occurrence_id = 71;
