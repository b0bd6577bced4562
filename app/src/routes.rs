//! Every address of a page. Invariant: each is rendered whole before a byte is sent (`SsrMode::Async`), so that a
//! status, a redirect and the title are right without a script.

use crate::{
    account::{AccountsPage, LentPage, LogInPage, NewIdPage, SecondFactorPage},
    application::{
        CaseDocumentPage, CasePage, OwnDocumentPage, QueuePage, RegisterStartPage, RegistrationStatusPage,
        ResumeCodePage, ServicePage,
    },
    business::{
        AppointmentPage, BusinessHomePage, BusinessPartPage, CheckBusinessPage, FilingPage, FilingPartPage,
        PartnerPage, PeoplePage, RegisterBusinessPage, RegistrationPage, RenewalsPage,
    },
    card::{CardPage, ReadPage},
    card_order::{CardBatchPage, CardBatchesPage, CardOrdersPage, ReturnedCardsPage},
    certificate::{BusinessCertificatePage, CertificatePage, VerifyPage},
    claim::{BusinessClaimsPage, OperatorClaimsPage, OwnClaimsPage},
    correction::{CorrectionPage, CorrectionsPage, EnterCorrectionPage},
    counter::{AppointmentsPage, CounterCasePage, CounterChangePage, CounterPage, OperatorWordsPage, ReceiptPage},
    days::{OwnDaysPage, OwnPersonPage},
    disaster::{DisasterProposalPage, DisastersPage, EnterDisasterPage},
    employment::{EmploymentsPage, OwnEmploymentsPage},
    fee::{
        BusinessFeesPage, FeesPage, FiguresPage, InvoicePage, OwnFeesPage, OwnInvoicePage, PayPage, PricesPage,
        UnmatchedPage, UsagePage,
    },
    history::{
        HistoryCheckPage, HistoryConfirmPage, HistoryDayPage, HistoryImportFilePage, HistoryImportPage, HistoryNewPage,
        HistorySheetPage, WeekOffPage,
    },
    home::LandingPage,
    labour::{OrderPage, OwnLabourPage, SupplyPage},
    language::LanguagePage,
    level::{LevelBodiesPage, LevelCasePage, LevelFieldPage, LevelGrantsPage, LevelQueuePage, LevelsPage},
    my_card::{CardHolderPage, LostCardPage, MyCardPage, ReissuePage},
    notice::{
        BusinessNoticeSettingsPage, BusinessNoticesPage, LetterFilePage, OperatorNoticesPage,
        PassportNoticeSettingsPage, PassportNoticesPage,
    },
    passkey::{PasskeysPage, PassportPasskeysPage},
    passport::{
        DetailPage, HistoryPage, HistoryTotalsPage, HomePage, MorePage, OwnRegistrationPage, QualificationsPage,
    },
    phone::GateCodePage,
    poster::{PlacePage, PosterPage, ScreenPage},
    proxy::{BulkFilePage, BulkPage, FirstPasswordPage, InvitationPage, ProxyListPage},
    reading::{ReadingPage, ReadingsPage},
    recall::{RecallNewPage, RecallPage, RecallsPage},
    recovery::{NewPasswordPage, ObjectPage, RecoverPage, RecoveriesPage, RecoveryPage},
    registrar::{
        RegistrarPage, RegistrarsPage, SamplePage, SamplesPage, ScrivenerHomePage, ScrivenerPage, ScrivenersPage,
    },
    roster::RosterNewPage,
    share::{LooksPage, SharePage, ShownPage},
    shell::page::NotFoundPage,
    site::{
        LossesPage, SectionsPage, SiteClosePage, SiteDetailPage, SiteEditPage, SiteGatesPage, SiteImportFilePage,
        SiteImportPage, SiteLinePage, SiteListPage, SiteNewPage,
    },
    statistics::{PeopleStatisticsPage, SiteStatisticsPage, StatisticsPage},
    structure::{StructureNewPage, StructurePage},
    support_point::MapPage,
    survey::{BusinessSurveyPage, SurveyLinkPage, SurveyPage, SurveysPage},
    tag::TagsPage,
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
                <Route path=path!("/passkeys") view=PasskeysPage ssr=whole.clone() />
                <Route path=path!("/register") view=RegisterStartPage ssr=whole.clone() />
                <Route path=path!("/register/technician") view=RegisterTechnicianPage ssr=whole.clone() />
                <Route path=path!("/register/technician/check") view=CheckAnswersPage ssr=whole.clone() />
                <Route path=path!("/register/technician/:page") view=TechnicianPartPage ssr=whole.clone() />
                <Route path=path!("/register/technician/:page/:item") view=TechnicianItemPage ssr=whole.clone() />
                <Route path=path!("/register/business") view=RegisterBusinessPage ssr=whole.clone() />
                <Route path=path!("/register/business/check") view=CheckBusinessPage ssr=whole.clone() />
                <Route path=path!("/register/business/:page") view=BusinessPartPage ssr=whole.clone() />
                <Route path=path!("/register/document/:field") view=OwnDocumentPage ssr=whole.clone() />
                <Route path=path!("/register/code") view=ResumeCodePage ssr=whole.clone() />
                <Route path=path!("/register/:number") view=RegistrationStatusPage ssr=whole.clone() />
                <Route path=path!("/join") view=InvitationPage ssr=whole.clone() />
                <Route path=path!("/join/password") view=FirstPasswordPage ssr=whole.clone() />
                <Route path=path!("/recover") view=RecoverPage ssr=whole.clone() />
                <Route path=path!("/recover/object") view=ObjectPage ssr=whole.clone() />
                <Route path=path!("/recover/password") view=NewPasswordPage ssr=whole.clone() />
                <Route path=path!("/survey") view=SurveyLinkPage ssr=whole.clone() />
                <Route path=path!("/pay") view=PayPage ssr=whole.clone() />
                <PassportRoutes />
                <Route path=path!("/t") view=CardPage ssr=whole.clone() />
                <Route path=path!("/s/:token") view=PlacePage ssr=whole.clone() />
                <Route path=path!("/screen/:secret") view=ScreenPage ssr=whole.clone() />
                <Route path=path!("/p/:token") view=ShownPage ssr=whole.clone() />
                <Route path=path!("/verify") view=VerifyPage ssr=whole.clone() />
                <Route path=path!("/language") view=LanguagePage ssr=whole.clone() />
                <Route path=path!("/map") view=MapPage ssr=whole.clone() />
                <BusinessRoutes />
                <SiteRoutes />
                <OperatorRoutes />
                <OperatorDeskRoutes />
                <CounterRoutes />
                <LevelRoutes />
            </FlatRoutes>
        </Router>
    }
}

