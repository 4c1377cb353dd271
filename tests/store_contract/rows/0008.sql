-- A server as a bot on schema 8 leaves it behind.
INSERT INTO guild (id, zone, locale, thanks_on, joined_at, set_up_at, set_up_by, removed_at)
VALUES (1000000000000000001, 'Europe/Berlin', 'de', 1, 1795000000000, 1795000100000, 51, NULL);
INSERT INTO person (id, guild_id, user_id) VALUES
    (51, 1000000000000000001, 11), (52, 1000000000000000001, 12), (53, 1000000000000000001, NULL);
INSERT INTO schedule (id, guild_id, name, channel_id, local_time, zone, days, state, pause_reason, owes_after, next_date,
    next_due_at, created_by, role_id, thread, theme, forum, resume_on, paused_at, probe_at) VALUES
    (61, 1000000000000000001, 'daily', 1000000000000000002, '09:00', 'Europe/Berlin', 31, 'active', NULL, 1795000200000,
     '2026-11-24', 1795507200000, 51, 21, 1, 'risk', 0, NULL, NULL, NULL),
    (62, 1000000000000000001, 'late', 1000000000000000002, '17:30', 'Europe/Berlin', 16, 'paused', 'refused:50013',
     1795000200000, NULL, NULL, 53, NULL, 0, NULL, 1, '2026-12-01', 1795000300000, 1795086700000);
INSERT INTO schedule_skip (schedule_id, local_date) VALUES (61, '2026-12-24');
INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, claim, attempts,
    first_tried_at, tried_by, message_id, content, reason) VALUES
    (71, 'daily', 61, '2026-11-23', 1000000000000000001, 1000000000000000002, 1795420800000, 'posted', 1795420860000, 90,
     1, 1795420800000, 'message', 700, 'risk-small-bet', NULL),
    (72, 'announcement', 81, 'once', 1000000000000000001, 1000000000000000002, 1795424400000, 'posted', 1795424460000, 91,
     1, 1795424400000, 'answer', 701, NULL, NULL),
    (73, 'reflection', 101, 'once', 1000000000000000001, 1000000000000000002, 1795424400000, 'posted', 1795424460000, 92,
     1, 1795424400000, 'answer', 702, NULL, NULL);
INSERT INTO prompt_use (occurrence_id, guild_id, prompt, cycle, place, used_at)
VALUES (71, 1000000000000000001, 'risk-small-bet', 1, 0, 1795420800000);
INSERT INTO contrast_seen (guild_id, contrast, seen_at) VALUES (1000000000000000001, 'risk', 1795424400000);
INSERT INTO recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date, way, about_channel_id,
    about_message_id) VALUES
    (81, 1000000000000000001, 801, 51, 1000000000000000002, 1795424400000, '2026-11-23', 'expert', 1000000000000000002, 699),
    (82, 1000000000000000001, 802, 51, 1000000000000000002, 1795424500000, '2026-11-23', NULL, NULL, NULL);
INSERT INTO recognition_receiver (recognition_id, person_id, place) VALUES (81, 52, 0), (81, 53, 1), (82, 52, 0);
INSERT INTO recognition_words (recognition_id, words) VALUES (81, 'calmer nights'), (82, 'the tea');
INSERT INTO reversal (id, recognition_id, by_person, reversed_at, reason) VALUES (89, 82, 51, 1795424600000, NULL);
INSERT INTO command_registration (application_id, hash) VALUES (5, 'abc');
INSERT INTO guild_holiday (id, guild_id, first_date, last_date, yearly, name) VALUES
    (91, 1000000000000000001, '2026-12-24', '2027-01-01', 1, 'Between the years');
INSERT INTO reflection (id, guild_id, person_id, interaction_id, prompt, title, words, written_at, local_date, changed_at)
VALUES (101, 1000000000000000001, 51, 803, 'risk-small-bet', 'A small bet', 'I would rather try it', 1795424400000,
    '2026-11-23', NULL);
UPDATE schedule SET posts = 'quiz' WHERE id = 62;
INSERT INTO quiz_round (id, person_id, begun_by, moments, said_managing, said_leading, said_both, agreed, taken_at,
    local_date) VALUES (101, 51, 900, 'AAAAABBBBB', 1, 1, 0, 2, 1795424700000, '2026-11-23');
INSERT INTO balance (id, person_id, begun_by, leans, taken_at, local_date) VALUES
    (102, 51, 901, 'tasks-and-people=-2 week-and-years=1', 1795424800000, '2026-11-23');
INSERT INTO commitment (id, guild_id, person_id, interaction_id, prompt, made_at, thread_id, check_on, place, state,
    settled_at) VALUES
    (101, 1000000000000000001, 51, 901, 'risk-small-bet', 1795424400000, 700, '2026-11-30', 'thread', 'open', NULL),
    (102, 1000000000000000001, 51, 902, NULL, 1795424500000, NULL, NULL, 'nowhere', 'let-go', 1795424600000);
INSERT INTO commitment_words (commitment_id, words) VALUES (101, 'ask Sam first'), (102, 'leave early');
INSERT INTO contact (id, person_id, kind, occurrence_id, counted_at) VALUES
    (111, 51, 'taken', 71, 1795424400000), (112, 52, 'none', NULL, 1795424400000);
INSERT INTO post_pressed (occurrence_id) VALUES (71);
INSERT INTO schedule_counted (schedule_id, since) VALUES (61, 1795000200000);
UPDATE schedule SET draws_from = 'both' WHERE id = 62;
INSERT INTO deck_prompt (id, guild_id, state, title, question, step, minutes, suggested_by, interaction_id, suggested_at,
    hears, answer) VALUES
    (95, 1000000000000000001, 'suggested', 'Calm nights', 'Who kept them calm?', 'Ask.', 4, 52, 803, 1795424400000, 1, NULL),
    (96, 1000000000000000001, 'approved', 'Quiet work', 'Whose?', 'Say so.', 5, NULL, 804, 1795424400000, 0, NULL);
