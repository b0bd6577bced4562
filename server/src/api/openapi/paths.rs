//! Addresses: what each takes and answers.

use serde_json::{Value, json};

fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn body(name: &str) -> Value {
    json!({ "required": true, "content": { "application/json": { "schema": schema(name) } } })
}

fn good(words: &str, name: &str) -> Value {
    json!({ "description": words, "content": { "application/json": { "schema": schema(name) } } })
}

fn response(name: &str) -> Value {
    json!({ "$ref": format!("#/components/responses/{name}") })
}

/// Answers that are no success.
pub fn responses() -> Value {
    let problem = |words: &str| json!({ "description": words, "content": { "application/problem+json": { "schema": schema("Problem") } } });
    json!({
        "Malformed": problem("Not JSON in the shape described (`malformed`)."),
        "NotAccepted": problem("The credential or log-in is not accepted (`auth.…`, `line.signature`). A gate keeps its queue."),
        "Forbidden": problem("Accepted, but not permitted (`auth.forbidden`, `touch.site_closed`, `origin.foreign`)."),
        "NotFound": problem("There is none, or none the caller may know of (`not_found`)."),
        "TooLarge": problem("More than the limit (`touch.too_large`, `touch.too_many_items`, `record.too_large`, `record.too_many_items`, `too_large`)."),
        "NotTaken": problem("Can be read but not taken (`form.problems` with its fields, `fee.limited`, `gate.name`, …)."),
        "TooMany": problem("Too many wrong tries (`auth.locked`) or requests (`partner.too_fast`); `Retry-After` says how long to wait."),
        "Later": problem("Cannot be done now; the same request may succeed later (`unavailable`). Nothing was recorded, or it \
                          will be answered `duplicate` when sent again.")
    })
}

fn history() -> Value {
    let security = json!([{ "partner": ["touch.send"] }]);
    let asked = |name: &str, required: bool, words: &str| json!({ "name": name, "in": "query", "required": required, "description": words, "schema": { "type": "string" } });
    json!({
        "post": {
            "tags": ["partner"],
            "summary": "Send whole history records",
            "description": "At most 1,000 items and 2 MiB. A record is one person's day at one site, known by the `record_id` its \
                            sender gave it: the same again is answered `duplicate`, the same number with other times, trade or \
                            role corrects the record, and with `withdrawn` takes it back. Days are taken until the end of the \
                            following month, after disasters longer; a subcontractor's system sends its own people's days. \
                            Touches win over a record for what they say. Each item is judged by itself.",
            "security": security,
            "requestBody": body("RecordBatch"),
            "responses": {
                "200": good("An answer per item, in order. Only `retry` is to be sent again.", "RecordAnswers"),
                "400": response("Malformed"),
                "401": response("NotAccepted"),
                "403": response("Forbidden"),
                "413": response("TooLarge"),
                "422": response("NotTaken"),
                "429": response("TooMany"),
                "503": response("Later")
            }
        },
        "get": {
            "tags": ["partner"],
            "summary": "Read back the records this system sent",
            "description": "Of one site, by day and `record_id`, 500 at a time, each with how it stands.",
            "security": security,
            "parameters": [
                asked("site", true, "Site ID."),
                asked("from", true, "The first day, `YYYY-MM-DD`."),
                asked("to", true, "The last day, `YYYY-MM-DD`."),
                asked("after", false, "`next` of the part before.")
            ],
            "responses": {
                "200": good("A part of the records.", "RecordPage"),
                "400": response("Malformed"),
                "401": response("NotAccepted"),
                "403": response("Forbidden"),
                "422": response("NotTaken"),
                "429": response("TooMany"),
                "503": response("Later")
            }
        }
    })
}

fn touches(tag: &str, security: &Value, item: &str, words: &str) -> Value {
    json!({ "post": {
        "tags": [tag],
        "summary": "Send touches",
        "description": words,
        "security": [security],
        "requestBody": body(item),
        "responses": {
            "200": good("An answer per item, in order. Everything but `retry` is a receipt.", "TouchAnswers"),
            "400": response("Malformed"),
            "401": response("NotAccepted"),
            "403": response("Forbidden"),
            "413": response("TooLarge"),
            "422": response("NotTaken"),
            "429": response("TooMany"),
            "503": response("Later")
        }
    } })
}

fn token() -> Value {
    json!({ "post": {
        "tags": ["partner"],
        "summary": "Get an access token (client credentials, RFC 6749 section 4.4)",
        "description": "Credentials in the body or as HTTP Basic. Tokens last one hour.",
        "security": [],
        "requestBody": { "required": true, "content": { "application/x-www-form-urlencoded": { "schema": {
            "type": "object",
            "required": ["grant_type"],
            "properties": {
                "grant_type": { "type": "string", "enum": ["client_credentials"] },
                "client_id": { "type": "string" },
                "client_secret": { "type": "string", "format": "password" },
                "scope": { "type": "string", "enum": ["touch.send"] }
            }
        } } } },
        "responses": {
            "200": good("The token.", "AccessToken"),
            "400": good("`invalid_request`, `unsupported_grant_type` or `invalid_scope`.", "TokenProblem"),
            "401": good("`invalid_client`: no such client, or not its secret.", "TokenProblem"),
            "429": good("Too many wrong tries from this address.", "TokenProblem"),
            "503": good("Cannot be done now.", "TokenProblem")
        }
    } })
}