/// The pages of a technician: 技能者パスポート.
#[component(transparent)]
fn PassportRoutes() -> impl MatchNestedRoutes + Clone {
    let whole = SsrMode::Async;
    view! {
        <Route path=path!("/passport") view=HomePage ssr=whole.clone() />
        <Route path=path!("/passport/history") view=HistoryPage ssr=whole.clone() />
        <Route path=path!("/passport/history/claim") view=OwnClaimsPage ssr=whole.clone() />
        <Route path=path!("/passport/history/totals") view=HistoryTotalsPage ssr=whole.clone() />
        <Route path=path!("/passport/history/:date/:site") view=DetailPage ssr=whole.clone() />
        <Route path=path!("/passport/read") view=ReadPage ssr=whole.clone() />
        <Route path=path!("/passport/qr") view=GateCodePage ssr=whole.clone() />
        <Route path=path!("/passport/show") view=SharePage ssr=whole.clone() />
        <Route path=path!("/passport/looks") view=LooksPage ssr=whole.clone() />
        <Route path=path!("/passport/certificate") view=CertificatePage ssr=whole.clone() />
        <Route path=path!("/passport/card") view=MyCardPage ssr=whole.clone() />
        <Route path=path!("/passport/card/lost") view=LostCardPage ssr=whole.clone() />
        <Route path=path!("/passport/card/reissue") view=ReissuePage ssr=whole.clone() />
        <Route path=path!("/passport/more") view=MorePage ssr=whole.clone() />
        <Route path=path!("/passport/passkeys") view=PassportPasskeysPage ssr=whole.clone() />
        <Route path=path!("/passport/level") view=LevelsPage ssr=whole.clone() />
        <Route path=path!("/passport/level/:field") view=LevelFieldPage ssr=whole.clone() />
        <Route path=path!("/passport/qualifications") view=QualificationsPage ssr=whole.clone() />
        <Route path=path!("/passport/registration") view=OwnRegistrationPage ssr=whole.clone() />
        <Route path=path!("/passport/employments") view=OwnEmploymentsPage ssr=whole.clone() />
        <Route path=path!("/passport/labour") view=OwnLabourPage ssr=whole.clone() />
        <Route path=path!("/passport/fees") view=OwnFeesPage ssr=whole.clone() />
        <Route path=path!("/passport/fees/:request") view=OwnInvoicePage ssr=whole.clone() />
        <Route path=path!("/passport/notices") view=PassportNoticesPage ssr=whole.clone() />
        <Route path=path!("/passport/notices/settings") view=PassportNoticeSettingsPage ssr=whole />
    }
    .into_inner()
}

