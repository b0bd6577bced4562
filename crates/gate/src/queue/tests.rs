use super::*;
use crate::reply::Problem;
use domain::{
    id::DeviceId,
    time::DAY_MS,
    touch::{timing, wire::Outcome},
};
use proptest::prelude::*;

const NOW: Instant = Instant(1_795_215_120_000);

fn site() -> SiteId {
    SiteId::from_body(77)
}

fn draft(at: Instant) -> Draft {
    let reading = Reading::Serial { serial: "04:de:5f:1e:ac:c0:40".into() };
    Draft { at, kind: TouchKind::In, reading, offset_ms: None, clock: None, site: site() }
}

fn pending(n: u8) -> Pending {
    record(&draft(NOW.plus_ms(i64::from(n))), [n; 10], i64::from(n))
}

fn filled(n: u8) -> (Queue, Vec<TouchId>) {
    let queue = Queue::from_stored((0..n).map(pending));
    let ids = queue.iter().map(|pending| pending.item.id).collect();
    (queue, ids)
}

fn answer(index: u32, id: Option<TouchId>, outcome: Outcome) -> TouchAnswer {
    let (code, field, reason_ja, reason_en) = (None, None, None, None);
    let (recorded_at, shown, receipt) = (None, None, None);
    TouchAnswer { index, id, outcome, code, field, reason_ja, reason_en, recorded_at, shown, receipt }
}

#[test]
fn ids_carry_the_corrected_time_and_numbers_follow_without_gaps() {
    let wrong_by_a_day = Draft { offset_ms: Some(-DAY_MS), ..draft(NOW.plus_ms(DAY_MS)) };
    let first = record(&wrong_by_a_day, [7; 10], 0);
    assert_eq!(timing::id_time(first.item.id), Some(NOW));
    assert_eq!(first.item.occurred_at, NOW.plus_ms(DAY_MS));
    assert_eq!(first.item.device_seq, Some(1));
    assert_eq!(record(&draft(NOW), [8; 10], 1).item.device_seq, Some(2));
    assert_eq!(first.item.site_id, None, "a gate's site is that of its credential");
}

#[test]
fn a_batch_holds_the_oldest_due_touches_of_the_site() {
    let (mut queue, ids) = filled(5);
    let mut elsewhere = pending(9);
    elsewhere.site = SiteId::from_body(78);
    queue.add(elsewhere);
    assert_eq!(queue.batch(site(), NOW, 3), ids[..3]);
    assert_eq!(queue.batch(site(), NOW, 1_000).len(), 5);
    let (many, _) = filled(250);
    assert_eq!(many.batch(site(), NOW, 1_000).len(), 200);
}

#[test]
fn a_touch_not_taken_waits_twice_as_long_each_time_and_the_rest_goes_on() {
    let (mut queue, ids) = filled(3);
    let answers = [answer(0, Some(ids[0]), Outcome::Retry), answer(1, Some(ids[1]), Outcome::Accepted)];
    let applied = queue.apply(&ids, &answers, NOW);
    assert_eq!(applied.receipted, [ids[1]]);
    assert_eq!(applied.kept.len(), 2, "retry and no answer are both kept");
    assert!(queue.batch(site(), NOW.plus_ms(14_999), 200).is_empty());
    assert_eq!(queue.batch(site(), NOW.plus_ms(15_000), 200), [ids[0], ids[2]]);
    assert_eq!([1, 2, 3, 9, 99].map(wait_ms), [15_000, 30_000, 60_000, 3_600_000, 3_600_000]);
}

#[test]
fn a_poison_touch_goes_alone_and_last() {
    let (mut queue, ids) = filled(3);
    queue.failed_alone(ids[0], NOW);
    let later = NOW.plus_ms(60_000);
    assert_eq!(queue.batch(site(), later, 200), ids[1..]);
    queue.apply(
        &ids[1..],
        &[answer(0, Some(ids[1]), Outcome::Accepted), answer(1, Some(ids[2]), Outcome::Replay)],
        later,
    );
    assert_eq!(queue.batch(site(), later, 200), [ids[0]]);
    assert!(queue.batch(site(), NOW, 200).is_empty(), "and only when its wait is over");
}

