-- A deck, and a schedule that draws from it.
UPDATE schedule SET draws_from = 'both' WHERE id = 62;
INSERT INTO deck_prompt (id, guild_id, state, title, question, step, minutes, suggested_by, interaction_id, suggested_at,
    hears, answer) VALUES
    (95, 1000000000000000001, 'suggested', 'Calm nights', 'Who kept them calm?', 'Ask.', 4, 52, 803, 1795424400000, 1, NULL),
    (96, 1000000000000000001, 'approved', 'Quiet work', 'Whose?', 'Say so.', 5, NULL, 804, 1795424400000, 0, NULL);
