-- Between which days they gave what counts, and in which weeks; on one day alone there is none before it.
UPDATE person SET gave_from = '2026-11-23', gave_to = '2026-11-23', gave_weeks = '1', gave_since = 1404 WHERE id = 51;
UPDATE person SET got_from = '2026-11-23' WHERE id IN (52, 53);
