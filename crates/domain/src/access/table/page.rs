//! The page `docs/access.md`, in Japanese.

use super::cases::{Case, ROWS, Thing};
use crate::access::{Action, Denied, Extent, Role, Scope};
use std::fmt::Write as _;

/// The groups of roles, each a table of its own.
const GROUPS: [(&str, &[Role]); 4] = [
    (
        "申請する人・技能者・事業者・現場",
        &[
            Role::Public,
            Role::Applicant,
            Role::Technician,
            Role::BusinessAdmin,
            Role::SiteAdmin,
            Role::Gate,
            Role::Partner,
        ],
    ),
    ("審査・運営", &[Role::Reviewer, Role::Operator, Role::System]),
    ("認定登録機関（本部）・登録行政書士・能力評価実施団体", &[Role::Registrar, Role::Scrivener, Role::Evaluator]),
    ("これから使う人たち（いまはカードを見ることだけ）", &[Role::Sponsor, Role::Client, Role::MemberBody]),
];

const HEAD: &str = "# だれが、なにを、できるか

この表は `crates/domain/src/access/decision.rs` の決まりから作られ、テストがいつも見くらべています。手で直さないでください。
決まりを変えたときは `UPDATE_SNAPSHOTS=1 cargo test -p domain access` で書きなおします。

一つの欄は「自分のもの / ほかの人のもの / 閉じた現場」の順です。ない場合は書きません。

- ○ できる。つづく字は見える範囲です: 全 = すべて、本 = 本人の記録、社 = 自社の人と自社の持ち分、現 = その現場（または名前をあげた現場）、申 = その申請、窓 = その窓口で受け付けた申請、機 = その登録機関で受け付けた申請、書 = その行政書士の代行申請、団 = その能力評価実施団体の分野、公 = だれでも見てよいもの
- × できない。つづく字は理由です: ロ = まずログイン、種 = この種類のIDではできない、他 = 自分のものではない、閉 = 現場が閉じている、期 = 認定や登録の期間の外、入 = 自分が入力した

「自分のもの」とは、申請者は自分の申請、技能者は自分、事業者は自社・自社の人・自社が元請または下請の現場、現場管理者とゲートは名前をあげた自社の現場、連携システムはその名前で送る事業者、登録機関の本部は自分の機関の窓口で受け付けた申請、行政書士は自分がひらいた代行申請、能力評価実施団体は自分の分野の申し込みと認定です。
期限のあるID（支店・部署の管理者ID、現場管理者ID、貸したID、会社の人のID）は、期限の前と後には何もできません。支店・部署の管理者IDは、現場管理者IDの欄のことに加えて、
現場を登録し、自分の下にIDを作り、自分の現場の名簿にいる自社の人を見られます。貸したIDは現場管理者IDと同じで、貸した相手の名前が記録に残ります。会社の人のIDは、責任者ならすべて、担当者ならIDと
自社の登録のほかすべて、見るだけの人なら見ることだけができます。
閉じているとは、現場を閉じたか、工期の最終日を過ぎたことです。ただしタッチは工期を過ぎても、閉じるまで記録します。
";

pub(super) fn page() -> String {
    let mut page = HEAD.to_owned();
    for (title, roles) in GROUPS {
        let _ = write!(page, "\n## {title}\n\n| すること | なにに |");
        for role in roles {
            let _ = write!(page, " {} |", role_name(*role));
        }
        page.push_str("\n| --- | --- |");
        page.push_str(&" --- |".repeat(roles.len()));
        page.push('\n');
        for row in ROWS {
            let _ = write!(page, "| {} | {} |", action_name(row.action), thing_name(row.thing));
            for role in roles {
                let cells = [Case::Own, Case::Foreign, Case::Closed]
                    .into_iter()
                    .filter_map(|case| row.decide(*role, case))
                    .map(mark);
                let _ = write!(page, " {} |", cells.collect::<Vec<_>>().join(" / "));
            }
            page.push('\n');
        }
    }
    page
}

fn mark(decision: Result<Scope, Denied>) -> &'static str {
    match decision {
        Ok(scope) => match scope.extent() {
            Extent::All => "○全",
            Extent::Technician(_) => "○本",
            Extent::Business(_) => "○社",
            Extent::Sites(_) => "○現",
            Extent::Application(_) => "○申",
            Extent::Office(_) => "○窓",
            Extent::Registrar(_) => "○機",
            Extent::Scrivener(_) => "○書",
            Extent::LevelBody(_) => "○団",
            Extent::Public => "○公",
        },
        Err(Denied::LogInFirst) => "×ロ",
        Err(Denied::Role) => "×種",
        Err(Denied::NotYours) => "×他",
        Err(Denied::SiteClosed) => "×閉",
        Err(Denied::NotYet | Denied::Expired | Denied::Lapsed) => "×期",
        Err(Denied::Duty) => "×役",
        Err(Denied::OwnEntry) => "×入",
    }
}

const fn thing_name(thing: Thing) -> &'static str {
    match thing {
        Thing::Register => "全体（一覧）",
        Thing::Application => "申請",
        Thing::Case => "窓口で受け付けた申請",
        Thing::Level => "レベル判定の申し込み・認定",
        Thing::Business => "事業者",
        Thing::Partner => "開いている現場で自社の下にいる事業者",
        Thing::Employee => "本人・自社の技能者",
        Thing::OnSite => "開いている自社現場の、他社の技能者",
        Thing::SiteAsPrime => "現場（元請として）",
        Thing::SiteAsMember => "現場（下請として）",
    }
}

