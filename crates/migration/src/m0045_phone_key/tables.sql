-- Phones whose keys were certified: the key in hex.
CREATE TABLE phone_key (
  id {uuid} PRIMARY KEY,
  technician_id bigint NOT NULL REFERENCES technician (id),
  public_key text NOT NULL UNIQUE,
  made_at bigint NOT NULL,
  until_at bigint NOT NULL,       -- certified until then
  ended_at bigint                 -- from then on its codes count no more
);
CREATE INDEX phone_key_technician ON phone_key (technician_id);
-- Codes that touches used, each once.
CREATE TABLE code_read (
  technician_id bigint NOT NULL,
  step bigint NOT NULL,           -- half minutes since 1970
  nonce bigint NOT NULL,
  touch_id {uuid} NOT NULL,
  PRIMARY KEY (technician_id, step, nonce)
);
