-- In which section of an umbrella site a gate stood, from when on.
CREATE TABLE device_section (
  device_id {uuid} NOT NULL REFERENCES device (id),
  from_at bigint NOT NULL,
  section_id {uuid} REFERENCES site_section (id),  -- none: in no section
  PRIMARY KEY (device_id, from_at)
)
