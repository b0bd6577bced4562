-- What came in sums too small or too large and waits for the office, by the request whose number was said with it: its payer
-- sees it.
CREATE INDEX receipt_held_for ON receipt (request_id) WHERE reason IN ('short', 'over') AND resolution IS NULL;
