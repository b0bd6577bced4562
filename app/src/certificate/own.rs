//! The page of one's own certificates, of a person and, by its parts, of a business. Invariant: what can be chosen is what the register can say
//! today, with its words beside it, so that nobody hands out what they did not see.

use super::{
    EndCertificate, HolderCode,
    api::{ENDED, OWN},
    file::of_page,
};
use crate::shell::{
    Banner, ButtonKind, Card, EmptyState, Flash, SubmitButton, Tab, Table, TechnicianLayout, Tone, UiError, call,
    field::problem_of, icon, lang, page, provide_problems, t, tag_of, tr, tw,
};
use domain::{
    access::Denied,
    certificate::{Carrier, Item, Kind, Made, Own},
    time::Instant,
};
use i18n::{date, msg::certificate as m, word};
use leptos::{prelude::*, server_fn::ServerFn};

/// The form's id, by which the key of the phone joins it from elsewhere on the page.
pub(super) const FORM: &str = "certificate-form";

/// `/passport/certificate`.
#[component]
pub fn CertificatePage() -> impl IntoView {
    page(async {
        let call = call();
        let own = services::certificate::own(&call, Kind::Technician).await?;
        let technician = call.actor.technician.ok_or(services::Error::Forbidden(Denied::Role))?;
        let flash = Flash::take(OWN).await?;
        let said = said(&flash);
        provide_problems(flash.problems);
        let (form, list) = (form(OWN, &own), list(&own, EndCertificate::PATH, call.now()));
        Ok(view! {
            <TechnicianLayout title=m::TITLE tab=Tab::More back="/passport/more">
                {said}
                <p>{tr(m::LEAD)}</p>
                {form}
                <Card title=m::SECOND_TITLE>
                    <p>{tr(m::SECOND_LEAD)}</p>
                    <HolderCode technician form=FORM.to_owned() />
                </Card>
                {list}
                <p>
                    <a href="/verify">{tr(m::TO_VERIFY)}</a>
                </p>
            </TechnicianLayout>
        })
    })
}

/// What was done, or why it was not.
pub(super) fn said(flash: &Flash) -> impl IntoView + use<> {
    let done = flash.done.as_deref() == Some(ENDED);
    // Problems of the choice stand beside it.
    let failed = flash.error.as_ref().filter(|_| flash.problems.is_empty()).map(|error: &UiError| error.words(lang()));
    view! {
        {done.then(|| view! { <Banner tone=Tone::Ok>{tr(m::DONE_END)}</Banner> })}
        {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
    }
}

/// What the register can say, to choose from, and the two ways to take it away.
pub(super) fn form(page: &'static str, own: &Own) -> impl IntoView + use<> {
    let problem = problem_of("items");
    let bad = problem.is_some();
    let rows = own.offered.iter().map(|(item, said)| choice(*item, said)).collect_view();
    view! {
        <form method="post" action=of_page(page) class="form" id=FORM>
            <fieldset class="field" class:bad=bad>
                <legend>{tr(m::ITEMS)}</legend>
                {problem.map(|words| view! { <p class="problem" id="items-problem">{words}</p> })}
                <div class="choices">{rows}</div>
            </fieldset>
            <p class="hint">{tr(m::FILE_HINT)}</p>
            <p class="actions">
                <button type="submit" class="button" name="carrier" value=Carrier::Paper.code()>
                    {tr(m::MAKE_PAPER)}
                </button>
                <button type="submit" class="button outline" name="carrier" value=Carrier::File.code()>
                    {tr(m::MAKE_FILE)}
                </button>
            </p>
        </form>
    }
}

fn choice(item: Item, said: &[String]) -> impl IntoView + use<> {
    let id = format!("items-{}", item.code());
    let of = id.clone();
    let words: Vec<String> = said.iter().map(|said| word::certified(lang(), item, said)).collect();
    let aside = (!item.is_on_paper()).then(|| view! { <small>" (" {t(m::FILE_ONLY)} ")"</small> });
    view! {
        <label class="choice" for=of>
            <input type="checkbox" id=id name=super::file::ITEMS value=item.code() checked=true />
            <span>{t(word::certificate_item(item))} ": " {words.join(", ")} {aside}</span>
        </label>
    }
}

/// Those made, each with the way to take it back while it holds.
pub(super) fn list(own: &Own, end: &'static str, now: Instant) -> impl IntoView + use<> {
    if own.made.is_empty() {
        return view! { <EmptyState title=t(m::MADE_NONE) /> }.into_any();
    }
    let heads = [m::NUMBER, m::MADE, m::LAST_DAY, m::STATE].map(|head| t(head).to_owned()).to_vec();
    let rows = own.made.iter().map(|made| row(made, end, now)).collect_view();
    view! {
        <Table caption=t(m::MADE_LIST) heads>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(made: &Made, end: &'static str, now: Instant) -> impl IntoView + use<> {
    let state = match made.ended {
        Some((_, why)) => tag_of(Tone::Plain, None, t(word::certificate_ended(why))),
        None if now >= made.until => tag_of(Tone::Plain, None, t(m::OVER)),
        None => tag_of(Tone::Ok, Some(icon::CHECK), t(m::HOLDS)),
    };
    let holds = made.ended.is_none() && now < made.until;
    let button = holds.then(|| {
        let label = tw(m::END_OF, &[("number", &made.number)]);
        view! {
            <form method="post" action=end>
                <input type="hidden" name="certificate" value=made.id.to_string() />
                <SubmitButton text=label kind=ButtonKind::Text />
            </form>
        }
    });
    let day = |at: Instant| date::day_only(lang(), at.date());
    view! {
        <tr>
            <th scope="row">{made.number.clone()}</th>
            <td data-label=t(m::MADE)>{day(made.made_at)}</td>
            <td data-label=t(m::LAST_DAY)>{day(made.until.plus_ms(-1))}</td>
            <td data-label=t(m::STATE)>{state} {button}</td>
        </tr>
    }
}
