//! `/business/certificate`: a business's own certificates.

use super::{EndBusinessCertificate, api::BUSINESS, own};
use crate::{
    application::frame as office,
    business::{frame, registration::PAGE as REGISTRATION},
    shell::{Flash, OfficeLayout, call, page, provide_problems, t},
};
use domain::certificate::Kind;
use i18n::msg::{self, certificate as m};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/business/certificate`.
#[component]
pub fn BusinessCertificatePage() -> impl IntoView {
    page(async {
        let call = call();
        let mine = services::certificate::own(&call, Kind::Business).await?;
        let who = office::who().await?;
        let flash = Flash::take(BUSINESS).await?;
        let said = own::said(&flash);
        provide_problems(flash.problems);
        let (form, list) = (own::form(BUSINESS, &mine), own::list(&mine, EndBusinessCertificate::PATH, call.now()));
        let crumbs = vec![(REGISTRATION.to_owned(), t(msg::business::REGISTRATION_TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav(REGISTRATION) crumbs>
                {said}
                <p>{t(m::LEAD)}</p>
                {form}
                {list}
                <p>
                    <a href="/verify">{t(m::TO_VERIFY)}</a>
                </p>
            </OfficeLayout>
        })
    })
}
