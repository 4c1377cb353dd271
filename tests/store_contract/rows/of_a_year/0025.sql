-- The day before the last one on which somebody got something: who got it on one day alone has none.
UPDATE person SET got_before = '2026-03-31' WHERE id = 203;
UPDATE person SET got_before = '2026-02-10' WHERE id IN (204, 205);
