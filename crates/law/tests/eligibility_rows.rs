//! Law.md 6.1, row by row, and the dates around each change of the Law.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use common::{born, case, day, lawful, missing, verdict};
use law::{Document, Evidence, Exemption, Hands, RuleVersion, decide};
use vocabulary::Basis::*;
use vocabulary::{Basis, Body, Citizenship};

#[test]
fn row_0a_nothing_is_registered_for_a_date_before_2024() {
    for basis in [B1, B1f, B2, B3, B4, B5, B6, B7, B8, BV] {
        let on = |date| verdict(&case(basis, |c| c.event_date = day(date)));
        assert_eq!(on("2023-12-31"), "refuse R39.1.1", "{basis}");
        assert_ne!(on("2024-01-01"), "refuse R39.1.1", "{basis}");
    }
    // Before competence, and before the exemption of a child.
    let everything_wrong = case(B3, |c| {
        c.event_date = day("2023-06-01");
        c.body = Body::Trb;
        c.person.born = born("2020");
    });
    assert_eq!(verdict(&everything_wrong), "refuse R39.1.1");
}

#[test]
fn row_0b_service_firms_act_on_visas_abroad_of_non_citizens_under_an_agreement() {
    let firm = |change: &dyn Fn(&mut law::Case)| {
        verdict(&case(B7, |c| {
            c.body = Body::Svc;
            c.circumstances.service_agreement = true;
            change(c);
        }))
    };
    assert_eq!(firm(&|_| {}), "register (mandatory) R10.2.6");
    assert_eq!(firm(&|c| c.circumstances.service_agreement = false), "refuse R33.4.1");
    assert_eq!(firm(&|c| c.circumstances.visa.at_airport = true), "refuse R33.4.1");
    assert_eq!(firm(&|c| c.person.citizenship = Citizenship::Citizen), "refuse R33.4.1");
    for basis in [B1, B1f, B2, B3, B4, B5, B6, B8, BV] {
        assert_eq!(firm(&|c| c.basis = basis), "refuse R33.4.1", "{basis}");
    }
}

#[test]
fn row_0b_a_service_agreement_is_for_visas_by_the_foreign_institution_only() {
    let under_agreement = |basis, change: &dyn Fn(&mut law::Case)| {
        verdict(&case(basis, |c| {
            c.circumstances.service_agreement = true;
            change(c);
        }))
    };
    for basis in [B1, B1f, B2, B3, B4, B5, B6, B8] {
        assert_eq!(under_agreement(basis, &|_| {}), "refuse R33.4.1", "{basis}");
        // The acting body stands first.
        let by_pro = under_agreement(basis, &|c| c.body = Body::Pro);
        assert!(by_pro.starts_with("refuse R11.1."), "{basis}: {by_pro}");
        assert_eq!(under_agreement(basis, &|c| c.body = Body::Svc), "refuse R33.4.1", "{basis}");
    }
    assert_eq!(under_agreement(B7, &|_| {}), "register (mandatory) R10.2.6");
    assert_eq!(under_agreement(B7, &|c| c.body = Body::Iab), "refuse R33.4.1");
    assert_eq!(under_agreement(B7, &|c| c.body = Body::Nsb), "refuse R11.1.5");
    assert_eq!(under_agreement(B7, &|c| c.circumstances.visa.at_airport = true), "refuse R33.4.1");
    assert_eq!(under_agreement(B7, &|c| c.person.citizenship = Citizenship::Citizen), "refuse R33.4.1");
    assert_eq!(under_agreement(B7, &|c| c.person.citizenship = Citizenship::Unknown), "refuse R2.1.1");
    assert_eq!(under_agreement(B3, &|c| c.person.born = born("2020")), "refuse R33.4.1", "before row 1");
    assert_eq!(under_agreement(B3, &|c| c.event_date = day("2023-12-31")), "refuse R39.1.1", "after 0a");
    for basis in [G1, G2, G3, G4, BV] {
        assert_eq!(under_agreement(basis, &|_| {}), verdict(&lawful(basis)), "{basis}: not looked at");
    }
    assert_eq!(under_agreement(BV, &|c| c.body = Body::Svc), "refuse R33.4.1");
}

