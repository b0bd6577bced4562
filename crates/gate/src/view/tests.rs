//! Screens read as a person reads them: words, roles and controls.
//!
//! size: every screen once, by one way of reading.

use super::{Element, Node, Trigger, page};
use crate::{
    lock::{Checking, Door, Lock, PinFault},
    log::{Entry, State, Who},
    model::{Action, Asking, Event, Model, Page, Scan, ScanTrouble, Sheet, Signal, update::update},
    reply::{Problem, Trouble},
    screen::{Field, Note, Person, Sign},
    usb::{Usb, UsbTrouble},
};
use domain::{
    id::{DeviceId, SectionId, SiteId, TechnicianId, TouchId},
    level::Level,
    time::{DAY_MS, Instant},
    touch::{
        TouchKind,
        wire::{GateCredential, GateSection, GateSite, GateSites, Warning},
    },
    trade::TradeCode,
};
use i18n::Lang;
use uuid::Uuid;

const NOW: Instant = Instant(1_795_215_120_000);

fn gate() -> Model {
    let site =
        GateSite { id: SiteId::from_body(7), name: "湊町三丁目共同住宅".into(), prime: "港栄建設".into() };
    let (token, name) = ("secret".into(), "A門".into());
    let device_id = DeviceId(Uuid::from_u128(1));
    let device = GateCredential { device_id, token, site, name, server_time: NOW, receipt_key: None };
    let mut model = Model::new(Lang::Ja, NOW);
    model.device = Some(device);
    model.page = Page::Gate;
    model.signal = Signal::Good;
    model.scan = Scan::On;
    model.lock = Lock::open(NOW);
    model
}

fn person() -> Person {
    Person {
        technician: TechnicianId::from_body(5),
        name: "山本 健太".into(),
        kana: "ヤマモト ケンタ".into(),
        level: Level::Two,
        trade: TradeCode::from_stored(10),
        employer: Some("大川鉄筋".into()),
        has_photo: true,
    }
}

fn sign(field: Field, kind: TouchKind, notes: Vec<Note>) -> Sign {
    let touch = Some(TouchId(Uuid::from_u128(7)));
    Sign { touch, field, kind, at: NOW, person: Some(person()), notes }
}

fn elements<'a>(node: &'a Node, found: &mut Vec<&'a Element>) {
    if let Node::Element(element) = node {
        found.push(element);
        element.children.iter().for_each(|child| elements(child, found));
    }
}

fn words(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        Node::Element(element) => element.children.iter().map(words).collect(),
    }
}

fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| &**value)
}

fn with_role(page: &Node, role: &str) -> String {
    let mut all = Vec::new();
    elements(page, &mut all);
    let of_role = all.into_iter().filter(|element| attribute(element, "role") == Some(role));
    of_role.map(|element| words(&Node::Element(element.clone()))).collect::<Vec<_>>().join("|")
}

fn actions(page: &Node) -> Vec<(String, Action)> {
    let mut all = Vec::new();
    elements(page, &mut all);
    let pressed = |element: &&Element| match element.trigger {
        Some(Trigger::Press(action)) => Some((words(&Node::Element((*element).clone())), action)),
        _ => None,
    };
    all.iter().filter_map(pressed).collect()
}

#[test]
fn the_queue_is_counted_on_every_screen() {
    let sites = GateSites { signed_in_as: "x".into(), sites: vec![], sections: vec![] };
    let pages = [
        Page::Loading,
        Page::Broken { detail: "VersionError".into() },
        Page::SignIn(Asking::Ready),
        Page::Sites { sites, asking: Asking::Ready },
        Page::Begin,
        Page::Gate,
    ];
    for lang in Lang::OFFICE {
        for shown in pages.clone() {
            let model = Model { lang, waiting: 186, page: shown, online: false, ..gate() };
            let all = words(&page(&model));
            assert!(all.contains("186"), "{all}");
        }
    }
}

