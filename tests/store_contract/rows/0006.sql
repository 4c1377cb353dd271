-- A round of the quiz, a balance, and a schedule that posts rounds.
UPDATE schedule SET posts = 'quiz' WHERE id = 62;
INSERT INTO quiz_round (id, person_id, begun_by, moments, said_managing, said_leading, said_both, agreed, taken_at,
    local_date) VALUES (101, 51, 900, 'AAAAABBBBB', 1, 1, 0, 2, 1795424700000, '2026-11-23');
INSERT INTO balance (id, person_id, begun_by, leans, taken_at, local_date) VALUES
    (102, 51, 901, 'tasks-and-people=-2 week-and-years=1', 1795424800000, '2026-11-23');
