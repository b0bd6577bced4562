//! Shapes of what is sent and answered, as `domain::touch::wire` reads and writes them.

use serde_json::{Value, json};

fn number14(words: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": 99_999_999_999_999_i64, "description": words })
}

fn instant(words: &str) -> Value {
    json!({ "type": "integer", "format": "int64", "description": words })
}

fn text(words: &str) -> Value {
    json!({ "type": "string", "description": words })
}

fn hex(digits: u32, words: &str) -> Value {
    json!({ "type": "string", "pattern": format!("^[0-9a-f]{{{digits}}}$"), "description": words })
}

fn object(required: &[&str], properties: &Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties })
}

fn reading() -> Value {
    let by = |word: &str| json!({ "const": word });
    json!({ "oneOf": [
        object(&["by", "url"], &json!({
            "by": by("card"),
            "url": { "type": "string", "maxLength": 512, "description": "The link as the card gave it." },
            "serial": text("The chip's serial number as the reader gave it.")
        })),
        object(&["by", "serial"], &json!({ "by": by("serial"), "serial": text("Only the chip's serial number.") })),
        object(&["by", "code"], &json!({
            "by": by("qr"),
            "code": { "type": "string", "maxLength": 640, "description": "The text of the QR code on the person's own phone." }
        })),
        object(&["by", "technician_id"], &json!({
            "by": by("typed"),
            "technician_id": { "type": "string", "pattern": "^[0-9]{14}$", "description": "Technician ID as text." }
        }))
    ] })
}

fn item(partner: bool) -> Value {
    let mut properties = json!({
        "id": { "type": "string", "format": "uuid", "description": "UUIDv7 made when the touch happened, the same for ever." },
        "occurred_at": instant("By the sender's clock."),
        "kind": { "type": "string", "enum": ["in", "out", "unknown"] },
        "reading": { "$ref": "#/components/schemas/Reading" }
    });
    let mut required = vec!["id", "occurred_at", "kind", "reading"];
    if partner {
        properties["site_id"] = number14("The site.");
        properties["trade"] = json!({ "type": "integer", "minimum": 1, "maximum": 55, "description": "Trade code." });
        properties["role"] = text("`worker`, `crew_leader` or `foreman`.");
        required.extend(["site_id", "trade", "role"]);
    } else {
        properties["device_seq"] =
            json!({ "type": "integer", "minimum": 1, "description": "Number on this device, without gaps." });
        properties["clock_offset_ms"] = json!({ "type": "integer", "description": "Server clock less device clock." });
        properties["clock"] = clock();
        properties["signature"] = hex(
            128,
            "ECDSA P-256 with SHA-256, r then s, by the device's key over these fields, each as `LENGTH:TEXT,` (length in \
             bytes) or `-,` where absent: `careerup-touch-1`, device_id, id, occurred_at, kind, by, then url, code or technician_id \
             (empty for `serial`), serial, device_seq, clock_offset_ms, site_id, trade, role. With `clock` it is \
             `careerup-touch-2`, and boot, origin, at_ms, server_origin, gained_ms follow. A gate enrolled with a key must \
             sign; what does not verify is set aside (`touch.unsigned`, `touch.signature`).",
        );
    }
    object(&required, &properties)
}

/// The clock of the gate's page that nobody sets.
fn clock() -> Value {
    let number = |words: &str| json!({ "type": "integer", "description": words });
    object(
        &["boot", "origin", "at_ms"],
        &json!({
            "boot": { "type": "string", "format": "uuid", "description": "Drawn when the page (or the device) began." },
            "origin": instant("What the device's own clock said then."),
            "at_ms": number("Milliseconds since then, by a clock that nobody sets."),
            "server_origin": instant("The server's clock then, reckoned from the last answer since; left out before one."),
            "gained_ms": number("By how much the device's own clock went ahead of this one out of sight since that answer.")
        }),
    )
}

fn batch(item: &str) -> Value {
    let items =
        json!({ "type": "array", "maxItems": 1_000, "items": { "$ref": format!("#/components/schemas/{item}") } });
    object(&["items"], &json!({ "items": items }))
}

fn shown() -> Value {
    object(
        &["technician_id", "name", "kana", "level", "trade", "has_photo", "kind", "warnings"],
        &json!({
            "technician_id": number14("Whose card."),
            "name": text("As registered."),
            "kana": text("In katakana."),
            "level": { "description": "Level, for the colour." },
            "trade": { "type": "integer" },
            "employer": text("Employer on the roster."),
            "has_photo": { "type": "boolean" },
            "kind": { "type": "string", "enum": ["in", "out", "unknown"] },
            "warnings": { "type": "array", "items": { "type": "string", "enum":
                ["not_on_roster", "card_expired", "counter_behind", "below_assurance", "clock_corrected",
                 "clock_jumped"] } },
            "training": { "type": "boolean", "default": false, "description": "At a training centre: never history." }
        }),
    )
}

