-- What a schedule posts, and what people keep of their quiz rounds and balances.

-- prompts, quiz
ALTER TABLE schedule ADD COLUMN posts TEXT NOT NULL DEFAULT 'prompts';

-- A round of the quiz that somebody finished.
CREATE TABLE quiz_round (
    id BIGINT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    -- The interaction that began it, or the occurrence whose round it is: a round is kept once.
    begun_by BIGINT NOT NULL,
    -- Which moments it had, as its buttons name them.
    moments TEXT NOT NULL,
    -- How often each was answered, and how often as the library reads it.
    said_managing BIGINT NOT NULL,
    said_leading BIGINT NOT NULL,
    said_both BIGINT NOT NULL,
    agreed BIGINT NOT NULL,
    taken_at BIGINT NOT NULL,
    local_date TEXT NOT NULL,
    UNIQUE (person_id, begun_by)
);

-- A balance that somebody finished.
CREATE TABLE balance (
    id BIGINT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    begun_by BIGINT NOT NULL,
    -- How far each pair leans, from -2 to 2: 'tasks-and-people=-1 week-and-years=2'.
    leans TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    local_date TEXT NOT NULL,
    UNIQUE (person_id, begun_by)
);
