-- The same of the quarter and of the month.
INSERT INTO giver_total (person_id, stretch, gives, people, weeks) VALUES
    (51, '2026-Q4', 1, 2, 1), (51, '2026-11', 1, 2, 1), (54, '2026-Q4', 3, 2, 1), (54, '2026-11', 3, 2, 1);