fn answers() -> Value {
    let answer = object(
        &["index", "outcome"],
        &json!({
            "index": { "type": "integer", "description": "Place of the item in the batch, from 0." },
            "id": { "type": "string", "format": "uuid" },
            "outcome": { "type": "string",
                "enum": ["accepted", "duplicate", "replay", "quarantined", "rejected", "retry"],
                "description": "Everything but `retry` is a receipt: the sender may forget the item; a gate that was given a \
                                receipt_key only where `receipt` verifies." },
            "code": text("Stable code of the reason; see docs/ERRORS.md."),
            "field": text("Which field the reason is about."),
            "reason_ja": text("The reason in Japanese."),
            "reason_en": text("The reason in English."),
            "recorded_at": instant("Corrected time, where recorded."),
            "shown": { "$ref": "#/components/schemas/Shown" },
            "receipt": { "$ref": "#/components/schemas/Receipt" }
        }),
    );
    object(
        &["server_time", "answers"],
        &json!({ "server_time": instant("Server clock."), "answers": { "type": "array", "items": answer } }),
    )
}

/// One person's day at one site: as it is sent, or (`read`) read back.
fn record(read: bool) -> Value {
    let mut properties = json!({
        "record_id": { "type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[!-~]+$",
            "description": "The sender's own number of the record, the same for ever." },
        "technician_id": number14("Who."),
        "site_id": number14("Where."),
        "day": { "type": "string", "format": "date", "description": "The working day in Japan: the date of `first_in`." },
        "first_in": instant("When the person came."),
        "last_out": instant("When the person left, at most 24 hours later."),
        "trade": { "type": "integer", "minimum": 1, "maximum": 55, "description": "Trade code." },
        "role": { "type": "string", "enum": ["worker", "crew_leader", "foreman"] }
    });
    let mut required = vec!["record_id", "technician_id", "site_id", "day"];
    if read {
        properties["status"] =
            json!({ "type": "string", "enum": ["provisional", "approved", "refused", "taken_back"] });
        required.push("status");
    } else {
        properties["withdrawn"] = json!({ "type": "boolean", "default": false,
            "description": "Takes the record back; without it `first_in`, `trade` and `role` must be there." });
    }
    object(&required, &properties)
}

fn record_answers() -> Value {
    let answer = object(
        &["index", "outcome"],
        &json!({
            "index": { "type": "integer", "description": "Place of the item in the batch, from 0." },
            "record_id": text("The sender's own number, where it could be read."),
            "outcome": { "type": "string", "enum": ["accepted", "duplicate", "refused", "retry"] },
            "code": text("Stable code of the reason; see docs/ERRORS.md."),
            "field": text("Which field the reason is about."),
            "reason_ja": text("The reason in Japanese."),
            "reason_en": text("The reason in English.")
        }),
    );
    object(
        &["server_time", "answers"],
        &json!({ "server_time": instant("Server clock."), "answers": { "type": "array", "items": answer } }),
    )
}

fn record_page() -> Value {
    object(
        &["records"],
        &json!({
            "records": { "type": "array", "maxItems": 500, "items": { "$ref": "#/components/schemas/SentRecord" } },
            "next": text("`after` of the next part; absent from the last.")
        }),
    )
}

fn line_events() -> Value {
    let delivery =
        object(&["data"], &json!({ "data": text("`X-Line-Delivery-Tag` of the message that has arrived.") }));
    let event =
        object(&["type"], &json!({ "type": text("`delivery`; others say nothing here."), "delivery": delivery }));
    object(&["events"], &json!({ "events": { "type": "array", "items": event } }))
}

fn problem() -> Value {
    object(
        &["type", "title", "status", "code", "detail_ja", "detail_en"],
        &json!({
            "type": text("`urn:careerup:problem:CODE`."),
            "title": text("The status in words."),
            "status": { "type": "integer" },
            "code": text("Stable code; see docs/ERRORS.md."),
            "detail_ja": text("What happened and what to do, in Japanese."),
            "detail_en": text("The same in English."),
            "incident": { "type": "string", "format": "uuid", "description": "For a fault of ours: what to name to the help desk." },
            "fields": { "type": "array", "items": { "type": "object", "properties": {
                "field": text("Name of the field."), "rule": text("The rule it did not meet.") } } }
        }),
    )
}

fn site() -> Value {
    object(
        &["id", "name", "prime"],
        &json!({
            "id": number14("Site ID."), "name": text("Its name."), "prime": text("Name of the prime.")
        }),
    )
}

fn person() -> Value {
    object(
        &["technician_id", "name", "kana", "level", "trade", "employer", "has_photo", "inside"],
        &json!({
            "technician_id": number14("Who."),
            "name": text("As registered."),
            "kana": text("In katakana."),
            "level": { "description": "Level, for the colour." },
            "trade": { "type": "integer" },
            "employer": text("Employer's name."),
            "serial": text("Serial number of the card's chip."),
            "has_photo": { "type": "boolean" },
            "photo": text("Which photo it is: another one has another word here."),
            "inside": { "type": "boolean" }
        }),
    )
}

