//! The sections of the business's form, in page order. Invariant: an input's name is the field's name in the domain.

use super::{SubmitBusiness, words};
use crate::{
    application::{choice, progress::Section},
    fee::prices,
    shell::{ButtonKind, Checkbox, Icon, RadioRows, SelectField, SubmitButton, TextField, icon, lang, t, tw},
};
use domain::{
    business::{BusinessForm, BusinessKind, LicenceClass},
    fee::{PriceKind, Yen},
    text,
};
use i18n::{msg, number};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::business as m;

/// The form's sections and the fields in them.
pub const SECTIONS: &[Section] = &[
    Section { id: "kind", title: m::SECTION_KIND, fields: &["kind"] },
    Section {
        id: "business",
        title: m::SECTION_BUSINESS,
        fields: &["name", "name_kana", "representative_family", "representative_given", "corporate_number"],
    },
    Section {
        id: "licence",
        title: m::SECTION_LICENCE,
        fields: &["licence", "licence_authority", "licence_class", "licence_year", "licence_number"],
    },
    Section { id: "capital", title: m::SECTION_CAPITAL, fields: &["capital_yen"] },
    Section {
        id: "contact",
        title: m::SECTION_CONTACT,
        fields: &["postcode", "prefecture", "address", "phone", "mail"],
    },
    Section { id: "trades", title: m::SECTION_TRADE, fields: &["trade_1", "trade_2", "trade_3", "trade_4"] },
    Section { id: "admin", title: m::SECTION_ADMIN, fields: &["admin_name"] },
    Section { id: "secret", title: m::SECTION_PASSWORD, fields: &["password", "password_again"] },
    Section { id: "agreement", title: m::SECTION_CONSENT, fields: &["consent"] },
];

/// 区分.
pub fn kind(form: &BusinessForm) -> impl IntoView + use<> {
    let value = form.kind.clone();
    let kinds = choice::of(BusinessKind::ALL.map(|kind| (kind.code(), words::kind(kind))));
    view! { <RadioRows name="kind" legend=t(m::KIND) hint=t(m::KIND_SELF_EMPLOYED_HINT) value=value options=kinds /> }
}

/// 事業者の情報.
pub fn business(form: &BusinessForm) -> impl IntoView + use<> {
    let form = form.clone();
    view! {
        <TextField name="name" label=t(m::NAME) hint=t(m::NAME_HINT) value=form.name autocomplete="organization" />
        <TextField name="name_kana" label=t(m::NAME_KANA) hint=t(m::NAME_KANA_HINT) value=form.name_kana />
        <fieldset class="pair">
            <legend>{t(m::REPRESENTATIVE)}</legend>
            <TextField
                name="representative_family"
                label=t(m::REPRESENTATIVE_FAMILY)
                value=form.representative_family
            />
            <TextField name="representative_given" label=t(m::REPRESENTATIVE_GIVEN) value=form.representative_given />
        </fieldset>
        <TextField
            name="corporate_number"
            label=t(m::CORPORATE_NUMBER)
            hint=t(m::CORPORATE_NUMBER_HINT)
            value=form.corporate_number
            inputmode="numeric"
            width="medium"
            required=false
        />
    }
}

/// 建設業許可.
pub fn licence(form: &BusinessForm) -> impl IntoView + use<> {
    let form = form.clone();
    let yes_no = choice::of([("yes", m::LICENCE_YES), ("no", m::LICENCE_NO)]);
    let classes = choice::of(LicenceClass::ALL.map(|class| (class.code(), words::licence_class(class))));
    view! {
        <RadioRows name="licence" legend=t(m::LICENCE) hint=t(m::LICENCE_HINT) value=form.licence options=yes_no />
        <fieldset class="group">
            <legend>{t(m::LICENCE_NUMBER_GROUP)}</legend>
            <p class="hint">{t(m::LICENCE_NUMBER_HINT)}</p>
            <SelectField
                name="licence_authority"
                label=t(m::LICENCE_AUTHORITY)
                hint=t(m::LICENCE_AUTHORITY_HINT)
                value=form.licence_authority
                options=words::licence_authorities()
                required=false
            />
            <RadioRows
                name="licence_class"
                legend=t(m::LICENCE_CLASS)
                value=form.licence_class
                options=classes
                required=false
            />
            <TextField
                name="licence_year"
                label=t(m::LICENCE_YEAR)
                value=form.licence_year
                inputmode="numeric"
                width="short"
                required=false
            />
            <TextField
                name="licence_number"
                label=t(m::LICENCE_NUMBER)
                value=form.licence_number
                inputmode="numeric"
                width="short"
                required=false
            />
        </fieldset>
    }
}

/// 資本金, and the fee it leads to as typed so far.
pub fn capital(form: &BusinessForm) -> impl IntoView + use<> {
    let value = form.capital_yen.clone();
    let fee = fee_so_far(form).map(|fee| tw(m::FEE_NOW, &[("yen", &number::yen(lang(), fee.get()))]));
    view! {
        <TextField
            name="capital_yen"
            label=t(m::CAPITAL_YEN)
            hint=t(m::CAPITAL_YEN_HINT)
            value=value
            inputmode="numeric"
            width="medium"
            required=false
        />
        {fee.map(|fee| view! { <p class="fee-now">{fee}</p> })}
    }
}

