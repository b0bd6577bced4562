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
