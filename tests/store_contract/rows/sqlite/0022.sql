-- Their weeks as bytes.
UPDATE person SET gave_weeks = CAST(gave_weeks AS BLOB);
