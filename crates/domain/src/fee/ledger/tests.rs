//! Each act line by line, and over any acts: the whole sums to zero, and each claim is what was asked less what came.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const BUSINESS: Payer = Payer::Business(BusinessId::from_stored(11));
const KIND: FeeKind = FeeKind::SiteUsage;
const WAY: Gateway = Gateway::File;

fn lines(act: Act) -> Vec<(Account, i64)> {
    act.journal().unwrap().lines().iter().map(|line| (line.account, line.yen)).collect()
}

#[test]
fn each_act_moves_what_the_page_of_money_says() {
    use Account::{Cash, Credit, Income, Receivable, RefundPayable, Unmatched};
    let (owes, has) = (Receivable(BUSINESS), Credit(BUSINESS));
    let yen = Yen(100);
    for (act, word, expected) in [
        (Act::Requested { payer: BUSINESS, kind: KIND, yen }, "requested", vec![(owes, 100), (Income(KIND), -100)]),
        (Act::Paid { gateway: WAY, payer: BUSINESS, yen }, "paid", vec![(Cash(WAY), 100), (owes, -100)]),
        (Act::Held { gateway: WAY, yen }, "held", vec![(Cash(WAY), 100), (Unmatched, -100)]),
        (Act::Assigned { payer: BUSINESS, owed: Yen(101), yen }, "assigned", vec![(Unmatched, 100), (owes, -100)]),
        (Act::Assigned { payer: BUSINESS, owed: Yen(100), yen }, "assigned", vec![(Unmatched, 100), (owes, -100)]),
        (
            Act::Assigned { payer: BUSINESS, owed: Yen(99), yen },
            "assigned",
            vec![(Unmatched, 100), (owes, -99), (has, -1)],
        ),
        (Act::Assigned { payer: BUSINESS, owed: Yen(0), yen }, "assigned", vec![(Unmatched, 100), (has, -100)]),
        (Act::CreditUsed { payer: BUSINESS, yen }, "credit_used", vec![(has, 100), (owes, -100)]),
        (Act::Credited { payer: BUSINESS, kind: KIND, yen }, "credited", vec![(Income(KIND), 100), (has, -100)]),
        (Act::RefundOrdered { yen }, "refund_ordered", vec![(Unmatched, 100), (RefundPayable, -100)]),
        (
            Act::CreditRefundOrdered { payer: BUSINESS, yen },
            "credit_refund_ordered",
            vec![(has, 100), (RefundPayable, -100)],
        ),
        (Act::Refunded { gateway: WAY, yen }, "refunded", vec![(RefundPayable, 100), (Cash(WAY), -100)]),
        (
            Act::Withdrawn { payer: BUSINESS, kind: KIND, yen, received: Yen(0) },
            "withdrawn",
            vec![(Income(KIND), 100), (owes, -100)],
        ),
        (
            Act::Withdrawn { payer: BUSINESS, kind: KIND, yen, received: Yen(40) },
            "withdrawn",
            vec![(Income(KIND), 100), (owes, -60), (has, -40)],
        ),
    ] {
        assert_eq!((act.journal().unwrap().act(), lines(act)), (word, expected), "{act:?}");
    }
}

#[test]
fn nothing_moves_nothing_and_below_nothing_is_no_amount() {
    for yen in [0, -1] {
        let act = Act::Requested { payer: BUSINESS, kind: KIND, yen: Yen(yen) };
        assert_eq!(act.journal(), Err(LedgerFault::NoAmount), "{yen}");
    }
}

#[test]
fn lines_that_do_not_sum_to_zero_are_no_journal() {
    let (one, two) = (Account::Unmatched, Account::RefundPayable);
    assert!(Journal::new("x", [(one, 5), (two, -5)]).is_ok());
    assert_eq!(Journal::new("x", [(one, 5), (two, -4)]), Err(LedgerFault::Unbalanced));
    assert_eq!(Journal::new("x", [(one, 5), (two, -6)]), Err(LedgerFault::Unbalanced));
    assert_eq!(Journal::new("x", [(one, i64::MIN), (two, i64::MIN)]), Err(LedgerFault::Unbalanced), "no wrapping");
    assert_eq!(Journal::new("x", []), Err(LedgerFault::NoAmount));
}

