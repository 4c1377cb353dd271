-- In the third server, of all that stands.
UPDATE person SET first_gave = '2025-12-29', last_gave = '2026-11-23', first_got = '2026-11-20', last_got = '2026-11-20' WHERE id = 201;
UPDATE person SET first_gave = '2025-12-31', last_gave = '2026-02-10' WHERE id = 202;
UPDATE person SET first_gave = '2026-02-10', last_gave = '2026-11-23', first_got = '2026-03-31', last_got = '2026-11-20' WHERE id = 203;
UPDATE person SET first_gave = '2026-11-20', last_gave = '2026-11-20', first_got = '2025-12-29', last_got = '2026-11-23' WHERE id = 204;
UPDATE person SET first_gave = '2026-11-20', last_gave = '2026-11-20', first_got = '2025-12-29', last_got = '2026-11-23' WHERE id = 205;
UPDATE person SET first_got = '2026-02-10', last_got = '2026-02-10' WHERE id = 206;
