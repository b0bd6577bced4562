-- A key by which somebody logs in: the public half and the counter, as the library that judges them writes them.
CREATE TABLE passkey (
  id {uuid} NOT NULL PRIMARY KEY,
  account_id {uuid} NOT NULL REFERENCES account (id),
  credential_id text NOT NULL UNIQUE, -- hex; by it an answer finds its key
  name text NOT NULL,                 -- as the person called it
  credential text NOT NULL,           -- JSON
  made_at bigint NOT NULL,
  used_at bigint                      -- last log-in by it
);
CREATE INDEX passkey_account ON passkey (account_id, made_at);
-- What a browser was asked to answer: taken once, forgotten after minutes.
CREATE TABLE passkey_challenge (
  id {uuid} NOT NULL PRIMARY KEY,
  account_id {uuid},                  -- who registers a key; absent where somebody logs in
  name text,                          -- what the key is to be called
  state text NOT NULL,                -- JSON of the library
  made_at bigint NOT NULL
);
CREATE INDEX passkey_challenge_made ON passkey_challenge (made_at);
