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
-- A third server, in which people gave for a year, from the days about its beginning on. One of them has had themselves erased
-- since, one took something back, and two pause as soon as that is known (0009).
INSERT INTO guild (id, zone, locale, thanks_on, joined_at, set_up_at, set_up_by, removed_at)
VALUES (1000000000000000005, 'UTC', 'en-US', 1, 1766000000000, NULL, NULL, NULL);
INSERT INTO person (id, guild_id, user_id) VALUES
    (201, 1000000000000000005, 21), (202, 1000000000000000005, NULL), (203, 1000000000000000005, 23),
    (204, 1000000000000000005, 24), (205, 1000000000000000005, 25), (206, 1000000000000000005, 26);
INSERT INTO recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date) VALUES
    (211, 1000000000000000005, 911, 201, 1000000000000000006, 1767009600000, '2025-12-29'),
    (212, 1000000000000000005, 912, 201, 1000000000000000006, 1767268800000, '2026-01-01'),
    (213, 1000000000000000005, 913, 202, 1000000000000000006, 1767182400000, '2025-12-31'),
    (214, 1000000000000000005, 914, 202, 1000000000000000006, 1770724800000, '2026-02-10'),
    (215, 1000000000000000005, 915, 203, 1000000000000000006, 1770724800000, '2026-02-10'),
    (216, 1000000000000000005, 916, 203, 1000000000000000006, 1795424400000, '2026-11-23'),
    (217, 1000000000000000005, 917, 201, 1000000000000000006, 1774958400000, '2026-03-31'),
    (218, 1000000000000000005, 918, 205, 1000000000000000006, 1795424400000, '2026-11-23'),
    (219, 1000000000000000005, 919, 204, 1000000000000000006, 1795176000000, '2026-11-20'),
    (220, 1000000000000000005, 920, 205, 1000000000000000006, 1795176000000, '2026-11-20'),
    (225, 1000000000000000005, 925, 201, 1000000000000000006, 1770724800000, '2026-02-10');
INSERT INTO recognition_receiver (recognition_id, person_id, place) VALUES
    (211, 204, 0), (211, 205, 1), (212, 205, 0), (213, 205, 0), (214, 204, 0), (215, 205, 0), (216, 204, 0), (216, 205, 1),
    (217, 203, 0), (218, 201, 0), (219, 201, 0), (220, 201, 0), (220, 203, 1), (225, 206, 0);
INSERT INTO recognition_words (recognition_id, words) VALUES
    (211, 'the long night'), (212, 'the first morning'), (215, 'the map'), (218, 'the bell'), (220, 'the boat');
INSERT INTO reversal (id, recognition_id, by_person, reversed_at, reason) VALUES (231, 218, 205, 1795424600000, NULL);
