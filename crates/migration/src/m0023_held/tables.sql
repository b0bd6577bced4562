-- 現場管理者IDs issued before IDs had days get them: free until the end of November 2027, then prolonged like the others.
INSERT INTO admin_id (account_id, business_id, kind, layer, parent, duty, from_date, until_date)
SELECT id, business_id, 2, 0, NULL, 1, 20190401, 20271130 FROM account
WHERE role = 'site_admin' AND business_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM admin_id WHERE account_id = account.id);
