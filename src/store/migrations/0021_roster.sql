-- Who was on the roster by what they gave or got alone, and none of it stands any more, goes off it, as from now on with the
-- recognition that is taken back or removed (roster.rs, stands_no_more). What rests, because somebody pauses, stands.
UPDATE person SET roster = NULL, roster_since = NULL WHERE roster = 'took-part'
    AND NOT (EXISTS (SELECT 1 FROM recognition_receiver x WHERE x.giver = person.id AND x.counts IN (1, 2))
        OR EXISTS (SELECT 1 FROM recognition_receiver x WHERE x.person_id = person.id AND x.counts IN (1, 2)));