/// The fee of what has been typed; `None` while that cannot be told.
fn fee_so_far(form: &BusinessForm) -> Option<Yen> {
    let kind = BusinessKind::from_code(&form.kind)?;
    let capital = match kind {
        BusinessKind::Corporation => text::digits(&form.capital_yen.replace([',', '，', '円'], ""))?.parse().ok()?,
        BusinessKind::SoleProprietor | BusinessKind::SelfEmployed => 0,
    };
    prices::yen_of(PriceKind::of_business(kind, Yen(capital)))
}

/// 所在地と連絡先.
pub fn contact(form: &BusinessForm) -> impl IntoView + use<> {
    let form = form.clone();
    view! {
        <TextField
            name="postcode"
            label=t(m::POSTCODE)
            hint=t(m::POSTCODE_HINT)
            value=form.postcode
            autocomplete="postal-code"
            inputmode="numeric"
            width="short"
        />
        <SelectField name="prefecture" label=t(m::PREFECTURE) value=form.prefecture options=choice::prefectures() />
        <TextField
            name="address"
            label=t(m::ADDRESS)
            hint=t(m::ADDRESS_HINT)
            value=form.address
            autocomplete="address-line1"
        />
        <TextField
            name="phone"
            label=t(m::PHONE)
            hint=t(m::PHONE_HINT)
            value=form.phone
            kind="tel"
            autocomplete="tel"
            width="medium"
        />
        <TextField name="mail" label=t(m::MAIL) hint=t(m::MAIL_HINT) value=form.mail kind="email" autocomplete="email" />
    }
}

/// 職種.
pub fn trades(form: &BusinessForm) -> impl IntoView + use<> {
    let labels = [m::TRADE_1, m::TRADE_2, m::TRADE_3, m::TRADE_4];
    let fields = form.trades().into_iter().zip(labels).enumerate().map(|(at, (value, label))| {
        let (name, value) = (format!("trade_{}", at + 1), value.clone());
        view! { <SelectField name=name label=t(label) value=value options=choice::trades() required=at == 0 /> }
    });
    view! {
        <p>{t(m::TRADE_LEAD)}</p>
        {fields.collect_view()}
    }
}

/// 管理者.
pub fn admin(form: &BusinessForm) -> impl IntoView + use<> {
    let value = form.admin_name.clone();
    view! { <TextField name="admin_name" label=t(m::ADMIN_NAME) hint=t(m::ADMIN_NAME_HINT) value=value autocomplete="name" /> }
}

/// パスワード. Never filled in again by the page.
pub fn secret(password_set: bool) -> impl IntoView + use<> {
    let hint = t(if password_set { m::PASSWORD_IS_SET } else { m::PASSWORD_HINT });
    view! {
        <TextField
            name="password"
            label=t(m::PASSWORD)
            hint=hint
            kind="password"
            autocomplete="new-password"
            required=!password_set
        />
        <TextField
            name="password_again"
            label=t(m::PASSWORD_AGAIN)
            kind="password"
            autocomplete="new-password"
            required=!password_set
        />
    }
}

/// 確認と同意, and the buttons.
pub fn agreement(form: &BusinessForm) -> impl IntoView + use<> {
    let value = form.consent.clone();
    view! {
        <p>{t(m::CONSENT_TEXT)}</p>
        <Checkbox name="consent" label=t(m::CONSENT_YES) value=value />
        <p class="hint">{t(m::SUBMIT_HINT)}</p>
        <div class="form-actions">
            <button type="submit" class=ButtonKind::Solid.class() formaction=SubmitBusiness::PATH>
                <Icon of=icon::SEND />
                {t(msg::common::SUBMIT_APPLICATION)}
            </button>
            <SubmitButton text=t(msg::common::SAVE) kind=ButtonKind::Outline icon=icon::SAVE />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fee_is_told_as_soon_as_it_can_be() {
        let form = |kind: &str, capital: &str| BusinessForm {
            kind: kind.to_owned(),
            capital_yen: capital.to_owned(),
            ..BusinessForm::default()
        };
        let list = domain::fee::PriceList::parse(include_str!("../../../data/prices.csv")).unwrap();
        let owner = Owner::new();
        owner.set();
        prices::provide(list, domain::time::WorkDate::from_stored(20_261_121));
        for (kind, capital, fee) in [
            ("", "5000000", None),
            ("corporation", "", None),
            ("corporation", "10,000,000", Some(24_000)),
            ("corporation", "９９９９９９９", Some(12_000)),
            ("sole_proprietor", "", Some(6_000)),
            ("self_employed", "", Some(0)),
        ] {
            assert_eq!(fee_so_far(&form(kind, capital)).map(Yen::get), fee, "{kind} {capital}");
        }
    }
}
