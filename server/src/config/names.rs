//! Names of settings and what they mean. Invariant: a name that is read anywhere stands here, and its meaning is what `--help` says.

/// Names of the environment that are read here, with their meaning. The file knows the same names in small letters.
pub const SETTINGS: [(&str, &str); 35] = [
    ("ADDR", "address to listen on; default 127.0.0.1:3000"),
    ("DATA", "folder of the SQLite file, the keys and photos; default var"),
    ("SITE", "folder of the built front end; default target/site"),
    ("DATABASE_URL", "sqlite:PATH or postgres://…; default a SQLite file in the data folder"),
    ("BASE_URL", "where people reach the server, https://HOST[:PORT]; default http://ADDR"),
    ("TRUSTED_PROXIES", "addresses of proxies whose X-Forwarded-For is believed, by commas; default none"),
    ("SMTP_URL", "mail server, smtps://USER:SECRET@HOST[:PORT]; default: mail is written into DATA/mail"),
    ("MAIL_FROM", "address mail comes from; default register@localhost.localdomain"),
    ("BOUNCE_FOLDER", "where mail that comes back is delivered, a Maildir or .eml files; default: none is read"),
    ("BOUNCE_ADDRESS", "address mail comes back to; default MAIL_FROM"),
    ("S3_BUCKET", "bucket that photos and evidence are kept in; default: they are kept in DATA/files"),
    ("S3_ENDPOINT", "store of that bucket, https://HOST[:PORT]; default https://s3.REGION.amazonaws.com"),
    ("S3_REGION", "region of that bucket; default ap-northeast-1"),
    ("S3_STYLE", "where the bucket is named, path or host; default path"),
    ("S3_KEY_ID", "who asks that store; from the environment only"),
    ("S3_SECRET", "what they sign with; from the environment only"),
    ("TEXT_URL", "agency that sends short messages, https://…; default: they are written into DATA/texts.jsonl"),
    ("TEXT_SECRET", "said to that agency as Authorization: Bearer; from the environment only"),
    (
        "LINE_URL",
        "interface of LINE, https://HOST; default: nothing is sent there, on this machine alone it is written into DATA/line.jsonl",
    ),
    ("LINE_TOKEN", "access token of the channel; from the environment only"),
    ("LINE_SECRET", "secret of the channel, with which LINE signs what it tells; from the environment only"),
    ("METRICS_TOKEN", "demanded of whoever reads /metrics; default: /metrics is for this machine only"),
    ("LOG", "filter of the log, such as server=debug,info; default info"),
    ("LOG_FORMAT", "text or json; default text"),
    ("TOUCH_WRITERS", "writers of touches on PostgreSQL, 8 at the most; default 2"),
    ("TOUCH_WAITING_MAX", "requests with touches that may wait; default 8192"),
    ("CHECK_NIGHTS", "nights in which the whole history is compared with its facts; default 7"),
    ("LOG_WITNESSES", "keys of witnesses of the log of records, NAME+NUMBER+KEY, by commas; default none"),
    ("REQUEST_SECONDS_MAX", "how long a request may take; default 30"),
    (
        "MAKER_KEY",
        "public key of the card maker, age1…, for which card keys are sealed; without it none are handed out",
    ),
    ("PAGE_PROGRAM", "the program that draws pages of a PDF; default render-pages beside the server"),
    ("ISSUER_NAME", "who makes out invoices and sends letters; default none"),
    ("PAY_TO", "bank account people transfer to, one line of up to 200 characters; default: convenience stores alone"),
    (
        "CONTACT",
        "whom people tell that something is not right, in one line of up to 200 characters; default: they are shown a page",
    ),
    ("ISSUER_NUMBER", "registration number on invoices, T and 13 digits; without it they are no qualified invoices"),
];

/// The settings in words, for `--help`.
pub fn help() -> String {
    let lines = SETTINGS.iter().map(|(name, meaning)| format!("\n  {name:<20}{meaning}"));
    format!(
        "Settings, from the environment, or in small letters from the TOML file that --config or CONFIG names:{}",
        lines.collect::<String>()
    )
}