fn receipt() -> Value {
    object(
        &["key", "at", "signature"],
        &json!({
            "key": { "type": "integer", "description": "Version of the key." },
            "at": instant("When it was made, by the server's clock."),
            "signature": hex(
                128,
                "ECDSA P-256 with SHA-256, r then s, over these fields, written as those of a touch: `careerup-receipt-1`, key, \
                 at, device_id, id, outcome, code.",
            )
        }),
    )
}

fn receipt_key() -> Value {
    object(
        &["key", "public_key"],
        &json!({
            "key": { "type": "integer", "description": "Its version." },
            "public_key": hex(130, "P-256, SEC 1 uncompressed.")
        }),
    )
}

/// The people of a gate's site.
fn roster(site_ref: &Value) -> Value {
    object(
        &["site", "server_time", "people"],
        &json!({
            "site": site_ref, "server_time": instant("Server clock."),
            "people": { "type": "array", "items": { "$ref": "#/components/schemas/GatePerson" } },
            "unlisted": {
                "type": "array",
                "description": "Inside without standing on the roster. Absent from older servers.",
                "items": { "$ref": "#/components/schemas/GateUnlisted" }
            },
            "stopped": {
                "type": "array",
                "description": "Serial numbers of chips of these people whose cards are out of use. Absent from older servers.",
                "items": { "type": "string" }
            },
            "expired": {
                "type": "array",
                "description": "Serial numbers of chips of these people whose cards' time is over. Absent from older servers.",
                "items": { "type": "string" }
            },
            "code_keys": {
                "type": "array",
                "description": "By which the codes of people's own phones are checked without signal. Absent from older servers.",
                "items": { "$ref": "#/components/schemas/ReceiptKey" }
            }
        }),
    )
}

/// Every shape.
pub fn all() -> Value {
    let site_ref = json!({ "$ref": "#/components/schemas/GateSite" });
    json!({
        "Problem": problem(),
        "AccessToken": object(&["access_token", "token_type", "expires_in", "scope"], &json!({
            "access_token": text("Sent as `Authorization: Bearer …`."),
            "token_type": { "const": "Bearer" },
            "expires_in": { "type": "integer", "description": "Seconds." },
            "scope": { "const": "touch.send" }
        })),
        "TokenProblem": object(&["error"], &json!({
            "error": text("As RFC 6749 section 5.2 has it."), "error_description": text("In English."),
            "code": text("Stable code."), "detail_ja": text("In Japanese."), "detail_en": text("In English.")
        })),
        "Reading": reading(),
        "GateTouch": item(false),
        "PartnerTouch": item(true),
        "GateTouchBatch": batch("GateTouch"),
        "PartnerTouchBatch": batch("PartnerTouch"),
        "TouchAnswers": answers(),
        "Record": record(false),
        "RecordBatch": batch("Record"),
        "RecordAnswers": record_answers(),
        "SentRecord": record(true),
        "RecordPage": record_page(),
        "Receipt": receipt(),
        "ReceiptKey": receipt_key(),
        "Shown": shown(),
        "GateLogIn": object(&["login_id", "password", "totp"], &json!({
            "login_id": text("Business admin ID or site admin ID."),
            "password": { "type": "string", "format": "password" },
            "totp": text("Six digits of the authenticator app.")
        })),
        "LineEvents": line_events(),
        "GateSite": site(),
        "GateSites": object(&["signed_in_as", "sites"], &json!({
            "signed_in_as": text("Who signed in."), "sites": { "type": "array", "items": site_ref },
            "sections": {
                "type": "array",
                "description": "Sections of umbrella sites among them that last today. Absent where there is none.",
                "items": { "$ref": "#/components/schemas/GateSection" }
            }
        })),
        "GateSection": object(&["id", "site_id", "name"], &json!({
            "id": { "type": "string", "format": "uuid" },
            "site_id": number14("Of which site."),
            "name": text("Its name.")
        })),
        "GateEnrolment": object(&["site_id", "name", "public_key"], &json!({
            "site_id": number14("The site."), "name": { "type": "string", "minLength": 1, "maxLength": 20 },
            "public_key": hex(130, "Of the pair made on this device, which never leaves it: P-256, SEC 1 uncompressed."),
            "phone": { "type": "string", "format": "uuid", "description": "Drawn once by the device, the same at every enrolment." },
            "last_seq": { "type": "integer", "minimum": 0, "description": "Number of the last touch made on it; default 0." },
            "section_id": {
                "type": "string", "format": "uuid",
                "description": "In which section of an umbrella site it stands, one that lasts today; absent: in none."
            }
        })),
        "GateCredential": object(&["device_id", "token", "site", "name", "server_time"], &json!({
            "device_id": { "type": "string", "format": "uuid" }, "token": text("Sent as `Authorization: Bearer …`."),
            "site": site_ref, "name": text("Name of the gate."), "server_time": instant("Server clock."),
            "receipt_key": { "$ref": "#/components/schemas/ReceiptKey" }
        })),
        "GatePerson": person(),
        "GateRoster": roster(&site_ref),
        "GateUnlisted": object(&["technician_id", "name", "kana"], &json!({
            "technician_id": number14("Who."), "name": text("As registered."), "kana": text("In katakana."),
            "serial": text("Serial number of the card's chip.")
        }))
    })
}
