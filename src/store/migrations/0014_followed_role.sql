-- A roster that follows a role puts nobody back who had themselves erased. Nothing is kept of those, so what is kept is when
-- the latest of them went, since the role was chosen; NULL: nobody has.
ALTER TABLE recognition_option ADD COLUMN roster_erased_at BIGINT;
