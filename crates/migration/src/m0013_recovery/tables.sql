CREATE TABLE recovery (
  id {uuid} PRIMARY KEY,
  number text NOT NULL UNIQUE,
  state smallint NOT NULL,        -- 1 asked, 2 objected, 3 granted, 4 refused
  technician_id bigint,           -- as typed, whether or not there is such a person
  name text NOT NULL,             -- as typed
  birth_date integer,
  contact_kind smallint NOT NULL, -- 1 mobile phone, 2 mail
  contact text NOT NULL,
  lang text NOT NULL,
  picture text,                   -- content hash; absent once it was let go
  asked_at bigint NOT NULL,
  decided_at bigint,
  decided_by {uuid},
  reason text,
  granted_to bigint,
  link_hash text,                 -- SHA-256 of what the link to a new password holds, hex
  used_at bigint                  -- when a new password was chosen
);
CREATE INDEX recovery_state ON recovery (state, asked_at, id);
CREATE INDEX recovery_picture ON recovery (picture) WHERE picture IS NOT NULL;
CREATE INDEX recovery_ended ON recovery (decided_at) WHERE picture IS NOT NULL AND decided_at IS NOT NULL;
CREATE UNIQUE INDEX recovery_link ON recovery (link_hash) WHERE link_hash IS NOT NULL;
-- Whom in the register it may be.
CREATE TABLE recovery_candidate (
  recovery_id {uuid} NOT NULL REFERENCES recovery (id),
  technician_id bigint NOT NULL,
  told_at bigint,                 -- absent where no message reaches them
  object_hash text,               -- SHA-256 of what the link to object holds, hex
  objected_at bigint,
  PRIMARY KEY (recovery_id, technician_id)
);
CREATE UNIQUE INDEX recovery_candidate_object ON recovery_candidate (object_hash) WHERE object_hash IS NOT NULL;
-- What is sent to the new contact of somebody who has no log-in that would show it.
ALTER TABLE notice ADD COLUMN recovery_id {uuid};
-- Sessions begun before this moment have ended.
ALTER TABLE account ADD COLUMN sessions_from bigint;
CREATE INDEX account_technician ON account (technician_id) WHERE technician_id IS NOT NULL;
