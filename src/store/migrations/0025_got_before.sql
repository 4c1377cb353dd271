-- The latest day before last_got on which they got something that stands: whom somebody might thank next is asked without what
-- came today, and on a busy day that is most people.
ALTER TABLE person ADD COLUMN got_before TEXT;
UPDATE person SET got_before = (SELECT MAX(x.local_date) FROM recognition_receiver x
    WHERE x.person_id = person.id AND x.counts IN (1, 2) AND x.local_date <> '' AND x.local_date < person.last_got);
