//! Protocols, letters, slips and answers.

use jiff::civil::date;
use papers::{
    Answer, Confirmation, DecisionLetter, Language, MedicalGround, MedicalSlip, Order, Outcome, Paper,
    RefusalNotice, RefusalProtocol, RequestKind, Scope, TransferAnswer, Witness,
};
use sha2::{Digest, Sha256};
use vocabulary::{Basis, Body, FingerPosition, RegistryNumber};

use super::{head, officer, person, text};

pub(crate) fn samples(language: Language) -> Vec<(&'static str, Paper)> {
    vec![
        ("12-refusal-protocol", Paper::RefusalProtocol(protocol(language, true))),
        ("13-refusal-protocol-signed", Paper::RefusalProtocol(protocol(language, false))),
        ("14-refusal-notice", Paper::RefusalNotice(notice(language))),
        ("15-decision-letter", Paper::DecisionLetter(letter(language))),
        ("16-exemption-slip", Paper::MedicalSlip(exemption(language))),
        ("17-postponement-slip", Paper::MedicalSlip(postponement(language))),
        ("18-transfer-answer", Paper::TransferAnswer(transfer(language))),
        ("19-transfer-refused", Paper::TransferAnswer(transfer_refused(language))),
    ]
}

fn protocol(language: Language, witnesses: bool) -> RefusalProtocol {
    let witness = |name: &str, number| Witness {
        name: name.to_owned(),
        document: text(
            language,
            &format!("жеке куәлік {number}"),
            &format!("удостоверение личности {number}"),
            &format!("identity card {number}"),
        ),
    };
    RefusalProtocol {
        number: "3/2026".to_owned(),
        place: text(
            language,
            "Алматы, көші-қон қызметі, 4-терезе",
            "Алматы, миграционная служба, окно 4",
            "Almaty, migration service, desk 4",
        ),
        person: person(language),
        basis: Basis::B3,
        explained_in: language,
        statement: witnesses.then(|| {
            text(
                language,
                "Алдымен заңгермен кеңескім келеді.",
                "Хочу сначала посоветоваться с юристом.",
                "I want to speak to a lawyer first.",
            )
        }),
        confirmation: if witnesses {
            Confirmation::Witnesses(Box::new([
                witness("Бейсенова Г. Ә.", "023456789"),
                witness("Петров И. С.", "034567890"),
            ]))
        } else {
            Confirmation::Person
        },
        officer: officer(language, false),
    }
}

fn notice(language: Language) -> RefusalNotice {
    RefusalNotice {
        number: "4/2026".to_owned(),
        to: Body::Iab,
        to_unit: text(
            language,
            "Алматы қаласының полиция департаменті",
            "департамент полиции города Алматы",
            "police department of the city of Almaty",
        ),
        protocol_number: "3/2026".to_owned(),
        protocol_date: date(2026, 3, 2),
        person: person(language),
        basis: Basis::B3,
        sent_by: officer(language, true),
    }
}

fn letter(language: Language) -> DecisionLetter {
    DecisionLetter {
        number: "57/2026".to_owned(),
        addressee: person(language).name,
        request_number: "Z-220/2026".to_owned(),
        requested: date(2026, 2, 23),
        request: RequestKind::Destruction,
        outcome: Outcome::Refused,
        articles: "10(2)(2), 15(1), 17(2)".to_owned(),
        reasons: vec![
            text(
                language,
                "Сіз 2026 жылғы 2 наурызда уақытша тұруға рұқсат сұрағанда тіркелдіңіз. Бұл негіз бойынша ақпарат дерекқорда он жыл сақталады.",
                "Вы зарегистрированы 2 марта 2026 года при запросе разрешения на временное проживание. По этому основанию сведения хранятся в базе данных десять лет.",
                "You were registered on 2 March 2026 when you applied for a temporary residence permit. On this basis the information is kept in the database for ten years.",
            ),
            text(
                language,
                "Ақпарат сақтау мерзімі біткенге дейін тек соттың, прокурордың шешімі бойынша немесе негіз заңсыз болған жағдайда жойылады. Мұндай шешім де, мұндай белгі де табылған жоқ.",
                "До истечения срока сведения уничтожаются только по решению суда или прокурора либо если основание было незаконным. Ни такого решения, ни таких признаков не найдено.",
                "Before the end of the term information is destroyed only by decision of a court or the prosecutor, or where the basis was unlawful. Neither such a decision nor a sign of it was found.",
            ),
        ],
        enclosures: vec![text(
            language,
            "мәліметтерден үзінді № 112/2026",
            "выписка № 112/2026",
            "extract No. 112/2026",
        )],
        decided_by: head(language),
    }
}

