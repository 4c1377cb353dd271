-- A server as a bot on schema 1 leaves it behind. Each later schema adds to it what came with it.
INSERT INTO guild (id, zone, locale, thanks_on, joined_at, set_up_at, set_up_by, removed_at)
VALUES (1000000000000000001, 'Europe/Berlin', 'de', 1, 1795000000000, 1795000100000, 51, NULL);
INSERT INTO person (id, guild_id, user_id) VALUES
    (51, 1000000000000000001, 11), (52, 1000000000000000001, 12), (53, 1000000000000000001, NULL);
INSERT INTO schedule (id, guild_id, name, channel_id, local_time, zone, days, state, pause_reason, owes_after, next_date,
    next_due_at, created_by) VALUES
    (61, 1000000000000000001, 'daily', 1000000000000000002, '09:00', 'Europe/Berlin', 31, 'active', NULL, 1795000200000,
     '2026-11-24', 1795507200000, 51),
    (62, 1000000000000000001, 'late', 1000000000000000002, '17:30', 'Europe/Berlin', 16, 'paused', 'refused:50013',
     1795000200000, NULL, NULL, 53);
INSERT INTO schedule_skip (schedule_id, local_date) VALUES (61, '2026-12-24');
INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, claim, attempts,
    first_tried_at, tried_by, message_id, content, reason) VALUES
    (71, 'daily', 61, '2026-11-23', 1000000000000000001, 1000000000000000002, 1795420800000, 'posted', 1795420860000, 90,
     1, 1795420800000, 'message', 700, 'risk-small-bet', NULL),
    (72, 'announcement', 81, 'once', 1000000000000000001, 1000000000000000002, 1795424400000, 'posted', 1795424460000, 91,
     1, 1795424400000, 'answer', 701, NULL, NULL);
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