#[test]
fn a_failing_request_is_halved_until_the_one_to_blame_stands_alone() {
    let refused = Trouble::Refused(Problem::default());
    let mut size = BatchSize::default();
    let mut requests = 0;
    while size.get() > 1 {
        size = size.after_trouble(size.get(), &refused);
        requests += 1;
    }
    assert_eq!(requests, 7);
    assert_eq!(size.after_trouble(1, &refused).get(), 1);
    assert_eq!(BatchSize::default().after_trouble(3, &refused).get(), 1, "halves what was sent, not what was allowed");
    assert_eq!(size.after_success().after_success().get(), 4);
    assert_eq!(BatchSize::default().after_success().get(), BATCH_ITEMS_MAX);
}

#[test]
fn a_line_too_thin_for_the_request_gets_smaller_ones_and_a_refused_credential_does_not() {
    let full = BatchSize::default();
    for trouble in [Trouble::NoSignal, Trouble::Busy] {
        assert_eq!(full.after_trouble(200, &trouble).get(), 100, "{trouble:?}");
    }
    for trouble in [Trouble::SignIn(Problem::default()), Trouble::SiteClosed(Problem::default())] {
        assert_eq!(full.after_trouble(200, &trouble), full, "{trouble:?}");
    }
}

#[test]
fn a_clock_put_back_holds_nothing_up() {
    let (mut queue, ids) = filled(2);
    queue.apply(&ids, &[], NOW);
    assert!(queue.batch(site(), NOW, 200).is_empty(), "waits its turn");
    assert_eq!(queue.batch(site(), NOW.plus_ms(-DAY_MS), 200), ids);
    queue.failed_alone(ids[0], NOW.plus_ms(DAY_MS));
    assert_eq!(queue.batch(site(), NOW.plus_ms(15_000), 200), ids[1..], "the one to blame still goes last");
}

#[test]
fn the_store_is_read_only_as_far_as_a_request_needs() {
    let (mut queue, ids) = filled(4);
    assert!(!queue.wants_more(site(), NOW, 4) && queue.wants_more(site(), NOW, 5));
    for id in &ids {
        queue.failed_alone(*id, NOW);
    }
    let later = NOW.plus_ms(60_000);
    assert!(queue.wants_more(site(), later, 1), "a later touch that need not go alone comes first");
    assert_eq!(queue.batch(site(), later, 1).len(), 1, "and where there is none, one of these goes");
    assert!(queue.wants_more(SiteId::from_body(78), NOW, 1));
}

#[test]
fn an_answer_without_an_id_or_for_another_request_is_no_receipt() {
    let (mut queue, ids) = filled(3);
    let answers = [answer(0, None, Outcome::Rejected), answer(0, Some(ids[2]), Outcome::Accepted)];
    assert_eq!(queue.apply(&ids[..2], &answers, NOW).receipted, []);
    assert_eq!(queue.len(), 3);
}

#[test]
fn in_or_out_is_changed_only_before_the_touch_has_left_the_phone() {
    let (mut queue, ids) = filled(2);
    assert_eq!(queue.correct(ids[0], TouchKind::Out).map(|pending| pending.item.kind), Some(TouchKind::Out));
    assert_eq!(queue.mark_sent(&ids).len(), 2);
    assert_eq!(queue.mark_sent(&ids).len(), 0, "marked before");
    assert_eq!(queue.correct(ids[0], TouchKind::In), None);
    assert_eq!(queue.get(ids[0]).map(|pending| pending.item.kind), Some(TouchKind::Out));
}

