-- Series: prompts in an order, which a schedule follows one by one.

-- The series that a schedule follows. The run tells this time from an earlier one, whose posts do not count.
ALTER TABLE schedule ADD COLUMN series TEXT;
ALTER TABLE schedule ADD COLUMN series_run BIGINT;

-- Which series and which run a prompt was chosen by, and which day of how many it is in it; NULL for any other prompt.
ALTER TABLE prompt_use ADD COLUMN series TEXT;
ALTER TABLE prompt_use ADD COLUMN series_run BIGINT;
ALTER TABLE prompt_use ADD COLUMN series_day BIGINT;
ALTER TABLE prompt_use ADD COLUMN series_days BIGINT;
CREATE INDEX prompt_use_series ON prompt_use (series_run) WHERE series_run IS NOT NULL;