#[test]
fn row_0b_competence_stands_before_age_and_citizenship() {
    let child_of_nobody = case(B3, |c| {
        c.body = Body::Mfa;
        c.person.citizenship = Citizenship::Unknown;
        c.person.born = born("2020");
    });
    assert_eq!(verdict(&child_of_nobody), "refuse R11.1.3");
}

#[test]
fn row_0d_citizens_are_registered_only_with_their_documents() {
    let with = |basis, document| verdict(&case(basis, |c| c.circumstances.document = document));
    assert_eq!(with(B1, None), "refuse R10.1.3");
    assert_eq!(with(B1, Some(Document::DiplomaticPassport)), "refuse R10.1.3");
    assert_eq!(with(B1, Some(Document::IdentityCard)), "register (voluntary) R10.1.1");
    assert_eq!(with(B1f, Some(Document::IdentityCard)), "refuse R10.1.3");
    assert_eq!(with(B1f, Some(Document::Passport)), "register (voluntary) R10.1.1");
    assert_eq!(with(B8, Some(Document::IdentityCard)), "refuse R10.4.1");
}

#[test]
fn rows_1_9_and_10_the_birthdays_of_tv_11() {
    let child = |basis, date| {
        verdict(&case(basis, |c| {
            c.event_date = day(date);
            c.person.born = born("2012-02-29");
        }))
    };
    assert_eq!(child(B8, "2024-02-28"), "exempt R10-1.1.1");
    assert_eq!(child(B8, "2024-02-29"), "register (voluntary) R11.2.1");
    assert_eq!(child(B8, "2028-02-28"), "register (voluntary) R11.2.1");
    assert_eq!(child(B8, "2028-02-29"), "refuse R2.1.1");
    assert_eq!(child(B1, "2024-02-29"), "not-applicable R10.2.0");
    assert_eq!(child(B1, "2028-02-28"), "not-applicable R10.2.0");
    assert_eq!(child(B1, "2028-02-29"), "register (voluntary) R10.1.1");
    // TV-12: a foreigner turns 16 between application and capture: judged on the day of capture.
    assert_eq!(child(B3, "2028-02-28"), "not-applicable R10.2.0");
    assert_eq!(child(B3, "2028-02-29"), "register (mandatory) R10.2.2");
}

#[test]
fn an_incomplete_birth_date_is_read_as_the_latest_possible() {
    let on = |text, date| {
        verdict(&case(B3, |c| {
            c.event_date = day(date);
            c.person.born = born(text);
        }))
    };
    assert_eq!(on("2010", "2026-12-30"), "not-applicable R10.2.0");
    assert_eq!(on("2010", "2026-12-31"), "register (mandatory) R10.2.2");
    assert_eq!(on("2010-03", "2026-03-30"), "not-applicable R10.2.0");
    assert_eq!(on("2010-03", "2026-03-31"), "register (mandatory) R10.2.2");
    assert_eq!(on("2014", "2026-12-30"), "exempt R10-1.1.1");
}

#[test]
fn row_2_e_visas_without_a_visit() {
    let on = |date| {
        let case = case(B7, |c| {
            c.event_date = day(date);
            (c.circumstances.visa.electronic, c.circumstances.visa.without_visit) = (true, true);
        });
        format!("{} {}", verdict(&case), decide(&case).rule_version)
    };
    assert_eq!(on("2025-06-30"), "not-required R39.2.1 V2.1");
    assert_eq!(on("2025-07-01"), "not-required R39.2.1 V2.2");
    assert_eq!(on("2025-07-11"), "not-required R39.2.1 V2.2");
    assert_eq!(on("2025-07-12"), "not-applicable R10.2.6 V3");
    let half = |electronic, without_visit| {
        verdict(&case(B7, |c| {
            (c.circumstances.visa.electronic, c.circumstances.visa.without_visit) =
                (electronic, without_visit);
        }))
    };
    assert_eq!(half(true, false), "register (mandatory) R10.2.6");
    assert_eq!(half(false, true), "register (mandatory) R10.2.6");
}

