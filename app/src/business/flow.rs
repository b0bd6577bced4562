//! From page to page of the business's form, of a first registration, a renewal or a change. Invariant: nothing is begun by
//! looking; what is wrong with a page is said on it before one goes on, and one can always go to the list instead.

use super::registration::PAGE as REGISTRATION;
use crate::{
    application::{
        bound::{sent_to, sent_to_begin},
        frame::NOTHING_TYPED,
        mine::{self, Mine},
        words as application_words,
    },
    shell::{Flash, UiError, call, error::NOT_FOUND, request::Request},
};
use domain::{
    access::Role,
    application::{ApplicantView, ApplicationKind, Deficiency, Mending, Onward, PhotoInfo, onward},
    business::{BusinessForm, EVIDENCE, FINAL, Filing, PAGES, Page, changed, page, page_of},
    form::FieldProblem,
    id::ApplicationId,
    proxy::PAPER,
    time::WorkDate,
};

/// Name of the picture's input.
pub const PICTURE: &str = "picture";

/// The list of pages of a filing.
pub const fn list_address(filing: Filing) -> &'static str {
    application_words::form_page(ApplicationKind::of_filing(filing))
}

/// The address of a page.
pub fn page_address(filing: Filing, code: &str) -> String {
    format!("{}/{code}", list_address(filing))
}

/// Check your answers.
pub fn check_address(filing: Filing) -> String {
    page_address(filing, "check")
}

/// Where the picture of a filing's evidence is sent to and shown.
pub fn file_address(filing: Filing) -> String {
    format!("/register/business-file/{}", filing.code())
}

/// Where the picture of the signed consent is sent to.
pub fn paper_address(filing: Filing) -> String {
    format!("{}/consent", file_address(filing))
}

/// The filing a form or an address names; a first registration where it names none. Errors: `not_found`.
pub fn from_form(code: &str) -> Result<Filing, UiError> {
    if code.is_empty() {
        return Ok(Filing::Registration);
    }
    Filing::from_code(code).ok_or_else(|| UiError::of(NOT_FOUND))
}

/// The name of the input problems of a field stand beside.
pub fn input_of(field: &str) -> &str {
    if field == EVIDENCE { PICTURE } else { field }
}

/// Where a field is put right: its page, with every problem of it shown.
pub fn place_in(filing: Filing, field: &str) -> String {
    match page_of(field) {
        Some(page) => format!("{}?check=1#{}", page_address(filing, page.code), input_of(field)),
        None if FINAL.contains(&field) || field == PAPER => format!("{}#{field}", check_address(filing)),
        // The look at who came and at the papers stands at the counter, with the list of what was taken there.
        None if field == services::counter::CHECK => "/counter".to_owned(),
        None => format!("#{field}"),
    }
}

/// [`place_in`] of one filing.
pub const fn place_of(filing: Filing) -> fn(&str) -> String {
    match filing {
        Filing::Registration => |field| place_in(Filing::Registration, field),
        Filing::Renewal => |field| place_in(Filing::Renewal, field),
        Filing::Change => |field| place_in(Filing::Change, field),
    }
}

/// A filing as it is filled in now.
pub struct Draft {
    /// What is applied for.
    pub filing: Filing,
    /// A further period that is a new registration under the same number, not a renewal.
    pub anew: bool,
    /// What was typed, or what is registered where nothing has been begun.
    pub form: BusinessForm,
    /// What was registered when it was begun.
    pub base: Option<BusinessForm>,
    /// A password has been chosen.
    pub password_set: bool,
    /// The picture of the evidence, once sent.
    pub evidence: Option<PhotoInfo>,
    /// The picture of the signed consent, where it is filed for the business.
    pub paper: Option<PhotoInfo>,
    /// The one who fills it in is a scrivener or counter.
    pub for_somebody: bool,
    /// The day by which it is checked.
    pub today: WorkDate,
    /// What this browser is bound to while nothing has been begun.
    pub over: Option<ApplicationId>,
    /// Where it stands; `None` where nothing has been begun.
    pub view: Option<ApplicantView>,
}