#[test]
fn the_bar_says_how_the_queue_stands() {
    let with = |waiting, signal| words(&page(&Model { waiting, signal, ..gate() }));
    let nothing = with(0, Signal::Good);
    assert!(nothing.contains("すべて送信ずみ") && !nothing.contains("送信ずみ0"), "{nothing}");
    assert!(with(3, Signal::Good).contains("送信待ち3"));
    let unanswered = with(3, Signal::Trouble(Trouble::NoSignal));
    assert!(unanswered.contains("応答なし3") && unanswered.contains("サーバーから返事がありません"), "{unanswered}");
    assert!(!unanswered.contains("電波"), "there is a network: {unanswered}");
    let no_network = words(&page(&Model { waiting: 3, online: false, ..gate() }));
    assert!(no_network.contains("電波なし3") && no_network.contains("電波がなくても"), "{no_network}");
    assert!(with(3, Signal::Trouble(Trouble::Busy)).contains("いまは送れません"));
    let gone = with(3, Signal::Trouble(Trouble::SignIn(Problem::default())));
    assert!(gone.contains("ログイン切れ3") && gone.contains("記録は残っています"), "{gone}");
}

#[test]
fn a_new_version_is_offered_only_beside_an_older_one() {
    // The very first build passes through waiting while it is put in place.
    for (active, waiting, offered) in
        [(false, true, false), (true, false, false), (false, false, false), (true, true, true)]
    {
        let mut model = Model { sheet: Some(Sheet::Settings), ..gate() };
        drop(update(&mut model, Event::Builds { active, waiting }, NOW));
        assert_eq!(words(&page(&model)).contains("新しい版"), offered, "{active} {waiting}");
        drop(update(&mut model, Event::Builds { active: true, waiting: false }, NOW));
        assert!(!words(&page(&model)).contains("新しい版"), "taken over");
    }
}

#[test]
fn a_site_that_has_ended_has_words_of_its_own() {
    let tree = page(&Model { site_closed: true, waiting: 3, ..gate() });
    let alert = with_role(&tree, "alert");
    assert!(alert.contains("この現場は終わりました。記録は残っていて、これからも送ります。"), "{alert}");
    assert!(words(&tree).contains("送信待ち3") && !words(&tree).contains("登録が切れました"));
}

#[test]
fn without_signal_it_says_what_is_kept_and_how_long_it_lasts() {
    let contact = Some(NOW.plus_ms(-3 * DAY_MS));
    let all = words(&page(&Model { waiting: 186, online: false, contact, ..gate() }));
    assert!(all.contains("電波がなくても 記録できます") && all.contains("186件") && all.contains("27日"), "{all}");
}

#[test]
fn each_field_has_its_word_role_and_way_on() {
    use Field::{Already, Checking, In, Kept, Look, NotKept, Out, Recorded, Refused, Unread};
    let seen = Some(Action::Seen);
    let correct = Some(Action::Correct);
    for (field, kind, word, role, action) in [
        (In, TouchKind::In, "入場", "status", correct),
        (Out, TouchKind::Out, "退場", "status", correct),
        (Recorded, TouchKind::Unknown, "記録しました", "status", None),
        (Kept, TouchKind::In, "受付済入場", "status", correct),
        (Already, TouchKind::In, "もう記録しています", "status", None),
        (Unread, TouchKind::Unknown, "読めませんでした", "status", None),
        (Look, TouchKind::In, "記録しました。確認があります", "alert", seen),
        (Refused, TouchKind::In, "記録していません", "alert", seen),
        (NotKept, TouchKind::Unknown, "記録していません", "alert", seen),
    ] {
        let tree = page(&Model { sign: Some(sign(field, kind, vec![])), ..gate() });
        assert!(with_role(&tree, role).contains(word), "{field:?}: {}", with_role(&tree, role));
        let offered = actions(&tree);
        match action {
            Some(action) => assert!(offered.iter().any(|(_, offered)| *offered == action), "{field:?}"),
            None => assert!(
                !offered.iter().any(|(_, offered)| matches!(offered, Action::Seen | Action::Correct)),
                "{field:?}"
            ),
        }
    }
    let tree = page(&Model { sign: Some(sign(Checking, TouchKind::In, vec![])), ..gate() });
    assert!(words(&tree).contains("たしかめています"));
    assert!(!with_role(&tree, "status").contains("たしかめて"), "nothing is spoken before the result");
}