fn log_in() -> Value {
    json!({ "post": {
        "tags": ["gate"],
        "summary": "Log in to open a gate",
        "description": "Begins a browser session that only makes a gate and ends with it; taken from pages of this server only.",
        "security": [],
        "requestBody": body("GateLogIn"),
        "responses": {
            "200": good("The open sites this account may run a gate for.", "GateSites"),
            "400": response("Malformed"),
            "401": response("NotAccepted"),
            "403": response("Forbidden"),
            "413": response("TooLarge"),
            "429": response("TooMany"),
            "503": response("Later")
        }
    } })
}

fn enrol() -> Value {
    json!({ "post": {
        "tags": ["gate"],
        "summary": "Make this phone the gate of a site",
        "security": [{ "session": [] }],
        "requestBody": body("GateEnrolment"),
        "responses": {
            "200": good("The device credential, shown this once.", "GateCredential"),
            "400": response("Malformed"),
            "401": response("NotAccepted"),
            "403": response("Forbidden"),
            "404": response("NotFound"),
            "413": response("TooLarge"),
            "422": response("NotTaken"),
            "503": response("Later")
        }
    } })
}

fn waiting() -> Value {
    json!({
        "name": "Gate-Waiting", "in": "header", "required": false,
        "description": "How many touches wait on the device, those sent with this among them, for the page of the site's gates.",
        "schema": { "type": "integer", "minimum": 0 }
    })
}

fn gate_touches(device: &Value) -> Value {
    let words = "The gate's queue, at most 1,000 items and 2 MiB at a time. The site is the device's own.";
    let mut path = touches("gate", device, "GateTouchBatch", words);
    path["post"]["parameters"] = json!([waiting()]);
    path
}

fn roster(device: &Value) -> Value {
    json!({ "get": {
        "tags": ["gate"],
        "summary": "Everybody on the site's roster today",
        "security": [device],
        "parameters": [waiting()],
        "responses": {
            "200": good("The roster.", "GateRoster"),
            "401": response("NotAccepted"),
            "403": response("Forbidden"),
            "503": response("Later")
        }
    } })
}

fn photo(device: &Value) -> Value {
    json!({ "get": {
        "tags": ["gate"],
        "summary": "The photo of somebody on the roster, 240 pixels high",
        "security": [device],
        "parameters": [{
            "name": "technician_id", "in": "path", "required": true,
            "schema": { "type": "string", "pattern": "^[0-9]{14}$" }
        }],
        "responses": {
            "200": { "description": "The photo.", "content": { "image/jpeg": { "schema": { "type": "string", "format": "binary" } } } },
            "304": { "description": "As known by `If-None-Match`." },
            "401": response("NotAccepted"),
            "403": response("Forbidden"),
            "404": response("NotFound"),
            "503": response("Later")
        }
    } })
}

fn leave(device: &Value) -> Value {
    json!({ "delete": {
        "tags": ["gate"],
        "summary": "End this phone's life as a gate",
        "security": [device],
        "responses": {
            "204": { "description": "Done." },
            "401": response("NotAccepted"),
            "503": response("Later")
        }
    } })
}

fn line() -> Value {
    json!({ "post": {
        "tags": ["line"],
        "summary": "LINE tells what became of messages",
        "description": "The webhook of the channel by which notices go out. The signature is over the body as it is sent. Only \
                        events of the type `delivery` are heard: the message with that tag has arrived.",
        "security": [{ "line": [] }],
        "requestBody": body("LineEvents"),
        "responses": {
            "200": { "description": "Heard." },
            "400": response("Malformed"),
            "401": response("NotAccepted"),
            "404": response("NotFound"),
            "413": response("TooLarge"),
            "503": response("Later")
        }
    } })
}

/// Every address.
pub fn all() -> Value {
    let device = json!({ "device": [] });
    let partner = json!({ "partner": ["touch.send"] });
    json!({
        "/api/v1/oauth/token": token(),
        "/api/v1/touches": touches(
            "partner",
            &partner,
            "PartnerTouchBatch",
            "At most 1,000 items and 2 MiB. Each item is judged by itself: a malformed, unknown or late one never affects its \
             neighbours. Sending the same item again is answered `duplicate`."
        ),
        "/api/v1/history": history(),
        "/api/v1/gate/login": log_in(),
        "/api/v1/gate/devices": enrol(),
        "/api/v1/gate/roster": roster(&device),
        "/api/v1/gate/touches": gate_touches(&device),
        "/api/v1/gate/photo/{technician_id}": photo(&device),
        "/api/v1/gate/device": leave(&device),
        "/api/v1/line/events": line(),
    })
}
