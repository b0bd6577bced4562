-- What an ID is that a business gave out: kind, layer, who is above it, its days.
CREATE TABLE admin_id (
    account_id {uuid} NOT NULL PRIMARY KEY REFERENCES account (id),
    business_id bigint NOT NULL,
    kind smallint NOT NULL,
    layer smallint NOT NULL,
    parent {uuid},
    duty smallint NOT NULL,
    from_date integer NOT NULL,
    until_date integer NOT NULL,
    lent_to text
);
CREATE INDEX admin_id_business ON admin_id (business_id);
CREATE INDEX admin_id_parent ON admin_id (parent);
ALTER TABLE event ADD COLUMN lent_to text;
