//! The sections of the technician's form, in page order. Invariant: an input's name is the field's name in the domain.

use super::{PhotoPreview, SubmitTechnician, words};
use crate::{
    application::{choice, progress::Section},
    shell::{
        ButtonKind, Checkbox, DateFields, Field, Icon, RadioRows, SelectField, SubmitButton, TextField, icon, t, tw,
    },
};
use domain::{
    application::PhotoInfo,
    fee::PriceKind,
    technician::{Insurance, MutualAid, Sex, TechnicianForm},
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};

use msg::technician as m;

/// The form's sections and the fields in them.
pub const SECTIONS: &[Section] = &[
    Section {
        id: "person",
        title: m::SECTION_PERSON,
        fields: &[
            "family_name",
            "given_name",
            "family_kana",
            "given_kana",
            "family_roman",
            "given_roman",
            "alias",
            "birth_date",
            "sex",
            "nationality",
        ],
    },
    Section {
        id: "contact",
        title: m::SECTION_CONTACT,
        fields: &["postcode", "prefecture", "address", "phone", "mail"],
    },
    Section { id: "picture", title: m::SECTION_PHOTO, fields: &["photo"] },
    Section { id: "employer", title: m::SECTION_EMPLOYER, fields: &["employer_id"] },
    Section { id: "trades", title: m::SECTION_TRADE, fields: &["trade_1", "trade_2", "trade_3", "trade_4"] },
    Section { id: "experience", title: m::SECTION_EXPERIENCE, fields: &["experience_years"] },
    Section {
        id: "insurance",
        title: m::SECTION_INSURANCE,
        fields: &["health_insurance", "pension", "employment_insurance"],
    },
    Section { id: "retirement", title: m::SECTION_RETIREMENT, fields: &["kentaikyo", "chutaikyo"] },
    Section { id: "secret", title: m::SECTION_PASSWORD, fields: &["password", "password_again"] },
    Section { id: "agreement", title: m::SECTION_CONSENT, fields: &["consent"] },
];

fn insurances() -> choice::Choices {
    choice::of(Insurance::ALL.map(|choice| (choice.code(), words::insurance(choice))))
}

fn mutual_aids() -> choice::Choices {
    choice::of(MutualAid::ALL.map(|choice| (choice.code(), words::mutual_aid(choice))))
}

/// 本人情報.
pub fn person(form: &TechnicianForm) -> impl IntoView + use<> {
    let form = form.clone();
    let birth = [form.birth_era, form.birth_year, form.birth_month, form.birth_day];
    let sexes = choice::of(Sex::ALL.map(|sex| (sex.code(), words::sex(sex))));
    view! {
        <fieldset class="pair">
            <legend>{t(m::NAME_GROUP)}</legend>
            <p class="hint">{t(m::NAME_GROUP_HINT)}</p>
            <TextField name="family_name" label=t(m::FAMILY_NAME) value=form.family_name autocomplete="family-name" />
            <TextField name="given_name" label=t(m::GIVEN_NAME) value=form.given_name autocomplete="given-name" />
        </fieldset>
        <fieldset class="pair">
            <legend>{t(m::KANA_GROUP)}</legend>
            <p class="hint">{t(m::KANA_GROUP_HINT)}</p>
            <TextField name="family_kana" label=t(m::FAMILY_KANA) value=form.family_kana />
            <TextField name="given_kana" label=t(m::GIVEN_KANA) value=form.given_kana />
        </fieldset>
        <fieldset class="pair">
            <legend>{t(m::ROMAN_GROUP)}</legend>
            <p class="hint">{t(m::ROMAN_GROUP_HINT)}</p>
            <TextField name="family_roman" label=t(m::FAMILY_ROMAN) value=form.family_roman required=false lang_of_value="en" />
            <TextField name="given_roman" label=t(m::GIVEN_ROMAN) value=form.given_roman required=false lang_of_value="en" />
        </fieldset>
        <TextField name="alias" label=t(m::ALIAS) hint=t(m::ALIAS_HINT) value=form.alias required=false />
        <DateFields name="birth" legend=t(m::BIRTH) hint=t(m::BIRTH_HINT) eras=choice::eras() value=birth birthday=true />
        <RadioRows name="sex" legend=t(m::SEX) value=form.sex options=sexes />
        <SelectField name="nationality" label=t(m::NATIONALITY) value=form.nationality options=words::nationalities() />
    }
}

/// 住所と連絡先.
pub fn contact(form: &TechnicianForm) -> impl IntoView + use<> {
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
        <TextField
            name="mail"
            label=t(m::MAIL)
            hint=t(m::MAIL_HINT)
            value=form.mail
            kind="email"
            autocomplete="email"
            required=false
        />
    }
}

