//! Items of lists put right by two persons: changed, added, struck out, and found by day.

use crate::{
    change::{detailed, filed, firm, judged_good},
    play::{Desk, business_form, code, fields, picture, stranger, technician_form},
};
use domain::{
    access::Role,
    correction::{Data, Manner, Subject},
    form::Problem,
    id::TechnicianId,
    notice::{NoticeKind, Value},
    technician::{List, TechnicianForm},
    time::WorkDate,
};
use services::{
    Call, application,
    correction::{self, Proposal},
    document, notice, registration,
};
use testkit::{TestApp, both};

async fn known(call: &Call, id: TechnicianId) -> TechnicianForm {
    match correction::registered(call, Subject::Technician(id)).await.unwrap().data {
        Data::Technician(form) => *form,
        Data::Business(_) => panic!("a person"),
    }
}

fn added(form: &mut TechnicianForm, list: List, values: &[(&str, &str)]) -> String {
    let key = form.add_item(list);
    form.put_item(list, &key, values.iter().copied());
    key
}

/// Another year of a school, an award more, and a qualification less.
async fn typed(call: &Call, id: TechnicianId) -> TechnicianForm {
    let mut form = known(call, id).await;
    form.put_item(List::Schools, "k1", [("year", "2015")]);
    added(&mut form, List::Awards, &[("name", " 見本賞 "), ("on", "2026/3/1")]);
    form.remove_item(List::Qualifications, "k1");
    "joined".clone_into(&mut form.accident_insurance);
    "self_employed".clone_into(&mut form.accident_insurance_kind);
    form
}

async fn person(app: &TestApp, desk: &Desk) -> (Call, TechnicianId) {
    let main = firm(app, desk, "港栄建設株式会社").await;
    let me = detailed(app, desk, main).await;
    let id = me.actor.technician.unwrap();
    (me, id)
}

#[test]
fn items_are_changed_added_and_struck_out_and_each_day_has_its_own() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (me, id) = person(&app, &desk).await;
        let of = Subject::Technician(id);
        let before = known(&desk.reviewer, id).await;
        app.at(20_270_110, "10:00");
        let data = Data::Technician(Box::new(typed(&desk.reviewer, id).await));
        let entered = correction::enter(&desk.reviewer, of, &Proposal::new(data, "卒業証書で確かめた")).await.unwrap();
        assert_eq!(known(&desk.reviewer, id).await, before, "nothing changes before it is approved");
        assert_eq!(code(correction::approve(&desk.reviewer, entered).await), "correction.two_persons");
        let case = correction::case(&desk.operator, entered).await.unwrap();
        let seen: Vec<_> = case.changed.iter().map(|one| (one.field.as_str(), one.manner())).collect();
        assert_eq!(
            seen,
            [
                ("accident_insurance", Manner::Changed),
                ("accident_insurance_kind", Manner::Added),
                ("schools.k1", Manner::Changed),
                ("qualifications.k1", Manner::StruckOut),
                ("awards.k1", Manner::Added),
            ]
        );
        let inputs = |at: usize| -> Vec<(String, String, String)> {
            case.changed[at].parts().into_iter().map(|one| (one.field, one.before, one.after)).collect()
        };
        let line = |field: &str, old: &str, new: &str| (field.to_owned(), old.to_owned(), new.to_owned());
        assert_eq!(inputs(2), [line("year", "2014", "2015")]);
        assert_eq!(inputs(4), [line("name", "", "見本賞"), line("on", "", "2026-03-01")], "as it will be registered");
        assert!(!case.is_on_card());

        correction::approve(&desk.operator, entered).await.unwrap();
        let seen = registration::view(&me, None).await.unwrap();
        let form = &seen.registered.form;
        assert_eq!((form.schools[0].year.as_str(), form.awards[0].name.as_str()), ("2015", "見本賞"));
        assert_eq!((form.qualifications.len(), form.accident_insurance_kind.as_str()), (0, "self_employed"));
        assert_eq!(seen.employments.len(), 1, "employments stay");
        let day = |number| Some(WorkDate::from_stored(number));
        let then = registration::view(&me, day(20_270_109)).await.unwrap().registered.form;
        assert_eq!((then.schools[0].year.as_str(), then.awards.len(), then.qualifications.len()), ("2014", 0, 1));
        assert_eq!((then.accident_insurance.as_str(), then.employer_id.is_empty()), ("none", false));
        let changed = &seen.days[0];
        assert_eq!(changed.day.number(), 20_270_110);
        let lists = ["schools", "qualifications", "awards", "accident_insurance"];
        assert!(lists.iter().all(|name| changed.fields.iter().any(|field| field == name)), "{:?}", changed.fields);

        let told = notice::list(&me).await.unwrap();
        let made = told.iter().find(|line| line.kind == NoticeKind::CorrectionMade).unwrap();
        let fields = ["accident_insurance", "accident_insurance_kind", "schools.k1", "qualifications.k1", "awards.k1"];
        assert_eq!(made.values.get("fields"), Some(&Value::Fields(fields.map(str::to_owned).to_vec())));
        let trail = store::event::of_subject(app.db().read(), "technician", &id.to_string(), 50).await.unwrap();
        let noted = trail.iter().find(|event| event.process == "technician.correct").unwrap();
        assert!(noted.old.as_ref().unwrap().contains("2014") && noted.new.as_ref().unwrap().contains("2015"));
        assert!(trail.iter().all(|event| !format!("{event:?}").contains("2019-05-01")), "what stays is not told again");

        // Put back as it was, it is what it was before; the days between keep theirs.
        app.at(20_270_120, "10:00");
        let mut back = known(&desk.reviewer, id).await;
        back.put_item(List::Schools, "k1", [("year", "2014")]);
        back.remove_item(List::Awards, "k1");
        let lifting = [("name", "玉掛け技能講習"), ("acquired", "2016-02-01")];
        let key = added(&mut back, List::Qualifications, &lifting);
        "none".clone_into(&mut back.accident_insurance);
        let proposal = Proposal::new(Data::Technician(Box::new(back)), "前の訂正がまちがい");
        let proposal = proposal.with_file(&List::Qualifications.field(&key), picture(300, 600));
        let again = correction::enter(&desk.operator, of, &proposal).await.unwrap();
        correction::approve(&desk.reviewer, again).await.unwrap();
        let mut expected = before.clone();
        expected.put_item(List::Qualifications, "k1", [("expires", "")]);
        let now = known(&desk.reviewer, id).await;
        assert!(now == expected, "the certificate that had gone by meanwhile has no end");
        let between = registration::view(&me, day(20_270_115)).await.unwrap().registered.form;
        assert_eq!((between.schools[0].year.as_str(), between.awards.len()), ("2015", 1));
    });
}