const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Public => "ログインなし",
        Role::Applicant => "申請者",
        Role::Technician => "技能者",
        Role::BusinessAdmin => "管理者ID",
        Role::SiteAdmin => "現場管理者ID",
        Role::Gate => "ゲート",
        Role::Reviewer => "審査員",
        Role::Operator => "運営主体",
        Role::Registrar => "認定登録機関",
        Role::Scrivener => "登録行政書士",
        Role::Evaluator => "能力評価実施団体",
        Role::Sponsor => "応援団企業",
        Role::Client => "発注者",
        Role::MemberBody => "会員団体",
        Role::Partner => "連携システム",
        Role::System => "システム自身",
    }
}

#[expect(clippy::too_many_lines, reason = "a line an action: the compiler asks for the words of a new one")]
const fn action_name(action: Action) -> &'static str {
    match action {
        Action::ApplicationStart => "申請をはじめる",
        Action::ProxyFile => "代行申請をはじめる",
        Action::ScrivenerFile => "代行申請をはじめる（行政書士）",
        Action::CounterFile => "窓口で申請を受け付ける・書類を送る",
        Action::CounterChange => "窓口で変更届を受け付ける",
        Action::RegistrarAdminister => "登録機関と行政書士を登録する・抽出した審査を見る",
        Action::ApplicationUpgrade => "詳細型への変更を申請する",
        Action::RegistrationRead => "自分の登録の内容をすべて見る",
        Action::RegistrationChange => "自分の登録の変更を申請する",
        Action::EmploymentFile => "技能者の所属を申し出る",
        Action::EmploymentAnswer => "所属の申し出に答える",
        Action::ApplicationFile => "申請を書く・出す・取り下げる",
        Action::ApplicationRead => "申請を見る",
        Action::ApplicationReview => "審査する",
        Action::RecoveryReview => "ログインできない人の申し込みを審査する",
        Action::RegisterCorrect => "登録の内容を訂正する（入れる・ほかの人が入れたものを認める）",
        Action::SurveyRun => "更新の意向を調べる",
        Action::DisasterAdminister => "災害の特例を決める・支払いを待つ",
        Action::LabourOrder => "災害時の労働者の供給をたのむ・受け入れる",
        Action::LabourSupply => "労働者の供給を組合として受ける（本部）",
        Action::LabourRecruit => "労働者の供給に組合員をつのる（窓口）",
        Action::LabourAnswer => "労働者の供給の募集に答える",
        Action::LevelApply => "レベル判定を申し込む・取り下げる",
        Action::LevelJudge => "レベルを判定する・認定を取り消す",
        Action::LevelAdminister => "能力評価実施団体を登録する",
        Action::FeeSettle => "支払いずみにする",
        Action::FeeRead => "料金を見る",
        Action::FeeReceive => "入金をとりこむ・合わない入金を決める",
        Action::FeeClose => "現場利用料の月を締める",
        Action::PriceSet => "これからの料金を決める",
        Action::AccountCreate => "自社のIDを作る",
        Action::AccountAdminister => "運営のIDを作る",
        Action::CardIssue => "カードを作る",
        Action::CardRevoke => "カードを止める",
        Action::CardRead => "カードを読んで見る",
        Action::CardHold => "カードの行方を見る・なくしたと知らせる・再発行をたのむ",
        Action::SiteCreate => "現場を登録する",
        Action::SiteRead => "現場を見る",
        Action::SiteEdit => "現場を変える",
        Action::TrainingAdminister => "現場を訓練施設にする",
        Action::StructureEdit => "施工体制に加える",
        Action::RosterEdit => "作業員名簿に加える",
        Action::RosterRead => "作業員名簿を見る",
        Action::GateEnrol => "ゲートをはじめる",
        Action::TouchRecord => "タッチを記録する",
        Action::TouchSend => "タッチを送る（連携）",
        Action::HistorySend => "就業履歴を送る・送った分を見る（連携）",
        Action::TouchImport => "リーダーのファイルからタッチを記録する",
        Action::TouchOwn => "自分のスマホで自分の入退場を記録する",
        Action::HistoryRead => "就業履歴を見る",
        Action::HistoryApprove => "就業履歴を承認する・承認を取り消す",
        Action::HistoryEnter => "就業履歴を直接入力する",
        Action::HistoryExamine => "就業履歴の自動点検の結果を見る・もとの記録から作りなおす",
        Action::HistoryRecall => "承認や入力をした就業履歴を取り消す（たのむ・ほかの人がたのんだものを決める）",
        Action::LogRead => "公開の記録簿（だれのことも分からない値だけ）を見る",
        Action::CertificateMake => "自分や自社の登録情報証明をつくる・取り消す",
        Action::CertificateCheck => "登録情報証明を確かめる・署名の鍵と失効リストを見る",
        Action::ClaimMake => "自分の就業履歴がない・ちがうと申し出る",
        Action::ClaimAnswer => "就業履歴の申し出に答える",
        Action::ClaimDecide => "決まらなかった就業履歴の申し出を決める",
        Action::PassportRead => "パスポートを見る",
        Action::PhotoRead => "顔写真を見る",
        Action::AuditRead => "変更の記録を見る",
        Action::BusinessFile => "自社の登録を見る・更新や変更を申請する",
        Action::RenewalRead => "下請の登録の期限を見る",
        Action::RenewalRemind => "下請に登録の更新を知らせる",
        Action::PartnerRead => "下請の事業者の公表された項目を見る",
        Action::LentRead => "貸したIDでしたことを見る",
        Action::AppointmentMake => "窓口での更新を予約する・取り消す",
        Action::AppointmentKeep => "窓口の予約枠をひらく・予約を見る",
        Action::NoticeRead => "通知を見る",
        Action::NoticeChoose => "通知の届け方を選ぶ",
        Action::NoticeAdminister => "届かない通知・郵送・文面を見る",
    }
}