#[test]
fn row_3_airport_visas_until_the_first_of_july_2025() {
    let on = |date| {
        verdict(&case(B7, |c| {
            c.event_date = day(date);
            c.body = Body::Iab;
            c.circumstances.visa.at_airport = true;
        }))
    };
    assert_eq!(on("2025-06-30"), "not-required R10.2.7");
    assert_eq!(on("2025-07-01"), "register (mandatory) R10.2.6");
}

#[test]
fn row_4_categories_of_10_1_2_only_on_reciprocity_and_only_for_visas() {
    for (exemption, n) in Exemption::ALL.iter().zip(1..) {
        let claim = |basis, reciprocity| {
            verdict(&case(basis, |c| {
                c.circumstances.exemption = Some(*exemption);
                c.circumstances.reciprocity = reciprocity;
            }))
        };
        assert_eq!(claim(B7, true), format!("exempt R10-1.2.{n}"));
        assert_eq!(claim(B7, false), "register (mandatory) R10.2.6");
        assert_eq!(claim(B3, true), "register (mandatory) R10.2.2");
    }
}

#[test]
fn rows_5_and_6_palms_before_exemption_in_expulsion_only() {
    let hands = |basis, hands, palms, birth| {
        verdict(&case(basis, |c| {
            c.person.hands = hands;
            c.person.palms_recordable = palms;
            c.person.born = born(birth);
        }))
    };
    assert_eq!(hands(B6, Hands::NoFingers, true, "1990"), "palms (mandatory) R10-1.4.4");
    assert_eq!(hands(B6, Hands::FingersUnrecordable, true, "1990"), "palms (mandatory) R10-1.4.4");
    assert_eq!(hands(B6, Hands::NoFingers, false, "1990"), "exempt R10-1.4.5");
    assert_eq!(hands(B6, Hands::FingersUnrecordable, false, "1990"), "exempt R10-1.4.5");
    assert_eq!(hands(B6, Hands::Whole, true, "1990"), "register (mandatory) R10.2.5");
    assert_eq!(hands(B6, Hands::NoFingers, true, "2011"), "exempt R10-1.4.5");
    assert_eq!(hands(B6, Hands::FingersUnrecordable, true, "2011"), "not-applicable R10.2.0");
    assert_eq!(hands(B3, Hands::NoFingers, true, "1990"), "exempt R10-1.4.5");
    assert_eq!(hands(B1, Hands::NoHands, true, "1990"), "exempt R10-1.4.5");
    for palms in [true, false] {
        assert_eq!(hands(B6, Hands::NoHands, palms, "1990"), "exempt R10-1.4.5", "no hands, no palms");
    }
    assert_eq!(hands(B3, Hands::FingersUnrecordable, true, "1990"), "register (mandatory) R10.2.2");
}

#[test]
fn row_6_says_when_palms_are_claimed_of_a_person_without_hands() {
    let noted = |basis, hands, palms| {
        let case = case(basis, |c| (c.person.hands, c.person.palms_recordable) = (hands, palms));
        decide(&case).trace.iter().any(|step| step.text.contains("contradicts itself"))
    };
    assert!(noted(B6, Hands::NoHands, true));
    assert!(!noted(B6, Hands::NoHands, false) && !noted(B6, Hands::NoFingers, true));
    assert!(!noted(B3, Hands::NoHands, true), "palms are looked at in expulsion and readmission only");
}

