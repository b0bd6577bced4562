//! Every address of a page. Invariant: each is rendered whole before a byte is sent (`SsrMode::Async`), so that a
//! status, a redirect and the title are right without a script.

use crate::{
    account::{AccountsPage, LentPage, LogInPage, NewIdPage, SecondFactorPage},
    application::{
        CaseDocumentPage, CasePage, OwnDocumentPage, QueuePage, RegisterStartPage, RegistrationStatusPage, ServicePage,
    },
    business::{
        AppointmentPage, BusinessHomePage, BusinessPartPage, CheckBusinessPage, FilingPage, FilingPartPage,
        PartnerPage, PeoplePage, RegisterBusinessPage, RegistrationPage, RenewalsPage,
    },
    card::{CardPage, ReadPage},
    card_order::{CardBatchPage, CardBatchesPage, CardOrdersPage, ReturnedCardsPage},
    correction::{CorrectionPage, CorrectionsPage, EnterCorrectionPage},
    counter::{AppointmentsPage, CounterCasePage, CounterChangePage, CounterPage, OperatorWordsPage, ReceiptPage},
    disaster::{DisasterProposalPage, DisastersPage, EnterDisasterPage},
    employment::{EmploymentsPage, OwnEmploymentsPage},
    fee::{
        BusinessFeesPage, FeesPage, FiguresPage, InvoicePage, OwnFeesPage, OwnInvoicePage, PricesPage, UnmatchedPage,
        UsagePage,
    },
    home::LandingPage,
    my_card::{CardHolderPage, LostCardPage, MyCardPage, ReissuePage},
    notice::{
        BusinessNoticeSettingsPage, BusinessNoticesPage, LetterFilePage, OperatorNoticesPage,
        PassportNoticeSettingsPage, PassportNoticesPage,
    },
    passport::{DetailPage, HistoryPage, HomePage, MorePage, OwnRegistrationPage},
    proxy::{BulkFilePage, BulkPage, FirstPasswordPage, InvitationPage, ProxyListPage},
    recovery::{NewPasswordPage, ObjectPage, RecoverPage, RecoveriesPage, RecoveryPage},
    registrar::{
        RegistrarPage, RegistrarsPage, SamplePage, SamplesPage, ScrivenerHomePage, ScrivenerPage, ScrivenersPage,
    },
    roster::RosterNewPage,
    shell::page::NotFoundPage,
    site::{SiteDetailPage, SiteListPage, SiteNewPage},
    structure::StructureNewPage,
    support_point::MapPage,
    survey::{BusinessSurveyPage, SurveyLinkPage, SurveyPage, SurveysPage},
    technician::{CheckAnswersPage, RegisterTechnicianPage, TechnicianItemPage, TechnicianPartPage},
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    MatchNestedRoutes, SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

/// All pages. Rendered on the server only; see [`crate::shell()`] for the document around it.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let whole = SsrMode::Async;
    view! {
        <Router>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=LandingPage ssr=whole.clone() />
                <Route path=path!("/login") view=LogInPage ssr=whole.clone() />
                <Route path=path!("/login/second") view=SecondFactorPage ssr=whole.clone() />
                <Route path=path!("/register") view=RegisterStartPage ssr=whole.clone() />
                <Route path=path!("/register/technician") view=RegisterTechnicianPage ssr=whole.clone() />
                <Route path=path!("/register/technician/check") view=CheckAnswersPage ssr=whole.clone() />
                <Route path=path!("/register/technician/:page") view=TechnicianPartPage ssr=whole.clone() />
                <Route path=path!("/register/technician/:page/:item") view=TechnicianItemPage ssr=whole.clone() />
                <Route path=path!("/register/business") view=RegisterBusinessPage ssr=whole.clone() />
                <Route path=path!("/register/business/check") view=CheckBusinessPage ssr=whole.clone() />
                <Route path=path!("/register/business/:page") view=BusinessPartPage ssr=whole.clone() />
                <Route path=path!("/register/document/:field") view=OwnDocumentPage ssr=whole.clone() />
                <Route path=path!("/register/:number") view=RegistrationStatusPage ssr=whole.clone() />
                <Route path=path!("/join") view=InvitationPage ssr=whole.clone() />
                <Route path=path!("/join/password") view=FirstPasswordPage ssr=whole.clone() />
                <Route path=path!("/recover") view=RecoverPage ssr=whole.clone() />
                <Route path=path!("/recover/object") view=ObjectPage ssr=whole.clone() />
                <Route path=path!("/recover/password") view=NewPasswordPage ssr=whole.clone() />
                <Route path=path!("/survey") view=SurveyLinkPage ssr=whole.clone() />
                <Route path=path!("/passport") view=HomePage ssr=whole.clone() />
                <Route path=path!("/passport/history") view=HistoryPage ssr=whole.clone() />
                <Route path=path!("/passport/history/:date/:site") view=DetailPage ssr=whole.clone() />
                <Route path=path!("/passport/read") view=ReadPage ssr=whole.clone() />
                <Route path=path!("/passport/card") view=MyCardPage ssr=whole.clone() />
                <Route path=path!("/passport/card/lost") view=LostCardPage ssr=whole.clone() />
                <Route path=path!("/passport/card/reissue") view=ReissuePage ssr=whole.clone() />
                <Route path=path!("/passport/more") view=MorePage ssr=whole.clone() />
                <Route path=path!("/passport/registration") view=OwnRegistrationPage ssr=whole.clone() />
                <Route path=path!("/passport/employments") view=OwnEmploymentsPage ssr=whole.clone() />
                <Route path=path!("/passport/fees") view=OwnFeesPage ssr=whole.clone() />
                <Route path=path!("/passport/fees/:request") view=OwnInvoicePage ssr=whole.clone() />
                <Route path=path!("/passport/notices") view=PassportNoticesPage ssr=whole.clone() />
                <Route path=path!("/passport/notices/settings") view=PassportNoticeSettingsPage ssr=whole.clone() />
                <Route path=path!("/t") view=CardPage ssr=whole.clone() />
                <Route path=path!("/map") view=MapPage ssr=whole.clone() />
                <Route path=path!("/business") view=BusinessHomePage ssr=whole.clone() />
                <Route path=path!("/business/sites") view=SiteListPage ssr=whole.clone() />
                <Route path=path!("/business/sites/new") view=SiteNewPage ssr=whole.clone() />
                <Route path=path!("/business/sites/:site") view=SiteDetailPage ssr=whole.clone() />
                <Route path=path!("/business/sites/:site/structure/new") view=StructureNewPage ssr=whole.clone() />
                <Route path=path!("/business/sites/:site/roster/new") view=RosterNewPage ssr=whole.clone() />
                <Route path=path!("/business/people") view=PeoplePage ssr=whole.clone() />
                <Route path=path!("/business/employments") view=EmploymentsPage ssr=whole.clone() />
                <Route path=path!("/business/proxy") view=ProxyListPage ssr=whole.clone() />
                <Route path=path!("/business/proxy/bulk") view=BulkPage ssr=whole.clone() />
                <Route path=path!("/business/proxy/bulk/:bulk") view=BulkFilePage ssr=whole.clone() />
                <Route path=path!("/business/accounts") view=AccountsPage ssr=whole.clone() />
                <Route path=path!("/business/accounts/new/:kind") view=NewIdPage ssr=whole.clone() />
                <Route path=path!("/business/registration") view=RegistrationPage ssr=whole.clone() />
                <Route path=path!("/business/registration/:filing") view=FilingPage ssr=whole.clone() />
                <Route path=path!("/business/registration/:filing/:page") view=FilingPartPage ssr=whole.clone() />
                <Route path=path!("/business/renewals") view=RenewalsPage ssr=whole.clone() />
                <Route path=path!("/business/appointment") view=AppointmentPage ssr=whole.clone() />
                <Route path=path!("/business/partners/:business") view=PartnerPage ssr=whole.clone() />
                <Route path=path!("/business/lent") view=LentPage ssr=whole.clone() />
                <Route path=path!("/business/survey") view=BusinessSurveyPage ssr=whole.clone() />
                <Route path=path!("/business/notices") view=BusinessNoticesPage ssr=whole.clone() />
                <Route path=path!("/business/notices/settings") view=BusinessNoticeSettingsPage ssr=whole.clone() />
                <Route path=path!("/business/fees") view=BusinessFeesPage ssr=whole.clone() />
                <Route path=path!("/business/fees/:request") view=InvoicePage ssr=whole.clone() />
                <OperatorRoutes />
                <CounterRoutes />
            </FlatRoutes>
        </Router>
    }
}

