-- What was asked and paid until now.
--pg:UPDATE fee_request SET payer_key = CASE WHEN application_id IS NOT NULL THEN 'application:' || replace(CAST(application_id AS text), '-', '')
--sqlite:UPDATE fee_request SET payer_key = CASE WHEN application_id IS NOT NULL THEN 'application:' || lower(hex(application_id))
  WHEN business_id IS NOT NULL THEN 'business:' || CAST(business_id AS text) ELSE 'technician:' || CAST(technician_id AS text) END;
UPDATE fee_request SET received_yen = amount_yen WHERE paid_at IS NOT NULL;
-- 8: withdrawn, 9: rejected.
UPDATE fee_request SET withdrawn_at = (SELECT a.updated_at FROM application a WHERE a.id = fee_request.application_id)
  WHERE paid_at IS NULL AND application_id IN (SELECT id FROM application WHERE state IN (8, 9));
INSERT INTO ledger_journal (id, at, month, act, subject_kind, subject_id)
--pg:  SELECT id, requested_at, CAST(to_char(to_timestamp(requested_at / 1000) AT TIME ZONE 'Asia/Tokyo', 'YYYYMM') AS integer), 'opening', 'fee', id
--sqlite:  SELECT id, requested_at, CAST(strftime('%Y%m', requested_at / 1000 + 32400, 'unixepoch') AS integer), 'opening', 'fee', id
  FROM fee_request WHERE withdrawn_at IS NULL AND amount_yen <> 0;
INSERT INTO ledger_line (journal_id, number, account, account_key, yen)
  SELECT id, 1, CASE WHEN paid_at IS NULL THEN 1 ELSE 3 END, CASE WHEN paid_at IS NULL THEN payer_key ELSE 'counter' END, amount_yen
  FROM fee_request WHERE withdrawn_at IS NULL AND amount_yen <> 0;
INSERT INTO ledger_line (journal_id, number, account, account_key, yen)
  SELECT id, 2, 2, kind, -amount_yen FROM fee_request WHERE withdrawn_at IS NULL AND amount_yen <> 0;
-- From here on nothing of it is ever changed or taken away.
--sqlite:CREATE TRIGGER ledger_journal_kept BEFORE UPDATE ON ledger_journal BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
--sqlite:CREATE TRIGGER ledger_journal_stays BEFORE DELETE ON ledger_journal BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
--sqlite:CREATE TRIGGER ledger_line_kept BEFORE UPDATE ON ledger_line BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
--sqlite:CREATE TRIGGER ledger_line_stays BEFORE DELETE ON ledger_line BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
--pg:CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
--pg:CREATE TRIGGER ledger_journal_kept BEFORE UPDATE OR DELETE ON ledger_journal FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
--pg:CREATE TRIGGER ledger_line_kept BEFORE UPDATE OR DELETE ON ledger_line FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