impl Draft {
    /// What the reviewer returned, on a page or anywhere.
    pub fn deficiencies(&self, holds: impl Fn(&str) -> bool) -> Vec<Deficiency> {
        let all = self.view.iter().flat_map(|view| &view.deficiencies);
        all.filter(|deficiency| holds(&deficiency.field)).cloned().collect()
    }
    /// Everything that stands against handing it in, in page order.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let has = self.evidence.is_some();
        self.form.problems(self.filing, self.base.as_ref(), self.today, self.password_set, has)
    }
    /// Those of one page.
    pub fn problems_on(&self, page: &Page) -> Vec<FieldProblem> {
        self.problems().into_iter().filter(|problem| page.holds(&problem.field)).collect()
    }
    /// The address a form of it goes to. A business's own filing is found by its log-in and not by what this browser is bound to.
    pub fn sent_to(&self, path: &str) -> String {
        let is_own = call().actor.business.is_some() && !self.for_somebody;
        match &self.view {
            _ if is_own => path.to_owned(),
            Some(view) => sent_to(path, view.id),
            None => sent_to_begin(path, self.over),
        }
    }
    /// Names of the fields that say something else than is registered, where it is of somebody registered.
    pub fn differing(&self) -> Vec<&'static str> {
        self.base.as_ref().map(|base| changed(base, &self.form)).unwrap_or_default()
    }
    /// Whether a document must be sent.
    pub fn is_proof_wanted(&self) -> bool {
        self.form.is_proof_wanted(self.filing, self.base.as_ref())
    }
}

#[cfg(test)]
impl Draft {
    /// What was typed, over what is registered, of a filing that nobody has begun.
    pub fn typed(filing: Filing, form: BusinessForm, base: Option<BusinessForm>) -> Self {
        Self {
            filing,
            anew: false,
            form,
            base,
            password_set: false,
            evidence: None,
            paper: None,
            for_somebody: false,
            today: WorkDate::from_stored(20_261_121),
            over: None,
            view: None,
        }
    }
}

/// A filing, or where to go instead: it is being reviewed, or the time for it is past or to come.
pub enum Opened {
    /// To fill in.
    Draft(Box<Draft>),
    /// Elsewhere.
    Elsewhere(String),
}

/// The filing this browser holds by a link, or works on for a business. Who is logged in as a business goes by what is
/// registered of it.
async fn held(request: &Request, filing: Filing) -> Result<Option<Mine>, UiError> {
    let is_firm = matches!(request.call.actor.role, Role::BusinessAdmin | Role::SiteAdmin);
    if is_firm && filing != Filing::Registration {
        return Ok(None);
    }
    mine::current_of(request, ApplicationKind::of_filing(filing)).await
}

/// Opens a filing without beginning it.
pub async fn open(request: &Request, filing: Filing) -> Result<Opened, UiError> {
    if let Some(mine) = held(request, filing).await? {
        return opened(&mine, filing, |number| format!("/register/{number}")).await;
    }
    if filing == Filing::Registration {
        return begun_by_nobody(request, (filing, false), BusinessForm::default(), None).await;
    }
    let registration = services::business::registration(&request.call).await?;
    let Some(under_way) = registration.under_way(filing) else {
        if !registration.may_begin(filing) {
            return Ok(Opened::Elsewhere(REGISTRATION.to_owned()));
        }
        let anew = filing == Filing::Renewal && registration.is_anew();
        let form = registration.form.begun_again();
        return begun_by_nobody(request, (filing, anew), form.clone(), Some(form)).await;
    };
    // What another is still entering is taken over on the page of the registration, by a button.
    if under_way.with_filer.is_some() {
        return Ok(Opened::Elsewhere(REGISTRATION.to_owned()));
    }
    opened(&Mine::of(request, under_way.id), filing, |_| REGISTRATION.to_owned()).await
}

async fn begun_by_nobody(
    request: &Request,
    (filing, anew): (Filing, bool),
    form: BusinessForm,
    base: Option<BusinessForm>,
) -> Result<Opened, UiError> {
    let (today, over) = (request.call.today(), mine::bound(request).await?);
    Ok(Opened::Draft(Box::new(Draft {
        filing,
        anew,
        form,
        base,
        password_set: false,
        evidence: None,
        paper: None,
        for_somebody: false,
        today,
        over,
        view: None,
    })))
}

