-- 社会保険を確かめた: a business looked after a person's insurance on a site.
CREATE TABLE insurance_check (
  site_id bigint NOT NULL,
  technician_id bigint NOT NULL,
  business_id bigint NOT NULL,    -- whose account looked
  insurance text NOT NULL,        -- as it stood; another state of it is to be looked after again
  checked_at bigint NOT NULL,
  PRIMARY KEY (site_id, technician_id, business_id)
);
