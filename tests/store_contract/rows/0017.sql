-- Other words wait to be said, and somebody took nothing when those of before came.
UPDATE announcement_change SET words = 1 WHERE occurrence_id = 72;
UPDATE recognition_receiver SET left_out = 1 WHERE recognition_id = 82 AND person_id = 52;
