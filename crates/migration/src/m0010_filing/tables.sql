CREATE TABLE application_base (
    application_id {uuid} NOT NULL PRIMARY KEY,
    form text NOT NULL -- what was registered when it was begun
);

-- One upgrade of a person and one renewal and one change of a business under way: kinds and states as stored.
CREATE UNIQUE INDEX application_one_upgrade ON application (technician_id, kind)
    WHERE kind = 4 AND state NOT IN (7, 8, 9);

CREATE UNIQUE INDEX application_one_filing ON application (business_id, kind)
    WHERE kind IN (5, 6) AND state NOT IN (7, 8, 9);

-- Pictures that perhaps nothing refers to: each from before it is written until a sweep has looked.
CREATE TABLE document_loose (
    hash text NOT NULL PRIMARY KEY,
    since bigint NOT NULL
);

CREATE INDEX document_loose_since ON document_loose (since);