#[test]
fn what_is_added_is_proved_and_its_picture_is_the_offices_until_it_is_registered() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (me, id) = person(&app, &desk).await;
        let of = Subject::Technician(id);
        let mut form = known(&desk.reviewer, id).await;
        let key = added(&mut form, List::Qualifications, &[("name", "足場の組立て"), ("acquired", "2020-01-01")]);
        let field = List::Qualifications.field(&key);
        let data = Data::Technician(Box::new(form));
        let missing = fields(correction::enter(&desk.reviewer, of, &Proposal::new(data.clone(), "x")).await);
        assert_eq!(
            (missing[0].field.as_str(), &missing[0].problem),
            ("qualifications.k2.picture", &Problem::NoPicture)
        );
        let broken = Proposal::new(data.clone(), "x").with_file(&field, vec![1, 2, 3]);
        let refused = fields(correction::enter(&desk.reviewer, of, &broken).await);
        assert_eq!(refused[0].field, "qualifications.k2.picture");
        assert!(matches!(&refused[0].problem, Problem::Refused { .. }));
        let proposal = Proposal::new(data, "修了証の写しで確かめた")
            .with_file(&field, picture(300, 700))
            .with_file("qualifications.k1", picture(300, 800))
            .with_file("employers.k1", picture(300, 800));
        let entered = correction::enter(&desk.reviewer, of, &proposal).await.unwrap();
        let case = correction::case(&desk.operator, entered).await.unwrap();
        let pages: Vec<_> =
            case.changed.iter().map(|one| (one.field.as_str(), one.pages_before, one.pages_after)).collect();
        assert_eq!(pages, [("qualifications.k1", 1, 1), ("qualifications.k2", 0, 1)]);

        app.call.clock.set(app.call.now().plus_ms(2 * domain::time::HOUR_MS));
        document::sweep(&app.system()).await.unwrap();
        let look = async |call: &Call, field: &str, before: bool, page: u32| {
            document::find_of_corrected(call, entered, field, before, page).await
        };
        for (field, before) in [("qualifications.k2", false), ("qualifications.k1", false), ("qualifications.k1", true)]
        {
            let found = look(&desk.operator, field, before, 1).await.unwrap();
            assert!(found.load(&app.system()).await.is_ok(), "{field} {before} is kept");
        }
        for (field, before, page) in
            [("qualifications.k2", true, 1), ("qualifications.k2", false, 2), ("schools.k1", false, 1)]
        {
            assert_eq!(code(look(&desk.operator, field, before, page).await.map(drop)), "not_found", "{field}");
        }
        for role in [Role::Technician, Role::BusinessAdmin, Role::Registrar] {
            let refused = look(&stranger(&app, role), "qualifications.k2", false, 1).await;
            assert_eq!(code(refused.map(drop)), "forbidden.role", "{role:?}");
        }
        assert_eq!(
            code(look(&me, "qualifications.k2", false, 1).await.map(drop)),
            "forbidden.role",
            "not registered yet"
        );

        correction::approve(&desk.operator, entered).await.unwrap();
        let found = registration::find_picture(&me, "qualifications.k2", 1).await.unwrap();
        assert!(found.load(&me).await.unwrap().bytes.starts_with(&[0xff, 0xd8]));
        let kept = store::technician::detail::qualifications(app.db().read(), id).await.unwrap();
        assert_eq!(kept.len(), 2);
        assert!(kept.iter().all(|one| one.picture.is_some()) && kept[0].picture != kept[1].picture);
    });
}