#[test]
fn a_person_is_shown_with_level_in_words_and_colour_name() {
    let mut model = Model { sign: Some(sign(Field::In, TouchKind::In, vec![])), ..gate() };
    let all = words(&page(&model));
    for word in ["山本 健太", "ヤマモト ケンタ", "レベル2", "ブルー", "鉄筋工", "大川鉄筋"] {
        assert!(all.contains(word), "{word} in {all}");
    }
    let images = |model: &Model| {
        let tree = page(model);
        let mut all = Vec::new();
        elements(&tree, &mut all);
        all.iter().filter(|element| element.tag == "img").count()
    };
    assert_eq!(images(&model), 0);
    model.photo = Some((TechnicianId::from_body(6), "blob:other".into()));
    assert_eq!(images(&model), 0, "never the photo of somebody else");
    model.photo = Some((TechnicianId::from_body(5), "blob:this".into()));
    assert_eq!(images(&model), 1);
}

#[test]
fn every_trouble_of_the_reader_says_what_to_do_and_leaves_the_number_pad() {
    let troubles = [
        ScanTrouble::NoWebNfc,
        ScanTrouble::NoHardware,
        ScanTrouble::Off,
        ScanTrouble::Denied,
        ScanTrouble::NotAllowedHere,
        ScanTrouble::Other("NetworkError".into()),
    ];
    let mut told = std::collections::BTreeSet::new();
    for trouble in troubles {
        let tree = page(&Model { scan: Scan::Trouble(trouble.clone()), ..gate() });
        let alert = with_role(&tree, "alert");
        assert!(alert.contains("番号を入れ"), "{trouble:?}: {alert}");
        told.insert(alert);
        let pads = actions(&tree).iter().filter(|(_, action)| *action == Action::Open(Sheet::Typed)).count();
        assert_eq!(pads, 1, "{trouble:?}: the way to the number pad stands once");
        let again = actions(&tree).iter().any(|(_, action)| *action == Action::ScanAgain);
        assert_eq!(
            again,
            matches!(trouble, ScanTrouble::Off | ScanTrouble::Denied | ScanTrouble::Other(_)),
            "{trouble:?}"
        );
    }
    assert_eq!(told.len(), 6);
}

fn entry(state: State) -> Entry {
    let (id, who) = (TouchId(Uuid::from_u128(9)), Who::default());
    Entry { id, at: NOW, kind: TouchKind::In, who, name: Some("大野 剛".into()), state, seen: false, answered: None }
}

#[test]
fn what_nobody_has_seen_is_announced_and_ticked_off_in_the_list() {
    let mut model = gate();
    model.log.put(entry(State::Recorded { warnings: vec![Warning::CardExpired] }));
    assert!(with_role(&page(&model), "alert").contains("確認が 1件 あります"));
    model.sheet = Some(Sheet::Today);
    let tree = page(&model);
    assert!(words(&tree).contains("大野 剛") && words(&tree).contains("カードの期限切れ"));
    let touch = TouchId(Uuid::from_u128(9));
    assert!(actions(&tree).iter().any(|(_, action)| *action == Action::SeenInList(touch)));
    model.now = NOW.plus_ms(2 * DAY_MS);
    assert!(words(&page(&model)).contains("大野 剛"), "not lost with the day");
}

#[test]
fn who_came_in_while_nothing_can_be_sent_is_counted_and_marked() {
    let mut model = Model { online: false, waiting: 1, ..gate() };
    let who = Who { serial: Some("04AA".into()), technician: None };
    model.log.put(Entry { who, ..entry(State::Saved) });
    let all = words(&page(&model));
    assert!(all.contains("現場に1人") && all.contains("送信待ち1"), "{all}");
    model.roster = Some(domain::touch::wire::GateRoster {
        site: model.device.clone().expect("enrolled").site,
        server_time: NOW,
        people: vec![],
        unlisted: vec![],
        stopped: vec![],
        expired: vec![],
        code_keys: vec![],
    });
    model.sheet = Some(Sheet::People);
    let all = words(&page(&model));
    assert!(all.contains("大野 剛") && all.contains("送信待ち") && all.contains("名簿にいません"), "{all}");
}

