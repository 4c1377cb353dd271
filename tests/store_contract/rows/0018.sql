-- Between which days they gave what counts and got it, as numbers; on one day alone there is none before it.
UPDATE person SET gave_from = 9828, gave_to = 9828 WHERE id IN (51, 54);
UPDATE person SET got_from = 9828 WHERE id IN (52, 53, 55, 56);
-- (The second column has another name since 0024.)
INSERT INTO giver_total VALUES
    (51, '2026', 1, 2, 1), (51, '', 1, 2, 1), (54, '2026', 3, 2, 1), (54, '', 3, 2, 1);
-- What was given quietly is theirs alone.
INSERT INTO strength_total (person_id, name, named, seen) VALUES (52, 'Calm', 1, 1), (55, 'Care', 1, 0);
