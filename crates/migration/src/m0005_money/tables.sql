-- Requests: who owes, what is said when paying, what has come, whether it was taken back and told to the gateway.
ALTER TABLE fee_request ADD COLUMN payer_key text NOT NULL DEFAULT '';
ALTER TABLE fee_request ADD COLUMN reference bigint;
ALTER TABLE fee_request ADD COLUMN received_yen bigint NOT NULL DEFAULT 0;
ALTER TABLE fee_request ADD COLUMN withdrawn_at bigint;
ALTER TABLE fee_request ADD COLUMN announced_at bigint;
CREATE UNIQUE INDEX fee_request_reference ON fee_request (reference);
CREATE INDEX fee_request_business ON fee_request (business_id, requested_at);
CREATE INDEX fee_request_payer ON fee_request (payer_key);
CREATE TABLE ledger_journal (
  id {uuid} PRIMARY KEY,
  at bigint NOT NULL,
  month integer NOT NULL,         -- yyyymm of that moment in Japan
  act text NOT NULL,
  subject_kind text NOT NULL,     -- 'fee', 'receipt', or 'credit' where a closing gave one
  subject_id {uuid} NOT NULL
);
CREATE INDEX ledger_journal_subject ON ledger_journal (subject_id);
CREATE TABLE ledger_line (
  journal_id {uuid} NOT NULL REFERENCES ledger_journal (id),
  number smallint NOT NULL,
  account smallint NOT NULL,      -- 1 receivable, 2 income, 3 cash, 4 unmatched, 5 to refund, 6 credit
  account_key text NOT NULL,      -- whose, or of what
  yen bigint NOT NULL,            -- debit positive, credit negative
  PRIMARY KEY (journal_id, number)
);
CREATE INDEX ledger_line_account ON ledger_line (account, account_key);
CREATE TABLE receipt (
  id {uuid} PRIMARY KEY,
  gateway text NOT NULL,
  transaction_key text NOT NULL,  -- the gateway's own id; of a row without one, its hash
  line text NOT NULL,             -- as it came
  reference text NOT NULL,        -- as it was said
  yen bigint,                     -- absent: not known
  paid_on integer,
  channel text,
  received_at bigint NOT NULL,
  reason text,                    -- why it fits nothing; absent: it settled its request
  request_id {uuid},              -- the request it went to
  resolution text,
  resolved_at bigint,
  resolved_by {uuid},
  CONSTRAINT receipt_transaction UNIQUE (gateway, transaction_key)
);
CREATE INDEX receipt_waiting ON receipt (resolution, received_at);
CREATE TABLE usage_closing (
  month integer PRIMARY KEY,
  closed_at bigint NOT NULL,
  closed_by {uuid},
  invoices bigint NOT NULL,
  records bigint NOT NULL,
  yen bigint NOT NULL
);
CREATE TABLE usage_line (
  closing integer NOT NULL REFERENCES usage_closing (month),
  business_id bigint NOT NULL,
  month integer NOT NULL,         -- in which the work was done
  records_before bigint NOT NULL,
  records_now bigint NOT NULL,
  yen_before bigint NOT NULL,
  yen_now bigint NOT NULL,
  request_id {uuid},              -- absent: credited
  PRIMARY KEY (closing, business_id, month)
);
CREATE INDEX usage_line_business ON usage_line (business_id, month);
CREATE INDEX usage_line_request ON usage_line (request_id);
