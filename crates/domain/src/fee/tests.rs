use super::*;

#[test]
fn kinds_keep_their_numbers() {
    for kind in FeeKind::ALL {
        assert_eq!(FeeKind::from_stored(kind.number()), Some(kind));
        assert_eq!(FeeKind::from_code(kind.code()), Some(kind));
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.code()));
    }
    assert_eq!(FeeKind::ALL.map(FeeKind::number), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!((FeeKind::from_stored(0), FeeKind::from_stored(10)), (None, None));
}

#[test]
fn a_technician_is_asked_for_the_fee_of_the_stage_and_nothing_for_a_change() {
    for (stage, kind) in [
        (Stage::Simple, Some(FeeKind::TechnicianSimple)),
        (Stage::Detailed, Some(FeeKind::TechnicianDetailed)),
        (Stage::Upgrade, Some(FeeKind::TechnicianUpgrade)),
        (Stage::SimpleChange, None),
        (Stage::Change, None),
    ] {
        assert_eq!(FeeKind::of_stage(stage), kind, "{stage:?}");
    }
    let personal: Vec<FeeKind> = FeeKind::ALL.into_iter().filter(|kind| kind.is_personal()).collect();
    assert_eq!(
        personal,
        [
            FeeKind::TechnicianSimple,
            FeeKind::CardReissue,
            FeeKind::TechnicianDetailed,
            FeeKind::TechnicianUpgrade,
            FeeKind::LevelEvaluation,
        ]
    );
}