#[test]
fn a_log_in_is_asked_for_only_where_one_is_needed() {
    let begin = |signal| words(&page(&Model { page: Page::Begin, waiting: 2, signal, ..gate() }));
    let well = begin(Signal::Trouble(Trouble::NoSignal));
    assert!(
        well.contains("2件の記録") && well.contains("つながると自動で送ります") && !well.contains("ログイン"),
        "{well}"
    );
    let ended = begin(Signal::Trouble(Trouble::SignIn(Problem::default())));
    assert!(ended.contains("2件の記録を保存しています。ログインすると送ります"), "{ended}");
}

#[test]
fn refusing_to_sign_out_says_why() {
    let model = Model { waiting: 4, sign_out_refused: true, sheet: Some(Sheet::Settings), ..gate() };
    assert!(with_role(&page(&model), "alert").contains("送信待ちの記録が 4件あります"));
}

#[test]
fn a_site_with_sections_asks_in_which_the_gate_stands() {
    let site = gate().device.map(|device| device.site).expect("enrolled");
    let other = GateSite { id: SiteId::from_body(8), name: "七団地".into(), ..site.clone() };
    let section = GateSection { id: SectionId(Uuid::from_u128(5)), site_id: other.id, name: "一号団地".into() };
    let sites = GateSites { signed_in_as: "x".into(), sites: vec![site, other.clone()], sections: vec![section] };
    let tree = page(&Model { page: Page::Sites { sites, asking: Asking::Ready }, ..gate() });
    let mut all = Vec::new();
    elements(&tree, &mut all);
    let lists: Vec<_> = all.iter().filter(|element| element.tag == "select").collect();
    let [list] = lists.as_slice() else { panic!("one list: {lists:?}") };
    assert_eq!(attribute(list, "name"), Some(&*format!("section-{}", other.id)));
    let mut options = Vec::new();
    list.children.iter().for_each(|child| elements(child, &mut options));
    let options: Vec<_> = options.iter().map(|option| words(&Node::Element((*option).clone()))).collect();
    assert_eq!(options, ["工区をえらばない（現場全体）", "一号団地"]);
    assert!(words(&tree).contains("七団地の工区"), "by the name of its site");
}

#[test]
fn every_field_of_a_form_has_a_label_and_every_reference_a_target() {
    let site = gate().device.map(|device| device.site).expect("enrolled");
    let section = GateSection { id: SectionId(Uuid::from_u128(5)), site_id: site.id, name: "一号団地".into() };
    let sites = GateSites { signed_in_as: "x".into(), sites: vec![site], sections: vec![section] };
    let pages = [Page::SignIn(Asking::Ready), Page::Sites { sites, asking: Asking::Ready }, Page::Gate];
    for shown in pages {
        let tree = page(&Model {
            page: shown,
            sheet: Some(Sheet::Typed),
            typed_fault: "1".parse::<TechnicianId>().err(),
            ..gate()
        });
        let mut all = Vec::new();
        elements(&tree, &mut all);
        let ids: Vec<&str> = all.iter().filter_map(|element| attribute(element, "id")).collect();
        let labels: Vec<&str> = all.iter().filter_map(|element| attribute(element, "for")).collect();
        for input in all.iter().filter(|element| ["input", "select"].contains(&element.tag)) {
            assert!(attribute(input, "id").is_some_and(|id| labels.contains(&id)), "{input:?}");
        }
        for name in ["aria-describedby", "aria-labelledby"] {
            for target in all.iter().filter_map(|element| attribute(element, name)).flat_map(str::split_whitespace) {
                assert!(ids.contains(&target), "{name} {target}");
            }
        }
    }
}

#[test]
fn a_receipt_that_does_not_verify_is_told_with_what_to_do() {
    let tree = page(&Model { receipts_doubted: true, waiting: 1, ..gate() });
    let alert = with_role(&tree, "alert");
    assert!(alert.contains("登録機構から正しい受けとりが来ません。記録はこのスマホに残っています。"), "{alert}");
    assert!(actions(&tree).iter().any(|(_, action)| *action == Action::SignInAgain));
}

