//! Days of work by file: who sends which, what is wrong cell by cell, what is entered, and that nothing is entered twice.

use super::{approved, code, consistent, day, many, numbers, record, rule::limited, told, typed, whole};
use domain::{
    access::{Actor, Role},
    admin_id::{Duty, IdKind},
    form::Problem,
    history::file::FileKind,
    id::{HistoryFileId, SiteId, TechnicianId},
    notice::NoticeKind,
    site::SiteImportState,
    touch::{Channel, TouchKind},
};
use services::{Call, Error, history, notice};
use testkit::{Cast, both, cast, clock};

/// A file of these rows under the headings of its kind.
fn file(kind: FileKind, rows: &[String]) -> Vec<u8> {
    let headings: Vec<&str> = kind.columns().iter().map(|column| column.heading).collect();
    format!("{}\n{}\n", headings.join(","), rows.join("\n")).into_bytes()
}

/// A day from eight to five, as on the roster.
fn row(who: TechnicianId, number: i32) -> String {
    format!("{who},,{},08:00,17:00,,,", day(number))
}

/// A month of R with marks under these days.
fn marks(who: TechnicianId, of: &[i32]) -> String {
    let days: Vec<&str> = (1..=31).map(|number| if of.contains(&number) { "1" } else { "" }).collect();
    format!("{who},,,2026-11,{}", days.join(","))
}

async fn look(call: &Call, cast: &Cast, kind: FileKind, rows: &[String]) -> HistoryFileId {
    history::look_at_file(call, cast.site, kind, ("就業.csv", file(kind, rows))).await.expect("looked at")
}

/// Cell and problem of each, the code where there is one; the days that can be entered, and those known already.
async fn found(call: &Call, cast: &Cast, id: HistoryFileId) -> (Vec<String>, u32, u32) {
    let kept = history::file_detail(call, cast.site, id).await.expect("a file");
    let said = kept.problems.into_iter().map(|it| match it.problem {
        Problem::Refused { code } => format!("{}{} {code}", it.letters, it.line),
        other => format!("{}{} {other:?}", it.letters, it.line),
    });
    (said.collect(), kept.file.days, kept.file.known)
}

async fn refusal<T>(of: impl Future<Output = Result<T, Error>>) -> String {
    code(&of.await.err().expect("a refusal"))
}

#[test]
fn who_may_enter_days_sends_files_of_them_and_nobody_else() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        let prime = cast.admin(&app, cast.prime);
        let sent = look(&prime, &cast, FileKind::Days, &[row(cast.people[0], 18)]).await;
        let held = super::rule::held(IdKind::Member, Duty::Reader, None);
        let reader = Actor { held: Some(held), ..prime.actor.clone() };
        let partner = Actor { business: Some(cast.prime), ..Actor::of(Role::Partner) };
        for (what, call, told) in [
            ("nobody", app.role(Role::Public), "LogInFirst"),
            ("a technician", cast.technician(&app, cast.people[0]), "Role"),
            ("the operator", app.role(Role::Operator), "Role"),
            ("a reviewer", app.role(Role::Reviewer), "Role"),
            ("a gate", cast.gate(&app).call, "Role"),
            ("a partner", app.by(partner), "Role"),
            ("who takes no part", cast.admin(&app, cast.stranger), "NotYours"),
            ("who may only look", app.by(reader), "Duty"),
            ("another business of the site", cast.admin(&app, cast.sub), "not_found"),
        ] {
            if told != "not_found" {
                let content = file(FileKind::Days, &[row(cast.people[0], 18)]);
                let looked = history::look_at_file(&call, cast.site, FileKind::Days, ("x.csv", content));
                assert_eq!(refusal(looked).await, told, "{what}");
                assert_eq!(refusal(history::files(&call, cast.site)).await, told, "{what}");
            }
            assert_eq!(refusal(history::file_detail(&call, cast.site, sent)).await, told, "{what}");
            assert_eq!(refusal(history::take_file(&call, cast.site, sent)).await, told, "{what}");
            assert_eq!(refusal(history::discard_file(&call, cast.site, sent)).await, told, "{what}");
        }
        let nowhere = SiteId::from_body(7);
        assert_eq!(refusal(history::take_file(&prime, nowhere, sent)).await, "not_found");
        let nothing = HistoryFileId(uuid::Uuid::nil());
        assert_eq!(refusal(history::take_file(&prime, cast.site, nothing)).await, "not_found");
        assert_eq!(history::files(&prime, cast.site).await.expect("files").len(), 1);
        limited(&app, &cast).await;
        assert_eq!(refusal(history::take_file(&prime, cast.site, sent)).await, "fee.limited");
    });
}

