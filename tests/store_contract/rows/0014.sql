-- Somebody had themselves erased since the role of the roster was chosen.
UPDATE recognition_option SET roster_erased_at = 1795424900000 WHERE roster_role_id IS NOT NULL;
