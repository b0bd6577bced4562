CREATE TABLE application_proxy (
    application_id {uuid} NOT NULL PRIMARY KEY,
    channel smallint NOT NULL,
    business_id bigint NOT NULL,
    account_id {uuid} NOT NULL, -- who began it
    consent smallint, -- 1 on the person's phone, 2 on paper
    consented_at bigint,
    asked_at bigint, -- when the person was last sent a link
    token_hash text, -- SHA-256 of what the link holds, hex
    bulk_id {uuid}, -- the file it came from
    created_at bigint NOT NULL
);

CREATE INDEX application_proxy_business ON application_proxy (business_id, created_at, application_id);

CREATE UNIQUE INDEX application_proxy_token ON application_proxy (token_hash) WHERE token_hash IS NOT NULL;

-- A file of many people, looked at and perhaps taken.
CREATE TABLE bulk (
    id {uuid} NOT NULL PRIMARY KEY,
    business_id bigint NOT NULL,
    account_id {uuid} NOT NULL,
    kind smallint NOT NULL, -- of the applications, as stored there
    file_name text NOT NULL,
    state smallint NOT NULL, -- 1 looked at, 2 being taken, 3 taken, 4 thrown away
    row_count bigint NOT NULL,
    good_count bigint NOT NULL,
    taken_count bigint NOT NULL,
    problem_count bigint NOT NULL, -- cells, those beyond the ones kept included
    created_at bigint NOT NULL,
    ended_at bigint
);

CREATE INDEX bulk_business ON bulk (business_id, created_at);

-- Its good rows, until they are taken or thrown away.
CREATE TABLE bulk_row (
    bulk_id {uuid} NOT NULL,
    line bigint NOT NULL, -- as the spreadsheet counts, the heading being 1
    form text NOT NULL,
    PRIMARY KEY (bulk_id, line)
);

-- Its first cells with problems.
CREATE TABLE bulk_problem (
    bulk_id {uuid} NOT NULL,
    place bigint NOT NULL,
    line bigint NOT NULL,
    cell text NOT NULL, -- the column's letters; empty for a whole line
    field text NOT NULL,
    typed text NOT NULL,
    problem text NOT NULL, -- JSON
    PRIMARY KEY (bulk_id, place)
);