#[test]
fn a_gate_that_is_shut_names_nobody_and_says_how_to_open_it() {
    let mut model = Model { lock: Lock { door: Door::Shut, ..Lock::new(NOW) }, ..gate() };
    model.log.put(Entry { name: None, ..entry(State::Saved) });
    let tree = page(&model);
    let all = words(&tree);
    assert!(all.contains("名前は鍵の中") && all.contains("現場に–人"), "{all}");
    assert!(with_role(&tree, "alert").contains("鍵がかかっています"));
    let wanted = Action::Open(Sheet::Pin { settings: false });
    assert!(actions(&tree).iter().any(|(_, action)| *action == wanted));
    model.sheet = Some(Sheet::People);
    assert!(words(&page(&model)).contains("暗証番号を入れると名前が出ます"));
    model.page = Page::Begin;
    model.sheet = None;
    let tree = page(&model);
    let begins =
        |word: &str| actions(&tree).iter().any(|(words, action)| words.contains(word) && *action == Action::Begin);
    assert!(begins("はじめる") && begins("番号を入れずに 記録だけする"), "recording needs no PIN");
}

#[test]
fn a_wrong_pin_is_said_and_from_the_tenth_on_until_when_to_wait() {
    let asked = Some(Sheet::Pin { settings: true });
    let lock = Lock { checking: Checking::Failed(PinFault::Wrong), ..Lock::open(NOW) };
    let mut model = Model { lock, sheet: asked, ..gate() };
    assert!(with_role(&page(&model), "alert").contains("暗証番号がちがいます"));
    model.lock.until = Some(NOW.plus_ms(60_000));
    let alert = with_role(&page(&model), "alert");
    assert!(alert.contains("まで待ってください。カードは記録できます"), "{alert}");
    let pressed = actions(&page(&model));
    let any = |wanted: Action| pressed.iter().any(|(_, action)| *action == wanted);
    assert!(any(Action::Lock) && any(Action::SignInAgain));
}

#[test]
fn how_old_the_roster_is_stands_where_there_is_no_signal() {
    let mut model = Model { online: false, ..gate() };
    model.roster = Some(domain::touch::wire::GateRoster {
        site: model.device.clone().expect("enrolled").site,
        server_time: NOW,
        people: vec![],
        unlisted: vec![],
        stopped: vec![],
        expired: vec![],
        code_keys: vec![],
    });
    let all = words(&page(&model));
    assert!(all.contains("名簿は ") && all.contains(" のもの"), "{all}");
}

#[test]
fn from_eighty_percent_on_a_full_phone_is_warned_of() {
    for (storage_percent, warned) in [(79, false), (80, true), (100, true)] {
        let alert = with_role(&page(&Model { storage_percent, ..gate() }), "alert");
        assert_eq!(alert.contains(&format!("保存場所を {storage_percent}%")), warned, "{storage_percent}: {alert}");
    }
}

#[test]
fn a_reader_at_the_usb_that_does_not_read_says_why_and_how_to_go_on() {
    use UsbTrouble::{Absent, Busy, Gone, NoWebUsb, NotAllowed, NotChosen, NotLoaded};
    let mut said = Vec::new();
    for trouble in [NoWebUsb, Absent, NotChosen, NotAllowed, Busy, Gone, NotLoaded] {
        let tree = page(&Model { usb: Usb::Trouble(trouble), ..gate() });
        let alert = with_role(&tree, "alert");
        assert!(alert.contains("USB"), "{trouble:?}: {alert}");
        assert!(actions(&tree).iter().any(|(_, action)| *action == Action::UsbAgain), "{trouble:?}");
        assert!(!said.contains(&alert), "{trouble:?}: {alert}");
        said.push(alert);
    }
    let computer = Scan::Trouble(ScanTrouble::NoWebNfc);
    let without = words(&page(&Model { scan: computer.clone(), ..gate() }));
    assert!(without.contains("このブラウザではカードを読めません"), "{without}");
    let with = words(&page(&Model { scan: computer, usb: Usb::On, ..gate() }));
    assert!(with.contains("パソコンにつないだ読み取り機に") && !with.contains("このブラウザではカードを"), "{with}");
}
