-- What somebody got in a private message because they wanted nothing announced is theirs for good: it is hidden, as a give to
-- them is from now on. Before, only the switch as it stood today kept it from others.
UPDATE recognition_receiver SET hidden = 1 WHERE EXISTS (
    SELECT 1 FROM recognition r JOIN occurrence o ON o.kind = 'private-thanks' AND o.subject = COALESCE(r.first_id, r.id)
    WHERE r.id = recognition_receiver.recognition_id AND r.quiet = 0
        AND o.due_key = CAST(recognition_receiver.person_id AS TEXT));
