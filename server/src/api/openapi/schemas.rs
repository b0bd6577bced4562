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
    }
    object(&required, &properties)
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
                ["not_on_roster", "card_expired", "counter_behind", "below_assurance", "clock_corrected"] } }
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
                "description": "Everything but `retry` is a receipt: the sender may forget the item." },
            "code": text("Stable code of the reason; see docs/ERRORS.md."),
            "field": text("Which field the reason is about."),
            "reason_ja": text("The reason in Japanese."),
            "reason_en": text("The reason in English."),
            "recorded_at": instant("Corrected time, where recorded."),
            "shown": { "$ref": "#/components/schemas/Shown" }
        }),
    );
    object(
        &["server_time", "answers"],
        &json!({ "server_time": instant("Server clock."), "answers": { "type": "array", "items": answer } }),
    )
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
            "inside": { "type": "boolean" }
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
        "Shown": shown(),
        "GateLogIn": object(&["login_id", "password", "totp"], &json!({
            "login_id": text("Business admin ID or site admin ID."),
            "password": { "type": "string", "format": "password" },
            "totp": text("Six digits of the authenticator app.")
        })),
        "GateSite": site(),
        "GateSites": object(&["signed_in_as", "sites"], &json!({
            "signed_in_as": text("Who signed in."), "sites": { "type": "array", "items": site_ref }
        })),
        "GateEnrolment": object(&["site_id", "name"], &json!({
            "site_id": number14("The site."), "name": { "type": "string", "minLength": 1, "maxLength": 20 }
        })),
        "GateCredential": object(&["device_id", "token", "site", "name", "server_time"], &json!({
            "device_id": { "type": "string", "format": "uuid" }, "token": text("Sent as `Authorization: Bearer …`."),
            "site": site_ref, "name": text("Name of the gate."), "server_time": instant("Server clock.")
        })),
        "GatePerson": person(),
        "GateRoster": object(&["site", "server_time", "people"], &json!({
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
            }
        })),
        "GateUnlisted": object(&["technician_id", "name", "kana"], &json!({
            "technician_id": number14("Who."), "name": text("As registered."), "kana": text("In katakana."),
            "serial": text("Serial number of the card's chip.")
        }))
    })
}
