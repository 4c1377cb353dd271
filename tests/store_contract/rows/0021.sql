-- Whom only what was taken back had brought onto the roster is on it no more.
UPDATE person SET roster = NULL, roster_since = NULL WHERE id IN (57, 60);