#[test]
fn row_7_a_medical_conclusion_exempts_for_identity_documents_only() {
    for basis in [B2, B4, B5] {
        assert_eq!(
            verdict(&case(basis, |c| c.circumstances.medical_conclusion = true)),
            "exempt R10-1.4.1",
            "{basis}"
        );
    }
    for basis in [B1, B3, B6, B7] {
        assert!(
            verdict(&case(basis, |c| c.circumstances.medical_conclusion = true)).starts_with("register"),
            "{basis}"
        );
    }
}

#[test]
fn a_person_unable_in_a_visa_or_permit_case_is_recorded_as_unable_never_as_refusing() {
    let unable = |basis, change: &dyn Fn(&mut law::Case)| {
        let decision = decide(&case(basis, change));
        decision.registers()
            && decision.trace.iter().any(|step| step.text.contains("unable, reason recorded"))
    };
    for basis in [B3, B7] {
        assert!(unable(basis, &|c| c.person.hands = Hands::FingersUnrecordable), "{basis}");
        assert!(unable(basis, &|c| c.circumstances.medical_conclusion = true), "{basis}");
        assert!(!unable(basis, &|_| {}), "{basis}");
    }
    assert!(!unable(B4, &|c| c.person.hands = Hands::FingersUnrecordable));
}

#[test]
fn row_8_a_live_registration_of_the_same_group_is_verified_and_no_other() {
    let live = |basis, registered| verdict(&case(basis, |c| c.person.live_registrations = vec![registered]));
    for basis in [B1, B1f, B2, B3, B4, B5, B6, B7] {
        for registered in [B1, B1f, B2, B3, B4, B5, B6, B7, B8, G1, G3] {
            let same = [&[B1, B1f][..], &[B3, B4, B5, B7]]
                .iter()
                .any(|g| g.contains(&basis) && g.contains(&registered));
            let answer = live(basis, registered);
            assert_eq!(answer == "verify R10.3.1", same, "{basis} with live {registered}: {answer}");
        }
    }
    // A child's record is no ground to verify, and nobody under 16 is verified (C-17).
    let child = case(B1, |c| {
        c.person.born = born("2011");
        c.person.live_registrations = vec![B1];
    });
    assert_eq!(verdict(&child), "not-applicable R10.2.0");
}

#[test]
fn row_8_a_verification_reads_fingers_needs_no_consent_and_keeps_no_type() {
    let again = case(B1, |c| c.person.live_registrations = vec![B1f]);
    let decision = decide(&again);
    assert!(
        decision.may_capture && decision.missing_evidence.is_empty() && decision.registration_type.is_none()
    );
    let blocked = case(B1, |c| {
        c.person.live_registrations = vec![B1f];
        c.circumstances.record_blocked = true;
    });
    assert!(!decide(&blocked).may_capture);
}

#[test]
fn evidence_each_row_waits_for() {
    assert_eq!(missing(&lawful(B1)), ["consent"]);
    assert_eq!(missing(&lawful(B1f)), ["consent"]);
    assert_eq!(missing(&lawful(B2)), ["decision"]);
    for basis in [B3, B4, B5, B7] {
        assert_eq!(missing(&lawful(basis)), [""; 0], "{basis}");
        assert!(decide(&lawful(basis)).may_capture, "{basis}");
    }
    assert_eq!(missing(&lawful(B6)), ["decision"]);
    assert_eq!(missing(&case(B6, |c| c.person.hands = Hands::NoFingers)), ["decision"]);
    let child = case(B8, |c| c.person.born = born("2012-01-01"));
    assert_eq!(missing(&child), ["child-consent", "representative-application", "representative-present"]);
    assert_eq!(missing(&lawful(G1)), ["judgment"]);
    assert_eq!(missing(&lawful(G2)), ["case-opened"]);
    assert_eq!(missing(&lawful(G4)), ["case-opened"]);
    assert_eq!(missing(&lawful(G3)), ["consent", "written-application"]);
    let given = case(B1, |c| c.evidence = vec![Evidence::Consent, Evidence::Consent]);
    assert!(decide(&given).may_capture);
}

