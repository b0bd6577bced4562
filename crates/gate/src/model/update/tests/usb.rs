//! The reader at the computer's USB.

use super::*;
use crate::usb::UsbTrouble;

fn usb_asked(gate: &Gate) -> Vec<(bool, bool)> {
    let asked = |effect: &Effect| if let Effect::Usb { on, ask } = effect { Some((*on, *ask)) } else { None };
    gate.asked.iter().filter_map(asked).collect()
}

#[test]
fn it_is_switched_on_and_off_and_kept_over_a_start() {
    let mut gate = Gate::at_work();
    gate.on(Event::Pressed(Action::Usb));
    assert_eq!((gate.model.usb, usb_asked(&gate)), (Usb::Starting, vec![(true, true)]));
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::SavePreferences)));
    gate.on(Event::Usb(Usb::On));
    assert_eq!(gate.model.usb, Usb::On);
    gate.asked.clear();
    gate.on(Event::Pressed(Action::Usb));
    assert_eq!((gate.model.usb, usb_asked(&gate)), (Usb::Off, vec![(false, false)]));
    gate.on(Event::Usb(Usb::Trouble(UsbTrouble::Gone)));
    assert_eq!(gate.model.usb, Usb::Off, "nobody is told of what is switched off");

    for (kept, expected) in [(true, vec![(true, false)]), (false, vec![])] {
        let mut begun = Gate::new();
        let stored = Stored { device: Some(credential(7)), usb: kept, ..Stored::default() };
        begun.on(Event::Loaded(Box::new(stored)));
        begun.on(Event::Pressed(Action::Begin));
        assert_eq!(usb_asked(&begun), expected, "{kept}: nobody is asked which");
    }
}

#[test]
fn what_it_reads_is_a_touch_and_what_is_wrong_with_it_stops_none() {
    let mut gate = Gate::at_work();
    gate.on(Event::Pressed(Action::Usb));
    gate.on(Event::Usb(Usb::Trouble(UsbTrouble::Busy)));
    gate.asked.clear();
    gate.on(Event::Pressed(Action::UsbAgain));
    assert_eq!((gate.model.usb, usb_asked(&gate)), (Usb::Starting, vec![(true, true)]));
    gate.on(Event::Wedged(Reading::Serial { serial: "04DE5F1EACC040".into() }));
    assert_eq!(gate.queue.len(), 1);
    assert_eq!(gate.model.last_seq, 1, "the number the phone has come to");
    gate.on(Event::Usb(Usb::Trouble(UsbTrouble::Gone)));
    gate.tap(STRANGER);
    assert_eq!((gate.queue.len(), gate.model.last_seq), (2, 2));
}
