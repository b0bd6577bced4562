CREATE TABLE history_claim (
  id {uuid} PRIMARY KEY,
  technician_id bigint NOT NULL REFERENCES technician (id),
  site_id bigint REFERENCES site (id), -- absent: not known, and site_name says it as typed
  site_name text NOT NULL,
  asked bigint REFERENCES business (id), -- who is to answer; absent: nobody, the office decides
  kind smallint NOT NULL,         -- 1 missing, 2 wrong
  work_date integer NOT NULL,
  first_in bigint,                -- as the person says, and so below
  last_out bigint,
  words text NOT NULL,
  made_at bigint NOT NULL,
  answer_by integer NOT NULL,
  state smallint NOT NULL,        -- what its steps come to
  event_id {uuid} NOT NULL
);
CREATE INDEX history_claim_person ON history_claim (technician_id, work_date);
CREATE INDEX history_claim_asked ON history_claim (asked, made_at);
CREATE INDEX history_claim_due ON history_claim (state, answer_by);
-- Only ever added.
CREATE TABLE history_claim_step (
  claim_id {uuid} NOT NULL REFERENCES history_claim (id),
  turn integer NOT NULL,          -- counted from one
  act smallint NOT NULL,          -- 1 entered, 2 corrected, 3 refused, 4 withdrawn, 5 passed to the office, 6 confirmed, 7 objected, 8 upheld, 9 dismissed
  by_party smallint NOT NULL,     -- 1 person, 2 business, 3 office, 4 the register itself
  by_business bigint,
  words text,
  at bigint NOT NULL,
  event_id {uuid} NOT NULL,
  taken_back {uuid},              -- the event by which the approval of the day was taken back, and so below
  entered {uuid},
  PRIMARY KEY (claim_id, turn)
);
--pg:CREATE TRIGGER history_claim_step_kept BEFORE UPDATE OR DELETE ON history_claim_step FOR EACH ROW EXECUTE FUNCTION history_append_only();
--sqlite:CREATE TRIGGER history_claim_step_kept BEFORE UPDATE ON history_claim_step BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
--sqlite:CREATE TRIGGER history_claim_step_stays BEFORE DELETE ON history_claim_step BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
-- Touches that were set aside are told to whose they are.
CREATE INDEX quarantine_person ON quarantine (technician_id, received_at);
