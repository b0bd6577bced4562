-- What nobody can guess of a mail that went out, hex: a report must name it.
ALTER TABLE delivery ADD COLUMN return_key text;
-- What it came back with (RFC 3463), where it was taken and came back.
ALTER TABLE delivery ADD COLUMN returned text;
-- What arrived where returned mail is looked for and was not taken for it.
CREATE TABLE mail_aside (
  id {uuid} PRIMARY KEY,
  digest text NOT NULL UNIQUE,    -- SHA-256 of name and content, hex: the same is put aside once
  name text NOT NULL,
  reason smallint NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX mail_aside_at ON mail_aside (at, id);