/// 顔写真. Its button sends the whole form, so that nothing typed is lost.
pub fn picture(photo: Option<PhotoInfo>) -> impl IntoView + use<> {
    let button = if photo.is_some() { m::PHOTO_SEND_AGAIN } else { m::PHOTO_SEND };
    let now = match photo {
        Some(PhotoInfo { width, height }) => {
            let size = tw(m::PHOTO_SIZE, &[("width", &width), ("height", &height)]);
            view! {
                <figure class="photo-now">
                    <img src="/register/photo" alt=t(m::PHOTO_NOW) width="147" height="189" />
                    <figcaption>
                        <Icon of=icon::CHECK_CIRCLE_FILL />
                        {t(m::PHOTO_NOW)}
                        " "
                        {size}
                    </figcaption>
                </figure>
            }
            .into_any()
        }
        None => view! { <p class="hint">{t(m::PHOTO_NONE)}</p> }.into_any(),
    };
    view! {
        <Field name="photo" label=t(m::PHOTO) hint=t(m::PHOTO_HINT)>
            {now}
            <input
                class="file"
                type="file"
                id="photo"
                name="photo"
                accept="image/jpeg,image/png"
                aria-describedby="photo-hint photo-send-hint"
            />
            <PhotoPreview input="photo".to_owned() />
            <button
                type="submit"
                class=ButtonKind::Outline.class()
                formaction="/register/technician/photo"
                formenctype="multipart/form-data"
            >
                <Icon of=icon::PHOTO_CAMERA />
                {t(button)}
            </button>
            <p class="hint" id="photo-send-hint">
                {t(m::PHOTO_SEND_HINT)}
            </p>
        </Field>
    }
}

/// 所属事業者.
pub fn employer(form: &TechnicianForm) -> impl IntoView + use<> {
    let value = form.employer_id.clone();
    view! {
        <TextField
            name="employer_id"
            label=t(m::EMPLOYER_ID)
            hint=t(m::EMPLOYER_ID_HINT)
            value=value
            inputmode="numeric"
            width="medium"
            required=false
        />
    }
}

/// 職種.
pub fn trades(form: &TechnicianForm) -> impl IntoView + use<> {
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

/// 経験.
pub fn experience(form: &TechnicianForm) -> impl IntoView + use<> {
    let value = form.experience_years.clone();
    view! {
        <TextField
            name="experience_years"
            label=t(m::EXPERIENCE_YEARS)
            hint=t(m::EXPERIENCE_YEARS_HINT)
            value=value
            inputmode="numeric"
            width="short"
        />
    }
}

/// 社会保険.
pub fn insurance(form: &TechnicianForm) -> impl IntoView + use<> {
    let form = form.clone();
    view! {
        <p>{t(m::INSURANCE_HINT)}</p>
        <RadioRows name="health_insurance" legend=t(m::HEALTH_INSURANCE) value=form.health_insurance options=insurances() />
        <RadioRows name="pension" legend=t(m::PENSION) value=form.pension options=insurances() />
        <RadioRows
            name="employment_insurance"
            legend=t(m::EMPLOYMENT_INSURANCE)
            value=form.employment_insurance
            options=insurances()
        />
    }
}

/// 建退共・中退共.
pub fn retirement(form: &TechnicianForm) -> impl IntoView + use<> {
    let form = form.clone();
    view! {
        <RadioRows name="kentaikyo" legend=t(m::KENTAIKYO) value=form.kentaikyo options=mutual_aids() />
        <RadioRows name="chutaikyo" legend=t(m::CHUTAIKYO) value=form.chutaikyo options=mutual_aids() />
    }
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
pub fn agreement(form: &TechnicianForm) -> impl IntoView + use<> {
    let value = form.consent.clone();
    let fee = crate::fee::prices::words_of(PriceKind::TechnicianSimple);
    view! {
        <p>{t(m::CONSENT_TEXT)}</p>
        <Checkbox name="consent" label=t(m::CONSENT_YES) value=value />
        <p class="hint">{tw(m::SUBMIT_HINT, &[("yen", &fee)])}</p>
        <div class="form-actions">
            <button type="submit" class=ButtonKind::Solid.class() formaction=SubmitTechnician::PATH>
                <Icon of=icon::SEND />
                {t(msg::common::SUBMIT_APPLICATION)}
            </button>
            <SubmitButton text=t(msg::common::SAVE) kind=ButtonKind::Outline icon=icon::SAVE />
        </div>
    }
}
