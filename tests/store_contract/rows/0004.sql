-- A reflection that was shared.
INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, claim, attempts,
    first_tried_at, tried_by, message_id, content, reason) VALUES
    (73, 'reflection', 101, 'once', 1000000000000000001, 1000000000000000002, 1795424400000, 'posted', 1795424460000, 92,
     1, 1795424400000, 'answer', 702, NULL, NULL);
INSERT INTO reflection (id, guild_id, person_id, interaction_id, prompt, title, words, written_at, local_date, changed_at)
VALUES (101, 1000000000000000001, 51, 803, 'risk-small-bet', 'A small bet', 'I would rather try it', 1795424400000,
    '2026-11-23', NULL);
