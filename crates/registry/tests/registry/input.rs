//! Bad input is normal input: the error names the field, nothing is written.

use law::Evidence;
use registry::*;
use vocabulary::*;

use crate::support::*;

async fn field_of(world: &World, change: impl FnOnce(&mut NewCase)) -> &'static str {
    let mut new = citizen(1);
    change(&mut new);
    let before = world.size().await;
    let answer = world.registry.open_case(operator(), new).await;
    assert_eq!(world.size().await, before, "an unreadable form is no act");
    match answer {
        Err(CommandError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_field_of_a_new_case_is_checked() {
    let world = World::new().await;
    let names = ["", " Ab", "A  b", "A\u{0}b", "A1", "<b>", "'", &"я".repeat(121)];
    for name in names {
        assert_eq!(
            field_of(&world, |new| new.person.family_name = name.to_owned()).await,
            "person.family_name"
        );
    }
    assert_eq!(field_of(&world, |new| new.person.given_name = "\n".to_owned()).await, "person.given_name");
    assert_eq!(
        field_of(&world, |new| new.person.patronymic = Some("x;".to_owned())).await,
        "person.patronymic"
    );
    for reference in ["", "a\tb", "№ 5", " 5", &"5".repeat(65)] {
        assert_eq!(field_of(&world, |new| new.reference = reference.to_owned()).await, "reference");
    }
    for number in ["", "12", "n12", "N 12", &"1".repeat(33)] {
        let field = field_of(&world, |new| new.person.document_number = Some(number.to_owned())).await;
        assert_eq!(field, "person.document_number", "{number:?}");
    }
    for born in ["2026-03-03", "2027", "1890"] {
        let field = field_of(&world, |new| new.person.born = BirthDate::parse(born).unwrap()).await;
        assert_eq!(field, "person.born", "{born}");
    }
    for nationality in ["kaz", "KZ", "UZB"] {
        let field = field_of(&world, |new| new.person.nationality = Some(nationality.to_owned())).await;
        assert_eq!(field, "person.nationality");
    }
    for basis in [Basis::BV, Basis::G1] {
        assert_eq!(field_of(&world, |new| new.basis = basis).await, "basis");
    }
    for good in ["Әбіл", "О’Нил", "Ибн-Сина", "Öz", "Müller St. John", "Қ"] {
        let mut new = citizen(1);
        new.person.family_name = good.to_owned();
        world.registry.preview(operator(), &new).unwrap();
    }
}

#[tokio::test]
async fn a_known_iin_with_another_birth_date_is_a_mistake_of_the_form() {
    let world = World::new().await;
    world.consented(1).await;
    let mut born = citizen(1);
    born.person.born = BirthDate::parse("1985-03-15").unwrap();
    let (answer, entry) = world.check(world.registry.open_case(operator(), born)).await;
    assert!(matches!(answer, Err(CommandError::Invalid { field: "person.born", .. })), "{answer:?}");
    assert_eq!(entry.operation, "open-case", "the answer says that the IIN is known: an act");
    // The same document number from another state is another person.
    let mut other = foreigner(1, Basis::B3);
    other.person.born = BirthDate::parse("1990-01-01").unwrap();
    assert!(!world.registry.open_case(operator(), other).await.unwrap().known_person);
}

#[tokio::test]
async fn evidence_images_probes_and_claims_are_checked() {
    let world = World::new().await;
    let r = &world.registry;
    let case = r.open_case(operator(), citizen(1)).await.unwrap().case.id;
    let invalid = |answer: Result<(), CommandError>, expected: &str| match answer {
        Err(CommandError::Invalid { field, .. }) => assert_eq!(field, expected),
        other => panic!("{expected}: {other:?}"),
    };
    let give = async |evidence, language, document| {
        r.give_evidence(operator(), case, evidence, language, document).await.map(drop)
    };
    invalid(give(Evidence::Consent, "de", "text 1").await, "language");
    invalid(give(Evidence::Consent, "kk", "").await, "document");
    invalid(give(Evidence::Judgment, "kk", "text 1").await, "evidence");
    give(Evidence::Consent, "kk", "text 1").await.unwrap();
    invalid(give(Evidence::Consent, "kk", "text 1").await, "evidence");
    let thumb = FingerPosition::RightThumb;
    let with = |original: Vec<u8>, kind: &str| match image(1, thumb, 1) {
        CaptureInput::Image { image, ppi, .. } => {
            CaptureInput::Image { image, ppi, original, media_type: kind.to_owned() }
        }
        missing => missing,
    };
    let capture = async |input| r.capture(operator(), case, thumb, input).await.map(drop);
    invalid(capture(with(vec![], "image/png")).await, "original");
    invalid(capture(with(vec![0; ORIGINAL_BYTES_MAX + 1], "image/png")).await, "original");
    invalid(capture(with(vec![1], "text/html")).await, "media_type");
    let before = world.size().await;
    assert!(matches!(capture(image(0, thumb, 1)).await, Err(CommandError::Capture(_))), "no finger");
    assert_eq!(world.size().await, before);
    let verify =
        async |claim, fingers| r.verify(operator(), claim, Purpose::Confirm, None, fingers).await.map(drop);
    invalid(verify("", probe(1, &[thumb])).await, "claim");
    invalid(verify("1\n2", probe(1, &[thumb])).await, "claim");
    world.registered(2).await;
    invalid(verify("N00000002", vec![]).await, "fingers");
    invalid(verify("N00000002", probe(2, &[thumb, thumb])).await, "fingers");
    let missing = vec![(thumb, CaptureInput::Missing(MissingReason::Bandaged))];
    invalid(verify("N00000002", missing).await, "fingers");
    invalid(r.list_cases(operator(), 0).await.map(drop), "limit");
    invalid(r.ledger_page(prosecutor(), None, 501).await.map(drop), "limit");
    let unknown = CaseId::from_random_bytes([9; 16]);
    assert!(matches!(r.view_case(operator(), unknown).await, Err(CommandError::NotFound { what: "case" })));
}

/// One file sent for two fingers is an error of the desk, not two fingers (R11.4.1).
#[tokio::test]
async fn one_image_is_not_two_fingers() {
    let world = World::new().await;
    let case = world.consented(1).await;
    let (thumb, index) = (FingerPosition::RightThumb, FingerPosition::RightIndex);
    world.registry.capture(operator(), case, thumb, image(1, thumb, 0)).await.unwrap();
    let before = world.size().await;
    let again = world.registry.capture(operator(), case, index, image(1, thumb, 0)).await;
    match again {
        Err(CommandError::Invalid { field: "image", message }) => {
            assert!(message.contains("right-thumb"), "{message}")
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(world.size().await, before + 1, "the attempt is an entry");
    world.registry.capture(operator(), case, thumb, image(1, thumb, 0)).await.unwrap();
}