#[test]
fn an_item_that_changed_meanwhile_is_not_put_right_over() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (me, id) = person(&app, &desk).await;
        let of = Subject::Technician(id);
        let data = Data::Technician(Box::new(typed(&desk.reviewer, id).await));
        let entered = correction::enter(&desk.reviewer, of, &Proposal::new(data, "x")).await.unwrap();
        let (call, change) = filed(&app, &me, &[], |_| {}).await;
        let year = [("year".to_owned(), "2013".to_owned())];
        application::put_item(&call, change, List::Schools, Some("k1"), &year).await.unwrap();
        application::submit(&call, change).await.unwrap();
        judged_good(&desk, change).await;
        assert_eq!(code(correction::approve(&desk.operator, entered).await), "correction.moved_on");
        let now = known(&desk.reviewer, id).await;
        assert_eq!((now.schools[0].year.as_str(), now.qualifications.len()), ("2013", 1));
        correction::refuse(&desk.operator, entered, "登録が変わった").await.unwrap();
        // Beside what is registered now it goes through.
        let data = Data::Technician(Box::new(typed(&desk.reviewer, id).await));
        let anew = correction::enter(&desk.reviewer, of, &Proposal::new(data, "x")).await.unwrap();
        correction::approve(&desk.operator, anew).await.unwrap();
        assert_eq!(known(&desk.reviewer, id).await.schools[0].year, "2015");
    });
}

#[test]
fn a_change_of_employment_meanwhile_is_no_change_of_what_is_put_right() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (me, id) = person(&app, &desk).await;
        let data = Data::Technician(Box::new(typed(&desk.reviewer, id).await));
        let of = Subject::Technician(id);
        let entered = correction::enter(&desk.reviewer, of, &Proposal::new(data, "x")).await.unwrap();
        let (call, change) = filed(&app, &me, &["employer"], |form| {
            form.employer_id.clear();
            "2026-11-30".clone_into(&mut form.employed_until);
        })
        .await;
        application::submit(&call, change).await.unwrap();
        judged_good(&desk, change).await;
        correction::approve(&desk.operator, entered).await.unwrap();
        let seen = registration::view(&me, None).await.unwrap();
        assert_eq!(seen.employments[0].until.map(WorkDate::number), Some(20_261_130));
        assert_eq!(seen.registered.form.schools[0].year, "2015");
    });
}

#[test]
fn what_is_wrong_in_an_item_is_told_beside_it_and_a_simple_registrant_has_few_lists() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, id) = person(&app, &desk).await;
        let of = Subject::Technician(id);
        let mut form = known(&desk.reviewer, id).await;
        form.put_item(List::Schools, "k1", [("year", "1919"), ("name", "")]);
        added(&mut form, List::Awards, &[("name", "見本賞"), ("on", "2031-01-01")]);
        let wrong = Proposal::new(Data::Technician(Box::new(form)), "");
        let found = fields(correction::enter(&desk.reviewer, of, &wrong).await);
        let named: Vec<&str> = found.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(named, ["schools.k1.name", "schools.k1.year", "awards.k1.on", "reason"]);

        let simple = desk.technician(&app, technician_form()).await.technician_id.unwrap();
        let of = Subject::Technician(simple);
        let mut form = known(&desk.reviewer, simple).await;
        added(&mut form, List::Awards, &[("name", "見本賞"), ("on", "2020-01-01")]);
        let nothing = Proposal::new(Data::Technician(Box::new(form.clone())), "x");
        assert_eq!(code(correction::enter(&desk.reviewer, of, &nothing).await), "correction.nothing");
        added(&mut form, List::Subtrades, &[("trade", "06"), ("subtrade", "other"), ("name", "見本の仕事")]);
        let proposal = Proposal::new(Data::Technician(Box::new(form)), "x");
        let entered = correction::enter(&desk.reviewer, of, &proposal).await.unwrap();
        correction::approve(&desk.operator, entered).await.unwrap();
        let now = known(&desk.reviewer, simple).await;
        assert_eq!((now.subtrades[0].name.as_str(), now.awards.len()), ("見本の仕事", 0));
    });
}