/// The pages of the office of the register.
#[component(transparent)]
fn OperatorRoutes() -> impl MatchNestedRoutes + Clone {
    let whole = SsrMode::Async;
    view! {
        <Route path=path!("/operator") view=QueuePage ssr=whole.clone() />
        <Route path=path!("/operator/applications/:application") view=CasePage ssr=whole.clone() />
        <Route path=path!("/operator/applications/:application/document/:field") view=CaseDocumentPage ssr=whole.clone() />
        <Route path=path!("/operator/service") view=ServicePage ssr=whole.clone() />
        <Route path=path!("/operator/recoveries") view=RecoveriesPage ssr=whole.clone() />
        <Route path=path!("/operator/recoveries/:recovery") view=RecoveryPage ssr=whole.clone() />
        <Route path=path!("/operator/corrections") view=CorrectionsPage ssr=whole.clone() />
        <Route path=path!("/operator/corrections/new") view=EnterCorrectionPage ssr=whole.clone() />
        <Route path=path!("/operator/corrections/:correction") view=CorrectionPage ssr=whole.clone() />
        <Route path=path!("/operator/disasters") view=DisastersPage ssr=whole.clone() />
        <Route path=path!("/operator/disasters/new") view=EnterDisasterPage ssr=whole.clone() />
        <Route path=path!("/operator/disasters/:proposal") view=DisasterProposalPage ssr=whole.clone() />
        <Route path=path!("/operator/surveys") view=SurveysPage ssr=whole.clone() />
        <Route path=path!("/operator/surveys/:survey") view=SurveyPage ssr=whole.clone() />
        <Route path=path!("/operator/fees") view=FeesPage ssr=whole.clone() />
        <Route path=path!("/operator/fees/unmatched") view=UnmatchedPage ssr=whole.clone() />
        <Route path=path!("/operator/fees/prices") view=PricesPage ssr=whole.clone() />
        <Route path=path!("/operator/fees/figures") view=FiguresPage ssr=whole.clone() />
        <Route path=path!("/operator/fees/usage") view=UsagePage ssr=whole.clone() />
        <Route path=path!("/operator/notices") view=OperatorNoticesPage ssr=whole.clone() />
        <Route path=path!("/operator/notices/letters/:file") view=LetterFilePage ssr=whole.clone() />
        <Route path=path!("/operator/cards") view=CardOrdersPage ssr=whole.clone() />
        <Route path=path!("/operator/cards/batches") view=CardBatchesPage ssr=whole.clone() />
        <Route path=path!("/operator/cards/batches/:batch") view=CardBatchPage ssr=whole.clone() />
        <Route path=path!("/operator/cards/returned") view=ReturnedCardsPage ssr=whole.clone() />
        <Route path=path!("/operator/cards/person/:technician") view=CardHolderPage ssr=whole />
    }
    .into_inner()
}