async fn opened(mine: &Mine, filing: Filing, shut: impl FnOnce(&str) -> String) -> Result<Opened, UiError> {
    let draft = services::application::business_draft(&mine.call, mine.id).await?;
    if !draft.view.state.is_editable() {
        return Ok(Opened::Elsewhere(shut(&draft.view.number)));
    }
    Ok(Opened::Draft(Box::new(Draft {
        filing,
        anew: draft.view.anew,
        form: draft.form,
        base: draft.base,
        password_set: draft.password_set,
        evidence: draft.evidence,
        paper: draft.paper,
        for_somebody: mine.for_somebody,
        today: draft.today,
        over: None,
        view: Some(draft.view),
    })))
}

/// The filing under way. Errors: `not_found`.
pub async fn mine(request: &Request, filing: Filing) -> Result<Mine, UiError> {
    if let Some(held) = held(request, filing).await? {
        return Ok(held);
    }
    if filing == Filing::Registration {
        return Err(UiError::of(NOT_FOUND));
    }
    let registration = services::business::registration(&request.call).await?;
    let found = registration.under_way(filing).ok_or_else(|| UiError::of(NOT_FOUND))?;
    Ok(Mine::of(request, found.id))
}

/// Whether the caller may fill it in at all: asked before anything sent is read. Errors: `auth.forbidden`.
pub async fn may_fill(request: &Request, filing: Filing) -> Result<(), UiError> {
    match (held(request, filing).await?, filing) {
        (Some(_), _) => Ok(()),
        (None, Filing::Registration) => Ok(services::application::may_start(&request.call)?),
        (None, Filing::Renewal | Filing::Change) => Ok(services::business::may_open(&request.call)?),
    }
}

/// The filing under way, begun where there is none. Errors: `application.nothing_typed` for a registration that is not
/// begun and of which nothing was sent.
pub async fn begin(request: &Request, filing: Filing, untouched: bool) -> Result<Mine, UiError> {
    if let Some(held) = held(request, filing).await? {
        return Ok(held);
    }
    if filing == Filing::Registration {
        let mine = mine::open_for(request, ApplicationKind::Business, untouched).await?;
        return mine.ok_or_else(|| UiError::of(NOTHING_TYPED));
    }
    let id = services::business::start_filing(&request.call, filing).await?;
    Ok(Mine::of(request, id))
}

/// Keeps one page; the first time this begins the filing.
pub async fn keep(request: &Request, filing: Filing, code: &str, typed: &[(String, String)]) -> Result<Mine, UiError> {
    let here = page(code);
    let is_typed = |(name, text): &(String, String)| {
        here.is_some_and(|page| page.holds(name)) && !text.trim().is_empty() || name.starts_with("licence_trades_")
    };
    let mine = begin(request, filing, !typed.iter().any(is_typed)).await?;
    if here.is_none() {
        return Err(UiError::of(NOT_FOUND));
    }
    services::application::save_business_page(&mine.call, mine.id, code, typed).await?;
    Ok(mine)
}

/// Where one goes after a page was saved: on, to the list, or back to it where something is wrong with it.
pub async fn after_page(request: &Request, filing: Filing, code: &str, then: &str) -> Result<Flash, UiError> {
    let here = page(code).ok_or_else(|| UiError::of(NOT_FOUND))?;
    if then == "list" {
        return Ok(Flash::to(list_address(filing)).done("saved"));
    }
    let draft = match open(request, filing).await? {
        Opened::Draft(draft) => draft,
        Opened::Elsewhere(to) => return Ok(Flash::to(to)),
    };
    let found = draft.problems_on(here);
    if !found.is_empty() {
        return Ok(Flash::to(page_address(filing, code)).failed(UiError::fields(found)));
    }
    Ok(Flash::to(next_page(&draft, code)).done("saved"))
}

/// The address after a page nothing is wrong with: the next page; of what was returned, what still wants something.
fn next_page(draft: &Draft, code: &str) -> String {
    let filing = draft.filing;
    let mending = |page: &Page| Mending::of(&draft.deficiencies(|field| page.holds(field)));
    let returned: Vec<(&str, Mending)> = PAGES.iter().map(|page| (page.code, mending(page))).collect();
    match onward(&returned, code) {
        Onward::AsEver => {
            let next = PAGES.iter().skip_while(|page| page.code != code).nth(1);
            next.map_or_else(|| check_address(filing), |page| page_address(filing, page.code))
        }
        Onward::Page(code) => page_address(filing, code),
        Onward::Check => check_address(filing),
    }
}