#[test]
fn a_guardian_stands_for_a_person_declared_incapable() {
    let incapable = |basis, change: &dyn Fn(&mut law::Case)| {
        missing(&case(basis, |c| {
            c.person.incapable = true;
            change(c);
        }))
    };
    const GUARDIAN: [&str; 2] = ["guardian-application", "guardian-present"];
    for basis in [B1, B1f, B3, B4, B5, B7] {
        assert_eq!(incapable(basis, &|_| {}), GUARDIAN, "{basis}");
    }
    for basis in [B2, B6] {
        assert_eq!(
            incapable(basis, &|_| {}),
            ["guardian-application", "guardian-present", "decision"],
            "{basis}"
        );
    }
    assert_eq!(
        incapable(B8, &|c| c.person.born = born("2012-01-01")),
        ["representative-application", "representative-present", "guardian-application", "guardian-present"]
    );
    assert_eq!(incapable(B1, &|c| c.person.live_registrations = vec![B1]), GUARDIAN, "row 8");
    assert_eq!(incapable(B3, &|c| c.person.born = born("2011")), GUARDIAN, "row 10");
    assert_eq!(incapable(G3, &|_| {}), GUARDIAN);
    for change in [
        (&|c: &mut law::Case| c.person.born = born("2020")) as &dyn Fn(&mut law::Case),
        &|c| c.person.hands = Hands::NoHands,
        &|c| c.circumstances.medical_conclusion = true,
    ] {
        assert_eq!(incapable(B4, change), [""; 0], "rows 1, 6 and 7 capture nothing");
    }
    let consent_does_not_help = case(B1, |c| {
        c.person.incapable = true;
        c.evidence = vec![Evidence::Consent];
    });
    assert_eq!(missing(&consent_does_not_help), GUARDIAN);
}

#[test]
fn genomic_rows_by_date_body_and_age() {
    for basis in [G1, G2, G3, G4] {
        let on = |date| verdict(&case(basis, |c| c.event_date = day(date)));
        assert_eq!(on("2020-12-31"), "refuse R39.1.2", "{basis}");
        assert!(on("2021-01-01").starts_with("register"), "{basis}");
    }
    assert_eq!(verdict(&case(G1, |c| c.person.earlier_genomic_profile = true)), "not-required R21.5.1");
    assert_eq!(
        verdict(&case(G3, |c| c.person.earlier_genomic_profile = true)),
        "register (voluntary) R18.2.1"
    );
    // Age 18 clamps: born 29.02.2008, of age on 28.02.2026 (T-5).
    let relative = |date| {
        verdict(&case(G3, |c| {
            c.event_date = day(date);
            c.person.born = born("2008-02-29");
        }))
    };
    assert_eq!(relative("2026-02-27"), "register (voluntary) R21.2.2");
    assert_eq!(relative("2026-02-28"), "register (voluntary) R18.2.1");
}

#[test]
fn versions_around_each_day_of_force() {
    use RuleVersion::*;
    let version = |date: &str| decide(&case(B3, |c| c.event_date = day(date))).rule_version;
    for (date, before, from) in [
        ("2021-01-01", V0, V1),
        ("2021-07-01", V1, V1_1),
        ("2022-07-26", V1_1, V1_2),
        ("2024-01-01", V1_2, V2),
        ("2024-07-17", V2, V2_1),
        ("2025-07-01", V2_1, V2_2),
        ("2025-07-12", V2_2, V3),
    ] {
        use jiff::ToSpan;
        let first = day(date);
        assert_eq!(version(&(first - 1.day()).to_string()), before, "day before {date}");
        assert_eq!(version(date), from, "{date}");
        assert_eq!(version(&(first + 1.day()).to_string()), from, "day after {date}");
    }
}