/// The pages of certified registrars and scriveners, and the operator's of both.
#[component(transparent)]
fn CounterRoutes() -> impl MatchNestedRoutes + Clone {
    let whole = SsrMode::Async;
    view! {
        <Route path=path!("/operator/registrars") view=RegistrarsPage ssr=whole.clone() />
        <Route path=path!("/operator/registrars/:registrar") view=RegistrarPage ssr=whole.clone() />
        <Route path=path!("/operator/samples") view=SamplesPage ssr=whole.clone() />
        <Route path=path!("/operator/samples/:sample") view=SamplePage ssr=whole.clone() />
        <Route path=path!("/operator/scriveners") view=ScrivenersPage ssr=whole.clone() />
        <Route path=path!("/operator/scriveners/:scrivener") view=ScrivenerPage ssr=whole.clone() />
        <Route path=path!("/counter") view=CounterPage ssr=whole.clone() />
        <Route path=path!("/counter/cases/:case") view=CounterCasePage ssr=whole.clone() />
        <Route path=path!("/counter/cases/:case/receipt") view=ReceiptPage ssr=whole.clone() />
        <Route path=path!("/counter/change") view=CounterChangePage ssr=whole.clone() />
        <Route path=path!("/counter/appointments") view=AppointmentsPage ssr=whole.clone() />
        <Route path=path!("/counter/words") view=OperatorWordsPage ssr=whole.clone() />
        <Route path=path!("/scrivener") view=ScrivenerHomePage ssr=whole />
    }
    .into_inner()
}
