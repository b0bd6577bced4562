-- Days that somebody of the office asks to have taken back, and another decides about.
CREATE TABLE history_recall (
  id {uuid} PRIMARY KEY,
  technician_id bigint NOT NULL REFERENCES technician (id),
  site_id bigint NOT NULL REFERENCES site (id),
  month integer NOT NULL,
  days integer NOT NULL,          -- a bit a day, as of history_decided
  takes smallint NOT NULL,        -- 1 the approval, 2 what was entered by hand
  why smallint NOT NULL,          -- 1 other person, 2 other day, 3 other site, 4 not worked, 5 twice, 6 other work, 7 other
  words text NOT NULL,
  seen text NOT NULL,             -- how the days stood
  state smallint NOT NULL,        -- as of correction
  asked_by {uuid} NOT NULL,
  asked_at bigint NOT NULL,
  decided_by {uuid},
  decided_at bigint,
  decision_words text
);
CREATE INDEX history_recall_of ON history_recall (technician_id, site_id, month);
CREATE INDEX history_recall_asked ON history_recall (asked_at, id);
CREATE INDEX history_recall_waiting ON history_recall (asked_at, id) WHERE state = 1;
-- Where a union is told, and in which language; none is told on its page alone.
CREATE TABLE labour_contact (
  registrar_id {uuid} PRIMARY KEY REFERENCES registrar (id),
  mail text NOT NULL,             -- empty: by no mail
  lang text NOT NULL,             -- BCP 47
  changed_at bigint NOT NULL
);
ALTER TABLE notice ADD COLUMN registrar_id {uuid};
-- The day on which it was last used; absent: not since this is kept.
ALTER TABLE site_poster ADD COLUMN used_on integer;
