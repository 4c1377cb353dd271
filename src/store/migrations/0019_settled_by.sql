-- Who settled something about recognition last: told that something waits for stewards where nobody else could be.
ALTER TABLE recognition_option ADD COLUMN settled_by BIGINT REFERENCES person (id);
