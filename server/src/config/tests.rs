//! What is read, what is refused, and where settings are told.

use super::*;

fn read(environment: &[(&str, &str)], file: Option<&str>) -> Result<Config, Vec<String>> {
    let environment: BTreeMap<_, _> =
        environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let config = Config::read(&Said::default(), &|name| environment.get(name).cloned(), file);
    config.map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

#[test]
fn nothing_said_is_a_working_configuration() {
    let config = read(&[], None).unwrap();
    assert_eq!(config.addr.to_string(), "127.0.0.1:3000");
    assert_eq!(config.database_url, "sqlite:var/careerup.db");
    assert_eq!(config.base_url.to_string(), "http://127.0.0.1:3000");
    assert_eq!(config.card_url(), "http://127.0.0.1:3000/t", "where the demonstration is served");
}

#[test]
fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
    let file = "addr = \"127.0.0.1:1\"\ntouch_writers = 5\ntrusted_proxies = [\"10.0.0.1\", \"::1\"]\n";
    let config = read(&[("ADDR", "127.0.0.1:2")], Some(file)).unwrap();
    assert_eq!((config.addr.port(), config.touch_writers, config.trusted_proxies.len()), (2, 5, 2));
    let said = Said { addr: Some("127.0.0.1:3".parse().unwrap()), ..Said::default() };
    let config = Config::read(&said, &|name| (name == "ADDR").then(|| "127.0.0.1:2".to_owned()), Some(file));
    assert_eq!(config.ok().unwrap().addr.port(), 3);
}

#[test]
fn every_fault_is_told_at_once_and_no_value_with_it() {
    let environment = [
        ("ADDR", "secret-1"),
        ("DATABASE_URL", "mysql://secret-2"),
        ("BASE_URL", "https://a/secret-3"),
        ("TRUSTED_PROXIES", "10.0.0.1, secret-4"),
        ("LOG_FORMAT", "secret-5"),
        ("TOUCH_WRITERS", "65"),
        ("LOG", "a=b=c"),
    ];
    let faults = read(&environment, Some("wrong = 1\nlog_format = true\n")).err().unwrap();
    for name in [
        "ADDR",
        "DATABASE_URL",
        "BASE_URL",
        "TRUSTED_PROXIES",
        "LOG_FORMAT",
        "TOUCH_WRITERS",
        "LOG:",
        "wrong in",
        "log_format in",
    ] {
        assert_eq!(faults.iter().filter(|fault| fault.starts_with(name)).count(), 1, "{name} in {faults:?}");
    }
    assert!(!faults.concat().contains("secret"), "{faults:?}");
    assert_eq!(read(&[], Some("= 1")).err().unwrap().len(), 1);
}

#[test]
fn a_demonstration_is_for_this_machine_only() {
    for (addr, base_url, good) in [
        ("127.0.0.1:3000", None, true),
        ("[::1]:3000", None, true),
        ("127.0.0.1:3000", Some("http://localhost:3000"), true),
        ("127.0.0.1:3000", Some("https://localhost"), true),
        ("127.0.0.1:3000", Some("http://[::1]"), true),
        ("127.0.0.2:3000", None, false),
        ("0.0.0.0:3000", None, false),
        ("0.0.0.0:3000", Some("http://127.0.0.1:3000"), false),
        ("[::]:3000", Some("http://localhost"), false),
        ("192.0.2.1:3000", Some("http://localhost"), false),
        ("127.0.0.1:3000", Some("https://ccus.example"), false),
        ("127.0.0.1:3000", Some("https://localhost.ccus.example"), false),
        ("127.0.0.1:3000", Some("https://127.0.0.1.ccus.example"), false),
    ] {
        let environment: Vec<_> = [("ADDR", addr)].into_iter().chain(base_url.map(|url| ("BASE_URL", url))).collect();
        let told = read(&environment, None).unwrap().only_this_machine();
        assert_eq!(told.is_ok(), good, "{addr} {base_url:?}");
        if let (Err(words), Some(url)) = (told, base_url) {
            assert!(words.contains(addr) && words.contains(url), "{words}");
        }
    }
}