fn exemption(language: Language) -> MedicalSlip {
    MedicalSlip {
        number: "21/2026".to_owned(),
        person: person(language),
        basis: Basis::B4,
        ground: MedicalGround::Exempt {
            conclusion: "К-118".to_owned(),
            concluded: date(2026, 2, 12),
            issuer: text(
                language,
                "Алматы қаласының № 5 емханасы",
                "поликлиника № 5 города Алматы",
                "polyclinic No. 5 of the city of Almaty",
            ),
            code: "L40.3".to_owned(),
            until: Some(date(2027, 2, 12)),
        },
        issued_by: officer(language, false),
    }
}

fn postponement(language: Language) -> MedicalSlip {
    MedicalSlip {
        number: "22/2026".to_owned(),
        person: person(language),
        basis: Basis::B3,
        ground: MedicalGround::Postponed {
            mark: text(
                language,
                "екі қол саусақтарының тырнақ буындарындағы күйік, таңылған",
                "ожог ногтевых фаланг пальцев обеих рук, повязки",
                "burns on the nail phalanges of both hands, bandaged",
            ),
            fingers: FingerPosition::ALL.to_vec(),
        },
        issued_by: officer(language, false),
    }
}

fn transfer(language: Language) -> TransferAnswer {
    TransferAnswer {
        number: "T-14/2026".to_owned(),
        addressee: text(
            language,
            "Алматы қаласының № 2 ауданының соты",
            "районный суд № 2 города Алматы",
            "district court No. 2 of the city of Almaty",
        ),
        official: text(language, "судья Есімова Н. Қ.", "судья Есимова Н. К.", "judge Yesimova N. K."),
        request_number: "2-311".to_owned(),
        requested: date(2026, 2, 25),
        case_number: "7514-26-00-1/77".to_owned(),
        ground: text(
            language,
            "Қылмыстық-процестік кодекс, 220-бап",
            "Уголовно-процессуальный кодекс, ст. 220",
            "Criminal Procedure Code, Art. 220",
        ),
        order: Some(Order {
            number: "77/с".to_owned(),
            date: date(2026, 2, 24),
            issuer: text(language, "тергеу судьясы", "следственный судья", "investigating judge"),
        }),
        scope: vec![Scope::Answer, Scope::RegistryNumber],
        answer: Answer::Match { registry_number: RegistryNumber::from_random_bytes([0x5A; 16]) },
        remark: None,
        expires: date(2026, 6, 2),
        package: Some(Sha256::digest("package").into()),
        answered_by: head(language),
    }
}

fn transfer_refused(language: Language) -> TransferAnswer {
    TransferAnswer {
        order: None,
        scope: Vec::new(),
        answer: Answer::Refused,
        remark: Some(text(
            language,
            "Сұрауда іс нөмірі мен бап көрсетілмеген; беру тек заңдар негізінде жүзеге асырылады (9(4)-бап).",
            "В запросе нет номера дела и статьи; передача осуществляется только на основании законов (ст. 9(4)).",
            "The request names no case and no article; transfer takes place on the basis of laws only (Art. 9(4)).",
        )),
        package: None,
        ..transfer(language)
    }
}