#[test]
fn payers_lead_back_from_what_is_stored() {
    for payer in [
        Payer::Application(ApplicationId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001))),
        Payer::Technician(TechnicianId::from_stored(7)),
        BUSINESS,
    ] {
        assert_eq!(Payer::from_stored(&payer.to_string()), Some(payer));
    }
    for wrong in ["", "business", "business:x", "bank:1"] {
        assert_eq!(Payer::from_stored(wrong), None, "{wrong}");
    }
    for gateway in Gateway::ALL {
        assert_eq!(Gateway::from_code(gateway.code()), Some(gateway));
    }
}

/// What a property draws: which act, whom, how much.
type Draw = (u8, i64, i64);

/// A request as the register would keep it.
#[derive(Default, Clone, Copy)]
struct Open {
    asked: i64,
    received: i64,
}

/// A register of three payers, one request each, that acts as the services do.
#[derive(Default)]
struct Register {
    open: BTreeMap<i64, Open>,
    unmatched: i64,
    to_refund: i64,
    journals: Vec<Journal>,
}

impl Register {
    fn play(&mut self, (what, whom, first): Draw) {
        let payer = Payer::Business(BusinessId::from_stored(whom));
        let open = self.open.entry(whom).or_default();
        let owed = open.asked - open.received;
        let act = match what {
            0 => {
                open.asked += first;
                Act::Requested { payer, kind: KIND, yen: Yen(first) }
            }
            1 => {
                open.received += owed;
                Act::Paid { gateway: WAY, payer, yen: Yen(owed) }
            }
            2 => {
                self.unmatched += first;
                Act::Held { gateway: WAY, yen: Yen(first) }
            }
            3 => {
                let yen = first.min(self.unmatched);
                self.unmatched -= yen;
                open.received += yen.min(owed);
                Act::Assigned { payer, owed: Yen(owed), yen: Yen(yen) }
            }
            4 => {
                let yen = first.min(self.unmatched);
                self.unmatched -= yen;
                self.to_refund += yen;
                Act::RefundOrdered { yen: Yen(yen) }
            }
            5 => {
                let yen = first.min(self.to_refund);
                self.to_refund -= yen;
                Act::Refunded { gateway: WAY, yen: Yen(yen) }
            }
            6 => {
                let gone = core::mem::take(open);
                Act::Withdrawn { payer, kind: KIND, yen: Yen(gone.asked), received: Yen(gone.received) }
            }
            _ => Act::Credited { payer, kind: KIND, yen: Yen(first) },
        };
        // What would move nothing is no act.
        self.journals.extend(act.journal());
    }
    fn balance(&self, wanted: impl Fn(&Account) -> bool) -> i64 {
        let lines = self.journals.iter().flat_map(Journal::lines);
        lines.filter(|line| wanted(&line.account)).map(|line| line.yen).sum()
    }
}

proptest! {
    #[test]
    fn the_whole_sums_to_zero_and_each_claim_is_what_was_asked_less_what_came(
        draws in prop::collection::vec((0u8..8, 0i64..3, 0i64..1_000_000), 0..60)
    ) {
        let mut register = Register::default();
        for draw in draws {
            register.play(draw);
            prop_assert_eq!(register.balance(|_| true), 0);
            for (whom, open) in &register.open {
                let payer = Payer::Business(BusinessId::from_stored(*whom));
                let owes = register.balance(|account| *account == Account::Receivable(payer));
                prop_assert_eq!(owes, open.asked - open.received);
                prop_assert!(register.balance(|account| *account == Account::Credit(payer)) <= 0);
            }
            prop_assert_eq!(register.balance(|account| *account == Account::Unmatched), -register.unmatched);
            prop_assert_eq!(register.balance(|account| *account == Account::RefundPayable), -register.to_refund);
        }
    }
}
