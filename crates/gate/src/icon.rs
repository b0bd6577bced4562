//! The drawings the gate uses, inline so that they are there without signal. Invariant: a drawing keeps its one meaning
//! (style/icons/icons.txt) and always stands beside a word.

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = include_str!(concat!("../../../style/icons/", $file, ".svg"));)*
    };
}

icons! {
    /// 入場.
    LOGIN = "login";
    /// 退場.
    LOGOUT = "logout";
    /// 要確認.
    WARNING = "warning";
    /// 誤り.
    ERROR = "error";
    /// 送信ずみ.
    CLOUD_DONE = "cloud_done";
    /// 電波なし.
    CLOUD_OFF = "cloud_off";
    /// Waits to be sent.
    UPLOAD = "upload";
    /// 端末に保存.
    SAVE = "save";
    /// タッチ.
    CONTACTLESS = "contactless";
    /// Done.
    CHECK = "check";
    /// Not done.
    CLOSE = "close";
    /// Look.
    EXCLAMATION = "priority_high";
    /// In and out changed.
    SWAP = "swap_horiz";
    /// The number pad.
    DIALPAD = "dialpad";
    /// People inside.
    GROUPS = "groups";
    /// The day's list.
    ASSIGNMENT = "assignment";
    /// Settings.
    SETTINGS = "settings";
    /// Back.
    BACK = "arrow_back";
    /// Sound.
    VOLUME = "volume_up";
    /// 夜.
    NIGHT = "dark_mode";
    /// Day.
    DAY = "light_mode";
    /// Paper.
    PRINT = "print";
    /// A QR code to read.
    QR = "qr_code_scanner";
    /// A person without a photo.
    PERSON = "person";
    /// A request under way.
    SCHEDULE = "schedule";
}