#[test]
fn what_is_wrong_is_told_cell_by_cell_and_the_rest_is_entered_once() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        app.at(20_261_120, "09:00");
        let (who, other, sub) = (cast.people[0], cast.people[1], cast.admin(&app, cast.sub));
        cast.gate(&app).send(&whole(16, who)).await;
        let nobody = TechnicianId::from_body(1_000_000_000_099);
        let rows = [
            row(who, 18),
            format!("{who},山本,{},22:00,05:00,とび工,職長,", day(17)),
            row(who, 18),
            row(who, 16),
            row(nobody, 18),
            format!("{},,2026-11-31,8:00,,大工さん,,", who.get() + 1),
            row(who, 21),
            format!("{who},,2026-09-30,08:00,17:00,,,"),
            String::new(),
            row(other, 18),
            row(cast.unrostered, 18),
        ];
        let id = look(&sub, &cast, FileKind::Days, &rows).await;
        let (wrong, days, known) = found(&sub, &cast, id).await;
        for cell in [
            "C4 history.row_twice",
            "C5 history.recorded_row",
            "A6 Unknown",
            "A7 IdCheck",
            "C7 NotDate",
            "F7 NotAChoice",
            "C8 InFuture",
            "C9 history.entry_passed",
            "F12 Missing",
            "G12 Missing",
        ] {
            assert!(wrong.iter().any(|said| said == cell), "{cell}: {wrong:?}");
        }
        assert_eq!((days, known), (3, 0), "{wrong:?}");
        assert_eq!(record(&app, &cast, who, 18).await, None, "nothing is entered yet");

        assert_eq!(history::take_file(&sub, cast.site, id).await.expect("taken"), 3);
        let made = record(&app, &cast, who, 17).await.expect("a record");
        assert_eq!((made.channel, made.touches, made.employer), (Channel::DayFile, 0, Some(cast.sub)));
        assert_eq!(
            (made.first_in, made.last_out),
            (Some(clock(20_261_117, "22:00")), Some(clock(20_261_118, "05:00")))
        );
        let by_channel = "SELECT CAST(SUM(records) AS bigint) FROM wide_month WHERE kind = 3 AND code = 6".to_owned();
        assert_eq!(numbers(&app, by_channel.clone(), 1).await, [[3]]);
        let told_me = notice::list(&cast.technician(&app, who)).await.expect("notices");
        let told_me = told_me.iter().filter(|line| line.kind == NoticeKind::HistoryEntered).count();
        assert_eq!(told_me, 1, "once a file");
        assert_eq!(refusal(history::take_file(&sub, cast.site, id)).await, "conflict: conflict.state");
        assert_eq!(refusal(history::discard_file(&sub, cast.site, id)).await, "conflict: conflict.state");
        let again = look(&sub, &cast, FileKind::Days, &rows[..2]).await;
        assert_eq!(found(&sub, &cast, again).await.1, 0, "the same again is nothing new");
        assert_eq!(refusal(history::take_file(&sub, cast.site, again)).await, "history_file.nothing_good");
        history::discard_file(&sub, cast.site, again).await.expect("thrown away");
        assert_eq!(numbers(&app, by_channel, 1).await, [[3]]);
        consistent(&app).await;
    });
}