#[test]
fn a_touch_is_signed_once_by_each_device_that_sends_it() {
    let (mut queue, ids) = filled(2);
    let (first, second) = (DeviceId(uuid::Uuid::from_u128(1)), DeviceId(uuid::Uuid::from_u128(2)));
    assert_eq!(queue.unsigned(&ids, first), ids);
    let signed = queue.sign(ids[0], first, "00".into()).expect("it waits");
    assert_eq!(signed.item.signature.as_deref(), Some("00"));
    assert_eq!(queue.unsigned(&ids, first), ids[1..]);
    assert_eq!(queue.unsigned(&ids, second), ids, "enrolled anew, with another key");
    queue.apply(&ids[..1], &[answer(0, Some(ids[0]), Outcome::Accepted)], NOW);
    assert_eq!(queue.sign(ids[0], second, "01".into()), None);
    assert_eq!(queue.unsigned(&ids, second), ids[1..]);
}

#[test]
fn twenty_thousand_that_wait_go_up_oldest_first_in_a_hundred_requests() {
    let made = |n: u32| {
        let mut random = [0; 10];
        random[6..].copy_from_slice(&n.to_be_bytes());
        record(&draft(NOW.plus_ms(i64::from(n / 7))), random, i64::from(n))
    };
    let mut queue = Queue::from_stored((0..20_000).map(made));
    assert_eq!(queue.len(), 20_000);
    let (mut sent, mut requests) = (Vec::new(), 0);
    while !queue.is_empty() {
        let ids = queue.batch(site(), NOW, BATCH_ITEMS_MAX);
        assert_eq!(ids.len(), 200);
        let answers: Vec<TouchAnswer> = ids.iter().map(|id| answer(0, Some(*id), Outcome::Accepted)).collect();
        assert_eq!(queue.apply(&ids, &answers, NOW).receipted, ids);
        sent.extend(ids);
        requests += 1;
    }
    assert_eq!(requests, 100);
    assert!(sent.is_sorted(), "an id begins with its time");
}

#[test]
fn what_is_put_right_is_signed_anew() {
    let (mut queue, ids) = filled(1);
    let device = DeviceId(uuid::Uuid::from_u128(1));
    queue.sign(ids[0], device, "00".into()).expect("it waits");
    let changed = queue.correct(ids[0], TouchKind::Out).expect("it has not left");
    assert_eq!((changed.item.signature, changed.proven_by), (None, None));
    assert_eq!(queue.unsigned(&ids, device), ids);
}

#[test]
fn the_id_carries_the_time_by_the_pages_clock() {
    let clock = |at_ms| {
        let (boot, origin) = (uuid::Uuid::from_u128(7), NOW);
        Some(PageClock { boot, origin, at_ms, server_origin: Some(NOW), gained_ms: 0 })
    };
    let first = record(&Draft { clock: clock(1_000), ..draft(NOW.plus_ms(1_000)) }, [1; 10], 0);
    let set_back = record(&Draft { clock: clock(2_000), ..draft(NOW.plus_ms(2_000 - DAY_MS)) }, [1; 10], 1);
    assert!(first.item.id < set_back.item.id, "the queue keeps the order of reading");
    assert_eq!(set_back.item.clock.map(|clock| clock.at_ms), Some(2_000));
    assert_eq!(set_back.item.occurred_at, NOW.plus_ms(2_000 - DAY_MS), "as the phone said");
}

#[test]
fn a_build_of_before_clocks_and_this_one_share_a_queue() {
    let device = DeviceId(uuid::Uuid::from_u128(1));
    let mut before = serde_json::to_value(pending(1)).expect("plain data");
    let fields = before.as_object_mut().expect("an object");
    fields.remove("proven_by");
    fields.insert("signed_by".into(), serde_json::to_value(device).expect("plain data"));
    let read: Pending = serde_json::from_value(before).expect("fields have defaults");
    assert_eq!(read.proven_by, Some(device), "what it signed stays signed");
    let own = serde_json::to_value(&read).expect("plain data");
    assert!(own.get("signed_by").is_none(), "it signs anew what it sends without the clock");
}

