-- What is to be tried, and the dial for contact.
INSERT INTO commitment (id, guild_id, person_id, interaction_id, prompt, made_at, thread_id, check_on, place, state,
    settled_at) VALUES
    (101, 1000000000000000001, 51, 901, 'risk-small-bet', 1795424400000, 700, '2026-11-30', 'thread', 'open', NULL),
    (102, 1000000000000000001, 51, 902, NULL, 1795424500000, NULL, NULL, 'nowhere', 'let-go', 1795424600000);
INSERT INTO commitment_words (commitment_id, words) VALUES (101, 'ask Sam first'), (102, 'leave early');
INSERT INTO contact (id, person_id, kind, occurrence_id, counted_at) VALUES
    (111, 51, 'taken', 71, 1795424400000), (112, 52, 'none', NULL, 1795424400000);
INSERT INTO post_pressed (occurrence_id) VALUES (71);
INSERT INTO schedule_counted (schedule_id, since) VALUES (61, 1795000200000);
