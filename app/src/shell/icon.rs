//! Material Symbols by name, inline. Invariant: an icon is decoration; the word beside it carries the meaning
//! (design direction §1.2), so every drawing is hidden from readers.

use leptos::prelude::*;

macro_rules! icons {
    ($($name:ident = $file:literal),* $(,)?) => {
        $(
            #[doc = concat!("`", $file, "` of `style/icons`.")]
            pub const $name: &str = include_str!(concat!("../../../style/icons/", $file, ".svg"));
        )*
    };
}

icons! {
    ACCOUNT = "account_circle",
    ACCOUNT_TREE = "account_tree",
    ADD = "add",
    APARTMENT = "apartment",
    ARROW_BACK = "arrow_back",
    ARROW_FORWARD = "arrow_forward",
    ASSIGNMENT = "assignment",
    BADGE = "badge",
    CALENDAR = "calendar_month",
    CALENDAR_FILL = "calendar_month-fill",
    CALL = "call",
    CHECK = "check",
    CHECK_CIRCLE = "check_circle",
    CHECK_CIRCLE_FILL = "check_circle-fill",
    CHEVRON_LEFT = "chevron_left",
    CHEVRON_RIGHT = "chevron_right",
    CLOSE = "close",
    CLOUD_DONE = "cloud_done",
    CLOUD_OFF = "cloud_off",
    CONTACTLESS = "contactless",
    CONTENT_COPY = "content_copy",
    DELETE = "delete",
    DESCRIPTION = "description",
    DOMAIN = "domain",
    DOWNLOAD = "download",
    EDIT = "edit",
    ERROR = "error",
    ERROR_FILL = "error-fill",
    EVENT_BUSY = "event_busy",
    EXPAND_MORE = "expand_more",
    FACT_CHECK = "fact_check",
    FILTER_LIST = "filter_list",
    GROUPS = "groups",
    HELP = "help",
    HOME = "home",
    HOME_FILL = "home-fill",
    ID_CARD = "id_card",
    KEY = "key",
    LANGUAGE = "language",
    LOCATION_ON = "location_on",
    LOCK = "lock",
    LOGIN = "login",
    LOGOUT = "logout",
    MENU = "menu",
    MORE_HORIZ = "more_horiz",
    NOTIFICATIONS = "notifications",
    PAYMENTS = "payments",
    PERSON = "person",
    PHOTO_CAMERA = "photo_camera",
    PRIORITY_HIGH = "priority_high",
    QR_CODE = "qr_code_2",
    REFRESH = "refresh",
    ROTATE_RIGHT = "rotate_right",
    SAVE = "save",
    SCHEDULE = "schedule",
    SEARCH = "search",
    SEND = "send",
    SMART_TOY = "smart_toy",
    STAIRS = "stairs_2",
    SYNC = "sync",
    TASK_ALT = "task_alt",
    TRANSLATE = "translate",
    UNDO = "undo",
    UPLOAD_FILE = "upload_file",
    VERIFIED = "verified",
    WARNING = "warning",
    WARNING_FILL = "warning-fill",
    ZOOM_IN = "zoom_in",
}

/// One of this module's drawings: `<Icon of=icon::LOGIN />`.
#[component]
pub fn Icon(
    /// The drawing.
    of: &'static str,
) -> impl IntoView {
    view! { <span class="icon-box" aria-hidden="true" inner_html=of></span> }.into_any()
}