#[test]
fn a_queue_of_the_first_build_is_still_read() {
    let item = serde_json::to_value(pending(1).item).expect("plain data");
    let stored = serde_json::json!({ "item": item, "site": site() });
    assert_eq!(serde_json::from_value::<Pending>(stored).expect("fields have defaults"), pending(1));
}

#[derive(Debug, Clone)]
enum Step {
    Add(u8),
    Send { max: u32, answers: Vec<(usize, Outcome)>, lost: bool },
    FailAlone(usize),
    Reload,
    Later(i64),
}

fn outcome() -> impl Strategy<Value = Outcome> {
    use Outcome::{Accepted, Duplicate, Quarantined, Rejected, Replay, Retry};
    prop::sample::select(vec![Accepted, Duplicate, Replay, Quarantined, Rejected, Retry])
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<u8>().prop_map(Step::Add),
        (1..8_u32, prop::collection::vec((0..12_usize, outcome()), 0..10), any::<bool>())
            .prop_map(|(max, answers, lost)| Step::Send { max, answers, lost }),
        (0..8_usize).prop_map(Step::FailAlone),
        Just(Step::Reload),
        (0..40_000_i64).prop_map(Step::Later),
    ]
}

proptest! {
    /// Whatever the order of steps and however partial, doubled, shuffled or misdirected the answers are: a touch is in
    /// the queue exactly until a receipt for its id came back for a request it was in.
    #[test]
    fn a_touch_leaves_only_by_a_receipt_for_its_id(steps in prop::collection::vec(step(), 1..60)) {
        let (mut queue, mut now) = (Queue::default(), NOW);
        let mut expected: BTreeSet<TouchId> = BTreeSet::new();
        let mut every: Vec<TouchId> = Vec::new();
        for step in steps {
            match step {
                Step::Add(n) => {
                    let seq = i64::try_from(every.len()).expect("few");
                    let made = record(&draft(now), [n ^ u8::try_from(every.len()).expect("few"); 10], seq);
                    every.push(made.item.id);
                    expected.insert(made.item.id);
                    queue.add(made);
                }
                Step::Send { max, answers, lost } => {
                    let batch = queue.batch(site(), now, max);
                    queue.mark_sent(&batch);
                    if lost || every.is_empty() {
                        continue;
                    }
                    let answers: Vec<TouchAnswer> = answers.iter().enumerate()
                        .map(|(index, (which, outcome))| {
                            let id = every.get(which % (every.len() + 1)).copied();
                            answer(u32::try_from(index).expect("few"), id, *outcome)
                        })
                        .collect();
                    let applied = queue.apply(&batch, &answers, now);
                    for answer in &answers {
                        if let Some(id) = answer.id.filter(|id| batch.contains(id) && answer.outcome.is_receipt()) {
                            expected.remove(&id);
                        }
                    }
                    prop_assert!(applied.receipted.iter().all(|id| !expected.contains(id)));
                }
                Step::FailAlone(which) => {
                    if let Some(id) = every.get(which) {
                        queue.failed_alone(*id, now);
                    }
                }
                Step::Reload => {
                    let text = serde_json::to_string(&queue.iter().collect::<Vec<_>>()).expect("plain data");
                    queue = Queue::from_stored(serde_json::from_str::<Vec<Pending>>(&text).expect("as written"));
                }
                Step::Later(ms) => now = now.plus_ms(ms),
            }
            let held: BTreeSet<TouchId> = queue.iter().map(|pending| pending.item.id).collect();
            prop_assert_eq!(&held, &expected);
        }
        // Nothing is stuck: with time and a server that takes everything, the queue empties.
        for _ in 0..=every.len() {
            now = now.plus_ms(WAIT_MS_MAX);
            let batch = queue.batch(site(), now, BATCH_ITEMS_MAX);
            let answers: Vec<TouchAnswer> = batch.iter().map(|id| answer(0, Some(*id), Outcome::Accepted)).collect();
            queue.apply(&batch, &answers, now);
        }
        prop_assert!(queue.is_empty());
    }
}
