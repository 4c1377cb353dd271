-- 1: its recognition has other words, which the message does not say yet.
ALTER TABLE announcement_change ADD COLUMN words BIGINT NOT NULL DEFAULT 0;
-- 1: they took nothing from its giver when these words came into the channel, which named the others.
ALTER TABLE recognition_receiver ADD COLUMN left_out BIGINT NOT NULL DEFAULT 0;
-- What somebody was told alone is hidden since 0013, and before that an edit may have put their name into what the others' was
-- announced by. Which did, nothing tells: each is said once more as it is true. They come one after the other, two and a half
-- seconds apart, so that nobody's own change waits behind all of them.
INSERT INTO announcement_change (occurrence_id, wanted, ready_at, claim, attempts, words)
    SELECT o.id, 'edited',
        (SELECT COALESCE(MAX(given_at), 0) FROM recognition) + 2500 * ROW_NUMBER() OVER (ORDER BY o.id DESC), NULL, 0, 0
    FROM occurrence o WHERE o.kind = 'announcement' AND o.state = 'posted'
        AND NOT EXISTS (SELECT 1 FROM announcement_change c WHERE c.occurrence_id = o.id)
        AND EXISTS (SELECT 1 FROM occurrence t JOIN recognition_receiver x ON x.recognition_id = t.subject
            AND CAST(x.person_id AS TEXT) = t.due_key JOIN person p ON p.id = x.person_id
            WHERE t.kind = 'private-thanks' AND t.subject = o.subject AND x.hidden = 1 AND p.user_id IS NOT NULL)
        AND EXISTS (SELECT 1 FROM recognition r WHERE (r.id = o.subject OR r.first_id = o.subject)
            AND NOT EXISTS (SELECT 1 FROM reversal v WHERE v.recognition_id = r.id));