/// The pages of a business, without its sites.
#[component(transparent)]
fn BusinessRoutes() -> impl MatchNestedRoutes + Clone {
    let whole = SsrMode::Async;
    view! {
        <Route path=path!("/business") view=BusinessHomePage ssr=whole.clone() />
        <Route path=path!("/business/claims") view=BusinessClaimsPage ssr=whole.clone() />
        <Route path=path!("/business/people") view=PeoplePage ssr=whole.clone() />
        <Route path=path!("/business/people/days") view=OwnDaysPage ssr=whole.clone() />
        <Route path=path!("/business/people/days/:technician") view=OwnPersonPage ssr=whole.clone() />
        <Route path=path!("/business/people/statistics") view=PeopleStatisticsPage ssr=whole.clone() />
        <Route path=path!("/business/employments") view=EmploymentsPage ssr=whole.clone() />
        <Route path=path!("/business/labour") view=OrderPage ssr=whole.clone() />
        <Route path=path!("/business/proxy") view=ProxyListPage ssr=whole.clone() />
        <Route path=path!("/business/proxy/bulk") view=BulkPage ssr=whole.clone() />
        <Route path=path!("/business/proxy/bulk/:bulk") view=BulkFilePage ssr=whole.clone() />
        <Route path=path!("/business/accounts") view=AccountsPage ssr=whole.clone() />
        <Route path=path!("/business/accounts/new/:kind") view=NewIdPage ssr=whole.clone() />
        <Route path=path!("/business/registration") view=RegistrationPage ssr=whole.clone() />
        <Route path=path!("/business/registration/:filing") view=FilingPage ssr=whole.clone() />
        <Route path=path!("/business/registration/:filing/:page") view=FilingPartPage ssr=whole.clone() />
        <Route path=path!("/business/certificate") view=BusinessCertificatePage ssr=whole.clone() />
        <Route path=path!("/business/renewals") view=RenewalsPage ssr=whole.clone() />
        <Route path=path!("/business/appointment") view=AppointmentPage ssr=whole.clone() />
        <Route path=path!("/business/partners/:business") view=PartnerPage ssr=whole.clone() />
        <Route path=path!("/business/lent") view=LentPage ssr=whole.clone() />
        <Route path=path!("/business/survey") view=BusinessSurveyPage ssr=whole.clone() />
        <Route path=path!("/business/notices") view=BusinessNoticesPage ssr=whole.clone() />
        <Route path=path!("/business/notices/settings") view=BusinessNoticeSettingsPage ssr=whole.clone() />
        <Route path=path!("/business/fees") view=BusinessFeesPage ssr=whole.clone() />
        <Route path=path!("/business/fees/:request") view=InvoicePage ssr=whole />
    }
    .into_inner()
}