#[test]
fn what_stands_on_cards_can_always_be_written_into_one() {
    for (base_url, expected) in [
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000/t"),
        ("http://localhost", "http://localhost/t"),
        ("http://[::1]:3000", "http://[::1]:3000/t"),
        ("https://localhost", "https://localhost/t"),
        ("https://ccus.example", "https://ccus.example/t"),
        ("http://ccus.example:8080", "https://ccus.example:8080/t"),
        ("http://127.0.0.2:3000", "https://127.0.0.2:3000/t"),
        ("http://[::ffff:127.0.0.1]", "https://[::ffff:127.0.0.1]/t"),
    ] {
        let url = read(&[("BASE_URL", base_url)], None).unwrap().card_url();
        assert_eq!(url, expected, "{base_url}");
        assert!(proof::personalise::UrlTemplate::new(&url).is_ok(), "{url}");
    }
}

#[test]
fn every_setting_and_command_is_told_where_one_looks_for_it() {
    use clap::CommandFactory;
    let guide = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/operating.md")).unwrap();
    let mut arguments = crate::command::Arguments::command();
    let shown = arguments.find_subcommand_mut("serve").unwrap().render_long_help().to_string();
    for (name, meaning) in SETTINGS {
        assert!(guide.contains(&format!("`{name}`")), "{name} is not in docs/operating.md");
        assert!(shown.contains(name) && shown.contains(meaning), "{name} is not in serve --help");
    }
    for verb in arguments.get_subcommands() {
        let below: Vec<_> =
            verb.get_subcommands().map(|below| format!("`{} {}", verb.get_name(), below.get_name())).collect();
        for command in if below.is_empty() { vec![format!("`{}", verb.get_name())] } else { below } {
            assert!(guide.contains(&command), "{command} is not in docs/operating.md");
        }
    }
}

#[test]
fn https_without_a_named_proxy_is_noticed() {
    let missing = |environment: &[(&str, &str)]| read(environment, None).unwrap().missing_proxies().is_some();
    assert!(!missing(&[]));
    assert!(missing(&[("BASE_URL", "https://ccus.example")]));
    assert!(!missing(&[("BASE_URL", "https://ccus.example"), ("TRUSTED_PROXIES", "127.0.0.1")]));
}

#[test]
fn an_issuers_number_is_t_and_thirteen_digits() {
    for (text, good) in [
        ("T7000012050002", true),
        ("7000012050002", false),
        ("T700001205000", false),
        ("T70000120500021", false),
        ("t7000012050002", false),
        ("T700001205000x", false),
    ] {
        assert_eq!(text.parse::<IssuerNumber>().is_ok(), good, "{text}");
    }
    assert_eq!(read(&[("ISSUER_NUMBER", "x")], None).err().unwrap(), ["ISSUER_NUMBER: is not T and 13 digits"]);
    assert!(read(&[], None).unwrap().issuer_number.is_none());
}

#[test]
fn an_account_is_one_line_that_fits_every_message() {
    for (text, good) in [
        ("見本銀行 本店 普通 0000000 ミホントウロク", true),
        (" 見本銀行 ", true),
        (&*"口".repeat(200), true),
        (&*"口".repeat(201), false),
        ("見本銀行\n本店", false),
        ("見本銀行\t本店", false),
        ("見本銀行\u{85}本店", false),
        ("見本銀行\u{0}", false),
        (" ", false),
    ] {
        assert_eq!(text.parse::<OneLine>().is_ok(), good, "{text}");
        let found = read(&[("PAY_TO", text)], None).map(|config| config.pay_to.as_deref() == Some(text.trim()));
        assert_eq!(found.unwrap_or_default(), good, "{text}");
        let found = read(&[("CONTACT", text)], None).map(|config| config.contact.as_deref() == Some(text.trim()));
        assert_eq!(found.unwrap_or_default(), good, "{text}");
    }
    assert_eq!(read(&[], None).unwrap().contact, None);
    assert_eq!(read(&[], None).unwrap().pay_to, None);
    let in_file = read(&[], Some("pay_to = \"見本銀行\\n本店\"")).err().unwrap();
    assert!(in_file[0].starts_with("pay_to in the file: has a line break"), "{in_file:?}");
}

#[test]
fn a_base_url_is_scheme_host_and_port() {
    for (text, good) in [
        ("https://ccus.example", true),
        ("https://CCUS.example:8443/", true),
        ("http://[::1]:3000", true),
        ("ccus.example", false),
        ("https://", false),
        ("https://user@ccus.example", false),
        ("https://ccus.example/path", false),
    ] {
        assert_eq!(text.parse::<BaseUrl>().is_ok(), good, "{text}");
    }
}