#[test]
fn a_chief_is_put_right_by_what_their_register_says() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, id) = person(&app, &desk).await;
        let of = Subject::Technician(id);
        let proposal = async |number: &str| {
            let mut form = known(&desk.reviewer, id).await;
            number.clone_into(&mut form.chief_number);
            "yes".clone_into(&mut form.chief_consent);
            Proposal::new(Data::Technician(Box::new(form)), "修了証で確かめた")
        };
        let unknown = fields(correction::enter(&desk.reviewer, of, &proposal("TK-2024-00118").await).await);
        assert_eq!((unknown[0].field.as_str(), &unknown[0].problem), ("chief_number", &Problem::NotInRegister));
        let entered = correction::enter(&desk.reviewer, of, &proposal("TK-2024-00117").await).await.unwrap();
        correction::approve(&desk.operator, entered).await.unwrap();
        let kept = store::technician::detail::qualifications(app.db().read(), id).await.unwrap();
        let chief = kept.iter().find(|one| one.from_register).unwrap();
        assert_eq!((chief.name.as_str(), chief.number.as_deref()), ("登録鉄筋基幹技能者", Some("TK-2024-00117")));
        assert_eq!(kept.len(), 2, "beside what was registered");
        let same = correction::enter(&desk.reviewer, of, &proposal("TK-2024-00117").await).await;
        assert_eq!(code(same), "correction.nothing");
        let gone = correction::enter(&desk.reviewer, of, &proposal("").await).await.unwrap();
        correction::approve(&desk.operator, gone).await.unwrap();
        let kept = store::technician::detail::qualifications(app.db().read(), id).await.unwrap();
        assert!(kept.iter().all(|one| !one.from_register) && kept.len() == 1);
    });
}

#[test]
fn what_a_business_has_several_of_is_put_right_one_by_one() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let id = desk.business(&app, business_form("港栄建設株式会社")).await.business_id.unwrap();
        let of = Subject::Business(id);
        let sent = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, typed)| ((*name).to_owned(), (*typed).to_owned())).collect::<Vec<_>>()
        };
        let known = correction::registered(&desk.reviewer, of).await.unwrap().data;
        let licensed = known.typed_over(&sent(&[
            ("licence", "yes"),
            ("licence_authority", "13"),
            ("licence_class", "general"),
            ("licence_year", "5"),
            ("licence_number", "12345"),
            ("licence_trades_01", "yes"),
            ("licence_trades_05", "yes"),
            ("main_clients", "見本商事\r\n見本組"),
        ]));
        let entered = correction::enter(&desk.reviewer, of, &Proposal::new(licensed, "許可通知書")).await.unwrap();
        correction::approve(&desk.operator, entered).await.unwrap();
        let known = correction::registered(&desk.reviewer, of).await.unwrap().data;
        assert_eq!(known.typed("licence_trades"), "01 05");
        let ticks = sent(&[("licence_trades_05", "yes"), ("licence_trades_12", "yes"), ("main_clients", "見本組")]);
        let other = known.typed_over(&ticks);
        let entered = correction::enter(&desk.reviewer, of, &Proposal::new(other, "x")).await.unwrap();
        let case = correction::case(&desk.operator, entered).await.unwrap();
        let parts: Vec<_> = case.changed.iter().flat_map(domain::correction::Changed::parts).collect();
        let seen: Vec<_> = parts.iter().map(|one| (&*one.field, &*one.before, &*one.after)).collect();
        assert_eq!(
            seen,
            [("licence_trades", "01", ""), ("licence_trades", "", "12"), ("main_clients", "見本商事", "")]
        );
        correction::approve(&desk.operator, entered).await.unwrap();
        let now = correction::registered(&desk.reviewer, of).await.unwrap().data;
        assert_eq!((now.typed("licence_trades"), now.typed("main_clients")), ("05 12".to_owned(), "見本組".to_owned()));
        let moved = sent(&[("licence_trades_05", "yes"), ("licence_trades_12", "yes"), ("phone", "03-9999-0000")]);
        let card = Proposal { new_card: true, ..Proposal::new(now.typed_over(&moved), "x") };
        let refused = fields(correction::enter(&desk.reviewer, of, &card).await);
        assert_eq!(refused[0].field, "new_card", "a business has no card");
    });
}