/// The pages of sites: their structure, roster, gates and history.
#[component(transparent)]
fn SiteRoutes() -> impl MatchNestedRoutes + Clone {
    let whole = SsrMode::Async;
    view! {
        <Route path=path!("/business/sites") view=SiteListPage ssr=whole.clone() />
        <Route path=path!("/business/sites/new") view=SiteNewPage ssr=whole.clone() />
        <Route path=path!("/business/sites/import") view=SiteImportPage ssr=whole.clone() />
        <Route path=path!("/business/sites/import/:import") view=SiteImportFilePage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site") view=SiteDetailPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/edit") view=SiteEditPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/close") view=SiteClosePage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/sections") view=SectionsPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/gates") view=SiteGatesPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/history") view=HistorySheetPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/history/confirm") view=HistoryConfirmPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/history/new") view=HistoryNewPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/history/week-off") view=WeekOffPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/history/import") view=HistoryImportPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/history/import/:import") view=HistoryImportFilePage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/history/:technician/:day") view=HistoryDayPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/statistics") view=SiteStatisticsPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/poster") view=PosterPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/tags") view=TagsPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/readings") view=ReadingsPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/readings/:file") view=ReadingPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/structure") view=StructurePage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/structure/new") view=StructureNewPage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/line/:line") view=SiteLinePage ssr=whole.clone() />
        <Route path=path!("/business/sites/:site/roster/new") view=RosterNewPage ssr=whole />
    }
    .into_inner()
}

/// The pages of the office of the register, without its money, notices and cards.
#[component(transparent)]
fn OperatorRoutes() -> impl MatchNestedRoutes + Clone {
    let whole = SsrMode::Async;
    view! {
        <Route path=path!("/operator") view=QueuePage ssr=whole.clone() />
        <Route path=path!("/operator/applications/:application") view=CasePage ssr=whole.clone() />
        <Route path=path!("/operator/applications/:application/document/:field") view=CaseDocumentPage ssr=whole.clone() />
        <Route path=path!("/operator/gates") view=LossesPage ssr=whole.clone() />
        <Route path=path!("/operator/statistics") view=StatisticsPage ssr=whole.clone() />
        <Route path=path!("/operator/history") view=HistoryCheckPage ssr=whole.clone() />
        <Route path=path!("/operator/service") view=ServicePage ssr=whole.clone() />
        <Route path=path!("/operator/recoveries") view=RecoveriesPage ssr=whole.clone() />
        <Route path=path!("/operator/recoveries/:recovery") view=RecoveryPage ssr=whole.clone() />
        <Route path=path!("/operator/corrections") view=CorrectionsPage ssr=whole.clone() />
        <Route path=path!("/operator/corrections/new") view=EnterCorrectionPage ssr=whole.clone() />
        <Route path=path!("/operator/corrections/:correction") view=CorrectionPage ssr=whole.clone() />
        <Route path=path!("/operator/claims") view=OperatorClaimsPage ssr=whole.clone() />
        <Route path=path!("/operator/recalls") view=RecallsPage ssr=whole.clone() />
        <Route path=path!("/operator/recalls/new") view=RecallNewPage ssr=whole.clone() />
        <Route path=path!("/operator/recalls/:recall") view=RecallPage ssr=whole.clone() />
        <Route path=path!("/operator/disasters") view=DisastersPage ssr=whole.clone() />
        <Route path=path!("/operator/disasters/new") view=EnterDisasterPage ssr=whole.clone() />
        <Route path=path!("/operator/disasters/:proposal") view=DisasterProposalPage ssr=whole.clone() />
        <Route path=path!("/operator/surveys") view=SurveysPage ssr=whole.clone() />
        <Route path=path!("/operator/surveys/:survey") view=SurveyPage ssr=whole />
    }
    .into_inner()
}

/// The pages of the office of the register for money, notices and cards.
#[component(transparent)]
fn OperatorDeskRoutes() -> impl MatchNestedRoutes + Clone {
    let whole = SsrMode::Async;
    view! {
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
        <Route path=path!("/counter/labour") view=SupplyPage ssr=whole.clone() />
        <Route path=path!("/counter/words") view=OperatorWordsPage ssr=whole.clone() />
        <Route path=path!("/scrivener") view=ScrivenerHomePage ssr=whole />
    }
    .into_inner()
}

/// The pages of levels: of the bodies that judge them, and the operator's register of these.
#[component(transparent)]
fn LevelRoutes() -> impl MatchNestedRoutes + Clone {
    let whole = SsrMode::Async;
    view! {
        <Route path=path!("/evaluator") view=LevelQueuePage ssr=whole.clone() />
        <Route path=path!("/evaluator/applications/:application") view=LevelCasePage ssr=whole.clone() />
        <Route path=path!("/evaluator/levels") view=LevelGrantsPage ssr=whole.clone() />
        <Route path=path!("/operator/levels") view=LevelBodiesPage ssr=whole />
    }
    .into_inner()
}
