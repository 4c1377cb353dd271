-- Somebody has settled what was settled before.
UPDATE recognition_option SET settled_by = (SELECT MIN(p.id) FROM person p WHERE p.guild_id = recognition_option.guild_id);
