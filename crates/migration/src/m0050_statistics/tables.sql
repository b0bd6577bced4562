-- Records of a site by month, employer, trade and role: at one site a person's day is one record, so these are person-days there.
CREATE TABLE site_work_month (
  site_id bigint NOT NULL,
  month integer NOT NULL,
  employer bigint NOT NULL,       -- 0 where not known, and so below
  trade smallint NOT NULL,
  role smallint NOT NULL,
  stripe integer NOT NULL,        -- one per writer; summed on read
  records integer NOT NULL,
  approved integer NOT NULL,
  CONSTRAINT site_work_month_key PRIMARY KEY (site_id, month, employer, trade, role, stripe)
)
--sqlite: WITHOUT ROWID
;
--pg:ALTER TABLE site_work_month SET (fillfactor = 50);
INSERT INTO site_work_month (site_id, month, employer, trade, role, stripe, records, approved)
  SELECT site_id, work_date / 100, COALESCE(employer, 0), COALESCE(trade, 0), COALESCE(role, 0), 0, COUNT(*), SUM(approval)
  FROM history_record GROUP BY site_id, work_date / 100, COALESCE(employer, 0), COALESCE(trade, 0), COALESCE(role, 0);
-- One kind more of the wide counts: 6, everybody's days (in the columns of records).
INSERT INTO wide_month (kind, code, month, stripe, records, records_approved)
  SELECT 6, 0, month, 0, SUM(days), SUM(days_approved) FROM technician_month GROUP BY month;
