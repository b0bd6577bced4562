-- What came while a site was closed and is not resolved, in the order in which it is judged again.
CREATE INDEX quarantine_closed ON quarantine (site_id, received_at, touch_id, digest) WHERE reason = 'touch.site_closed' AND resolved_at IS NULL;
-- All enrolments of a phone at a site are one timeline from here on. One that was enrolled anew and nobody said of where it stands
-- stood nowhere, and stays so.
INSERT INTO device_section (device_id, from_at, section_id) SELECT d.id, d.enrolled_at, NULL FROM device d WHERE d.phone IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM device_section p WHERE p.device_id = d.id AND p.from_at <= d.enrolled_at)
  AND EXISTS (SELECT 1 FROM device o JOIN device_section p ON p.device_id = o.id
    WHERE o.phone = d.phone AND o.site_id = d.site_id AND o.id <> d.id AND p.from_at <= d.enrolled_at);