#[test]
fn the_day_203_viii_took_force_is_a_parameter() {
    let e_visa = case(B7, |c| {
        c.event_date = day("2025-07-12");
        (c.circumstances.visa.electronic, c.circumstances.visa.without_visit) = (true, true);
    });
    let later = law::Parameters { law_203_viii_in_force: day("2025-07-20") };
    assert_eq!(law::decide_with(&e_visa, &later).requirement.as_str(), "R39.2.1");
    assert_eq!(decide(&e_visa).requirement.as_str(), "R10.2.6");
}

#[test]
fn rules_of_203_viii_applied_before_it_say_so() {
    let provisional = |case: &law::Case| {
        decide(case).trace.iter().any(|step| step.text.contains("wording before V3 not held"))
    };
    let child = |date| {
        case(B3, |c| {
            c.event_date = day(date);
            c.person.born = born("2020");
        })
    };
    assert!(provisional(&child("2025-07-11")) && !provisional(&child("2025-07-12")));
    let consent = |date| case(B1, |c| c.event_date = day(date));
    assert!(!provisional(&consent("2025-07-11")), "row 11 was always so");
}

/// A foreigner with a live record at the border, changed.
fn traveller(change: impl FnOnce(&mut law::Case)) -> String {
    verdict(&case(BV, |c| {
        c.person.live_registrations = vec![B7];
        change(c);
    }))
}

#[test]
fn border_foreigners_are_verified_against_a_live_record_or_not_at_all() {
    assert_eq!(traveller(|_| {}), "verify R16.4.1");
    assert_eq!(traveller(|c| c.person.live_registrations.clear()), "not-applicable R16.4.1");
    assert_eq!(traveller(|c| c.person.live_registrations = vec![G1]), "not-applicable R16.4.1");
    assert_eq!(traveller(|c| c.person.citizenship = Citizenship::Stateless), "verify R16.4.1");
    assert_eq!(traveller(|c| c.person.citizenship = Citizenship::Unknown), "refuse R2.1.1");
    assert_eq!(traveller(|c| c.circumstances.record_blocked = true), "unavailable R1.7.1");
    assert_eq!(traveller(|c| c.body = Body::Iab), "refuse R6.1.1");
}

#[test]
fn border_no_citizen_is_compared() {
    let citizen = |live: &[Basis]| {
        traveller(|c| {
            c.person.citizenship = Citizenship::Citizen;
            c.person.live_registrations = live.to_vec();
        })
    };
    assert_eq!(citizen(&[B1]), "exempt R10-1.3.4");
    assert_eq!(citizen(&[]), "not-applicable R10-1.3.4");
    assert_eq!(citizen(&[G1]), "not-applicable R10-1.3.4");
}

#[test]
fn border_exemptions_each_by_its_article() {
    assert_eq!(traveller(|c| c.person.born = born("2014-03-03")), "exempt R10-1.1.2");
    assert_eq!(traveller(|c| c.person.born = born("2014-03-02")), "verify R16.4.1");
    let diplomatic = Some(Document::DiplomaticPassport);
    assert_eq!(traveller(|c| c.circumstances.document = diplomatic), "exempt R10-1.3.1");
    assert_eq!(traveller(|c| c.circumstances.visa.diplomatic_or_service = true), "exempt R10-1.3.2");
    assert_eq!(traveller(|c| c.circumstances.written_request = true), "exempt R10-1.3.3");
    assert_eq!(traveller(|c| c.person.hands = Hands::NoFingers), "exempt R10-1.4.5");
    assert_eq!(traveller(|c| c.person.hands = Hands::FingersUnrecordable), "verify R16.4.1");
}

#[test]
fn every_basis_has_one_row_of_competence_and_a_store() {
    for &basis in Basis::ALL {
        assert_eq!(law::COMPETENCES.iter().filter(|row| row.basis == basis).count(), 1, "{basis}");
        let row = law::competence(basis).unwrap();
        assert!(law::Requirement::parse(row.requirement.as_str()).is_some());
        assert_eq!(row.stored_by.is_none(), basis == BV);
    }
}
