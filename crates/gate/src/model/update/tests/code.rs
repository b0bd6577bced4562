//! Codes of people's phones before the camera.

use super::*;
use crate::model::code::{Camera, CameraTrouble};
use domain::touch::wire::code::{Certificate, CodeFault, PhoneCode, STEP_MS, step_of};

fn code(step: i64, nonce: u8) -> String {
    let certificate = Certificate {
        phone: Uuid::from_u128(1),
        technician: TechnicianId::from_body(5),
        public_key: format!("04{}", "ab".repeat(64)),
        until: NOW.plus_ms(domain::time::DAY_MS),
        key: 1,
        signature: "c1".repeat(64),
    };
    PhoneCode { certificate, step, nonce: [nonce; 8], signature: "d2".repeat(64) }.text()
}

fn at_work() -> Gate {
    let mut gate = Gate::at_work();
    gate.model.offset_ms = Some(0);
    gate.on(Event::Online(false));
    gate
}

impl Gate {
    /// Shows a code to the camera; `sound`: both signatures verify.
    fn show(&mut self, text: &str, sound: bool) {
        self.asked.clear();
        self.on(Event::Code(text.to_owned()));
        let asked = self.asked.iter().find_map(|effect| match effect {
            Effect::VerifyCode { text, fault, .. } => Some((text.clone(), *fault)),
            _ => None,
        });
        if let Some((text, fault)) = asked {
            let fault = if sound { fault } else { Some(CodeFault::Signature) };
            self.on(Event::CodeVerified { text, fault });
        }
    }
}

#[test]
fn a_code_is_one_touch_however_long_it_is_held_there() {
    let mut gate = at_work();
    let text = code(step_of(NOW), 1);
    gate.show(&text, true);
    let sign = gate.model.sign.clone().expect("shown");
    assert_eq!((sign.field, sign.person.map(|one| one.name)), (Field::Kept, Some("山本 健太".into())));
    assert_eq!((sign.notes.as_slice(), gate.model.waiting), ([Note::CodeCheckedLater].as_slice(), 1));
    for _ in 0..3 {
        gate.later(250);
        gate.show(&text, true);
    }
    gate.later(STEP_MS);
    gate.show(&code(step_of(gate.now), 2), true);
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Already), 1), "the next code of the same phone");
    gate.later(2 * STEP_MS);
    gate.show(&code(step_of(gate.now), 3), true);
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Kept), 2));
}

#[test]
fn what_is_wrong_with_a_code_is_red_and_still_kept() {
    for (name, text, sound, fault) in [
        ("a signature", code(step_of(NOW), 1), false, CodeFault::Signature),
        ("a picture of before", code(step_of(NOW) - 2, 2), true, CodeFault::Step),
    ] {
        let mut gate = at_work();
        gate.show(&text, sound);
        let sign = gate.model.sign.clone().expect("shown");
        assert_eq!((sign.field, gate.model.waiting), (Field::Refused, 1), "{name}");
        assert_eq!(sign.notes, [Note::CodeBad(fault), Note::AskForeman], "{name}");
    }
    let mut unknown = at_work();
    unknown.model.offset_ms = None;
    unknown.show(&code(step_of(NOW) - 200, 3), true);
    assert_eq!(unknown.field(), Some(Field::Kept), "where the clock is not known the server tells");
}

#[test]
fn another_code_gives_nothing_to_record_and_a_camera_that_cannot_says_so() {
    let mut gate = at_work();
    gate.show("https://example.test/", true);
    let sign = gate.model.sign.clone().expect("shown");
    assert_eq!((sign.field, sign.notes, gate.model.waiting), (Field::Unread, vec![Note::OtherCode], 0));
    gate.on(Event::Pressed(Action::Camera));
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Camera(true))));
    gate.on(Event::Camera(Camera::Trouble(CameraTrouble::NoReader)));
    assert_eq!(gate.model.camera, Camera::Trouble(CameraTrouble::NoReader));
    gate.on(Event::Pressed(Action::Camera));
    assert_eq!(gate.model.camera, Camera::On, "once more");
    gate.on(Event::Pressed(Action::Camera));
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Camera(false))));
}
