//! What primes see of businesses below them, and what was done under lent IDs.

use crate::play::{Desk, admin, business_form, code, stranger};
use domain::{
    access::Role,
    admin_id::IdForm,
    business::{REGISTERED, Viewer, is_visible},
    id::{BusinessId, SiteId},
    site::SiteForm,
};
use services::{Call, account, admin_id, business, site, structure};
use testkit::{TestApp, both};

fn site_form() -> SiteForm {
    let text = str::to_owned;
    SiteForm {
        name: text("臨海南橋"),
        postcode: text("135-0016"),
        prefecture: text("13"),
        address: text("江東区東陽1"),
        start: text("2026-11-01"),
        end: text("2026-12-31"),
        client_name: text("港区"),
        public_client: text("yes"),
        work_kind: text("civil"),
        day_boundary: text("00:00"),
        ..SiteForm::default()
    }
}

async fn root(app: &TestApp, id: SiteId) -> domain::id::StructureId {
    store::structure::of_site(app.db().read(), id).await.unwrap()[0].id
}

#[test]
fn those_above_see_of_a_business_what_the_published_table_shows_while_the_site_is_open() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let mut firms = Vec::new();
        for name in ["元請建設株式会社", "一次建設株式会社", "二次建設株式会社", "よその建設株式会社"]
        {
            let issued = desk.business(&app, business_form(name)).await;
            firms.push((issued.business_id.unwrap(), admin(&app, &issued).await));
        }
        let [(_, prime), (first, upper), (second, lower), (_, other)] =
            <[(BusinessId, Call); 4]>::try_from(firms).ok().unwrap();
        assert_eq!(code(business::partner(&prime, first).await), "business.not_partner", "no site yet");
        let site = site::create(&prime, &site_form()).await.unwrap();
        let place = structure::add(&prime, site, root(&app, site).await, first).await.unwrap();
        structure::add(&upper, site, place, second).await.unwrap();

        for above in [&prime, &upper] {
            let seen = business::partner(above, second).await.unwrap();
            assert_eq!(seen.name, "二次建設株式会社");
            let shown: Vec<&str> = seen.fields.iter().map(|(field, _)| field.as_str()).collect();
            for field in REGISTERED {
                let opens = is_visible(field, Viewer::AboveOnOpenSite);
                assert!(opens || !shown.contains(field), "{field} is not for primes");
            }
            assert!(shown.contains(&"address") && shown.contains(&"pension") && !shown.contains(&"mail"));
        }
        assert!(business::partner(&lower, second).await.is_ok(), "one's own");
        for (who, of) in [(&lower, first), (&other, second), (&prime, crate::firms::unknown())] {
            assert_eq!(code(business::partner(who, of).await), "business.not_partner");
        }
        for role in [Role::Public, Role::Technician, Role::SiteAdmin, Role::Scrivener] {
            let refused = code(business::partner(&stranger(&app, role), second).await);
            assert!(refused.starts_with("forbidden."), "{role:?}: {refused}");
        }
        app.at(20_261_231, "23:00");
        assert!(business::partner(&prime, second).await.is_ok(), "the last day of the site");
        app.at(20_270_101, "00:00");
        assert_eq!(code(business::partner(&prime, second).await), "business.not_partner", "the site has ended");
    });
}

#[test]
fn the_lender_sees_who_did_what_and_when_under_a_lent_id() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let lender = desk.business(&app, business_form("元請建設株式会社")).await;
        let prime = admin(&app, &lender).await;
        let sub = desk.business(&app, business_form("一次建設株式会社")).await.business_id.unwrap();
        let site = site::create(&prime, &site_form()).await.unwrap();
        let lent = IdForm {
            kind: "lent".to_owned(),
            name: "組合 事務 一".to_owned(),
            sites: vec![site.to_string()],
            body: "湊町建設組合".to_owned(),
            from: "2026-11-20".to_owned(),
            until: "2026-12-20".to_owned(),
            ..IdForm::default()
        };
        let issued = admin_id::issue(&prime, &lent).await.unwrap();
        let held = store::account::by_login_id(app.db().read(), &issued.login_id).await.unwrap().unwrap();
        let body = app.by(account::actor_of(app.db(), held.id).await.unwrap());
        assert_eq!(admin_id::lent_acts(&prime, None).await.unwrap().all, 0);
        structure::add(&body, site, root(&app, site).await, sub).await.unwrap();
        let acts = admin_id::lent_acts(&prime, None).await.unwrap();
        assert_eq!((acts.all, acts.next), (1, None));
        let act = &acts.rows[0];
        assert_eq!(
            (act.process.as_str(), act.body.as_str(), act.name.as_str()),
            ("structure.add", "湊町建設組合", "組合 事務 一")
        );
        assert_eq!((act.site.as_deref(), act.login_id.as_str()), (Some("臨海南橋"), issued.login_id.as_str()));
        admin_id::end(&prime, held.id).await.unwrap();
        assert_eq!(admin_id::lent_acts(&prime, None).await.unwrap().all, 1, "what an ended ID did stays");

        let other = desk.business(&app, business_form("よその建設株式会社")).await;
        assert_eq!(admin_id::lent_acts(&admin(&app, &other).await, None).await.unwrap().all, 0, "another's");
        assert_eq!(code(admin_id::lent_acts(&body, None).await), "forbidden.role", "not the one it is lent to");
        for role in [Role::Public, Role::Technician, Role::Operator, Role::Scrivener] {
            assert!(code(admin_id::lent_acts(&stranger(&app, role), None).await).starts_with("forbidden."), "{role:?}");
        }
    });
}