#[test]
fn what_no_longer_fits_when_a_file_is_taken_is_left_out_and_counted() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        let (who, prime) = (cast.people[0], cast.admin(&app, cast.prime));
        let rows = [row(who, 17), row(who, 18)];
        let (one, two) =
            (look(&prime, &cast, FileKind::Days, &rows).await, look(&prime, &cast, FileKind::Days, &rows[..1]).await);
        assert_eq!(history::take_file(&prime, cast.site, two).await.expect("taken"), 1);
        assert_eq!(history::take_file(&prime, cast.site, one).await.expect("taken"), 1);
        let kept = history::file_detail(&prime, cast.site, one).await.expect("a file");
        assert_eq!((kept.file.state, kept.file.days, kept.file.known), (SiteImportState::Taken, 1, 1));
        assert!(kept.good.is_empty(), "rows are kept no longer than they are needed");
        // Its last day is judged when it is taken.
        let late = look(&prime, &cast, FileKind::Days, &[row(who, 16)]).await;
        app.at(20_270_101, "00:00");
        assert_eq!(history::take_file(&prime, cast.site, late).await.expect("taken"), 0);
        assert_eq!(record(&app, &cast, who, 16).await, None);
        consistent(&app).await;
    });
}

#[test]
fn the_r_method_says_which_days_were_worked_and_takes_the_rest_from_the_roster() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        let (who, prime, gate) = (cast.people[0], cast.admin(&app, cast.prime), cast.gate(&app));
        gate.send(&whole(16, who)).await;
        let rows = [marks(who, &[16, 17, 18]), marks(cast.unrostered, &[18])];
        let id = look(&prime, &cast, FileKind::KentaikyoR, &rows).await;
        assert_eq!(found(&prime, &cast, id).await, (vec![], 3, 1), "a day that was touched is left out");
        assert_eq!(history::take_file(&prime, cast.site, id).await.expect("taken"), 3);
        let made = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!((made.first_in, made.last_out, made.channel), (None, None, Channel::KentaikyoR));
        assert!(made.trade.is_some() && made.role.is_some() && made.by_hand, "as on the roster");
        let unlisted = record(&app, &cast, cast.unrostered, 18).await.expect("a record");
        assert_eq!((unlisted.trade, unlisted.role), (None, None), "counts for no level until it is completed");
        // A touch that comes later says when; the row of another person's month is told by its cell.
        gate.send(&[typed(clock(20_261_118, "07:55"), TouchKind::In, who)]).await;
        gate.send(&[typed(clock(20_261_118, "17:05"), TouchKind::Out, who)]).await;
        let touched = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!((touched.first_in, touched.channel), (Some(clock(20_261_118, "07:55")), Channel::Gate));
        assert_eq!(told(&approved(&prime, &cast, &many(&[(who, &[18])])).await), (1, vec![]));
        let future = look(&prime, &cast, FileKind::KentaikyoR, &[marks(who, &[19, 21])]).await;
        assert_eq!(found(&prime, &cast, future).await, (vec!["Y2 InFuture".to_owned()], 0, 0));
        consistent(&app).await;
    });
}

#[test]
fn what_is_no_file_of_days_or_too_long_is_refused_as_a_whole() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        let prime = cast.admin(&app, cast.prime);
        let send = |content: Vec<u8>| history::look_at_file(&prime, cast.site, FileKind::Days, ("x.csv", content));
        assert_eq!(refusal(send(file(FileKind::Days, &[]))).await, "history_file.no_rows");
        assert_eq!(refusal(send(b"\x00\x01".to_vec())).await, "bulk.not_sheet");
        assert_eq!(refusal(send(vec![b'a'; 4_000_001])).await, "too_large");
        assert_eq!(refusal(send(b"x,y\n1,2\n".to_vec())).await, "form.problems");
        let many = vec!["x".to_owned(); 2_001];
        assert_eq!(refusal(send(file(FileKind::Days, &many))).await, "history_file.too_many");
        let id = look(&prime, &cast, FileKind::Days, &many[..2_000]).await;
        let kept = history::file_detail(&prime, cast.site, id).await.expect("a file");
        assert_eq!((kept.file.rows, kept.file.days), (2_000, 0));
    });
}
