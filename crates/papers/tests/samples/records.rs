//! Papers about records and material.

use jiff::civil::date;
use papers::{
    ActKind, ActRecord, Certificate, Custody, CustodyStep, DestroyedItem, DestructionCertificate, Holding,
    Information, Kept, Language, Look, Material, MaterialAct, MaterialItem, Paper, Print, RecordAct,
    Representative, SubjectExtract, Use,
};
use sha2::{Digest, Sha256};
use vocabulary::{Basis, Body, CertificateNumber, FingerPosition, Purpose, RegistryNumber, add_years};

use super::{commission, head, officer, person, signature, text};

pub(crate) fn samples(language: Language) -> Vec<(&'static str, Paper)> {
    vec![
        ("01-certificate", Paper::Certificate(certificate(language, Basis::B3))),
        ("02-certificate-genomic", Paper::Certificate(certificate(language, Basis::G3))),
        ("03-destruction-act", Paper::RecordAct(act(language, ActKind::DestroyDactyloscopic, 60))),
        ("04-genomic-destruction-act", Paper::RecordAct(act(language, ActKind::DestroyGenomic, 3))),
        (
            "05-archive-act",
            Paper::RecordAct(act(
                language,
                ActKind::TransferToArchive { carrier: "AR-2026-0017".into() },
                12,
            )),
        ),
        ("06-destruction-certificate", Paper::DestructionCertificate(destroyed(language))),
        ("07-subject-extract", Paper::SubjectExtract(extract(language))),
        ("08-subject-extract-empty", Paper::SubjectExtract(empty_extract(language))),
        ("09-material-receipt", Paper::Custody(custody(language, CustodyStep::Receipt))),
        ("10-material-return", Paper::Custody(custody(language, CustodyStep::Return))),
        ("11-material-destruction-act", Paper::MaterialAct(material_act(language))),
    ]
}

pub(crate) fn certificate(language: Language, basis: Basis) -> Certificate {
    let kept = match basis {
        Basis::G3 => Kept::Open,
        _ => Kept::Until { database: date(2036, 3, 1), archive: Some(date(2076, 3, 1)) },
    };
    Certificate {
        number: CertificateNumber::new(2026, 12_345_678),
        holder: person(language),
        basis,
        registered: date(2026, 3, 2),
        kept,
        issued_by: officer(language, false),
    }
}

/// A registry number as random as a digest.
fn registry_number(seed: usize) -> RegistryNumber {
    let digest: [u8; 32] = Sha256::digest(seed.to_be_bytes()).into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    RegistryNumber::from_random_bytes(bytes)
}

fn method(language: Language, archive: bool) -> String {
    if archive {
        return text(
            language,
            "мөрленген жеткізгішке көшіру, оқу сынағы, дерекқордан жою",
            "копирование на опечатанный носитель, проверка чтения, удаление из базы данных",
            "copying to a sealed carrier, reading test, deletion from the database",
        );
    }
    text(
        language,
        "деректер кілттерін өшіру және жолдарды барлық сақтау орнынан жою",
        "стирание ключей данных и удаление строк из всех хранилищ",
        "erasure of the data keys and deletion of the rows from every store",
    )
}

pub(crate) fn act(language: Language, kind: ActKind, count: usize) -> RecordAct {
    let bases: &[Basis] =
        if kind == ActKind::DestroyGenomic { &[Basis::G1] } else { &[Basis::B3, Basis::B4, Basis::B7] };
    let archive = matches!(kind, ActKind::TransferToArchive { .. });
    let (first, years) = if archive { (date(2016, 1, 15), 10) } else { (date(1976, 1, 15), 50) };
    let records = (0..count)
        .map(|at| {
            let registered = first.saturating_add(jiff::ToSpan::days(at as i64 * 3));
            ActRecord {
                registry_number: registry_number(at),
                basis: bases[at % bases.len()],
                registered,
                counted_from: Some(registered),
                requirement: if bases[0] == Basis::G1 { "R23.2.1" } else { "R15.1.4" }.to_owned(),
                last_day: add_years(registered, years),
            }
        })
        .collect();
    RecordAct {
        kind,
        number: "17/2026".to_owned(),
        method: method(language, archive),
        records,
        commission: commission(language),
        head: head(language),
    }
}

fn destroyed(language: Language) -> DestructionCertificate {
    let item = |information, basis| DestroyedItem {
        information,
        basis,
        registry_number: (information == Information::Dactyloscopic).then(|| registry_number(1)),
        registered: (information == Information::Dactyloscopic).then_some(date(1976, 1, 18)),
        act: "17/2026".to_owned(),
        approved: date(2026, 2, 20),
        executed: date(2026, 2, 24),
        receipts: 4,
        ledger_entry: 48_190,
    };
    DestructionCertificate {
        number: "9/2026".to_owned(),
        person: person(language),
        items: vec![
            item(Information::Dactyloscopic, Basis::B3),
            item(Information::Genomic, Basis::G3),
            item(Information::Material, Basis::G3),
        ],
        issued_by: officer(language, true),
    }
}

/// Rings around a centre: a thumbnail that looks like a print and is none.
fn rings(seed: u32) -> Print {
    let (width_px, height_px) = (160_u32, 200 + seed % 3 * 12);
    let grey = (0..width_px * height_px)
        .map(|at| {
            let (x, y) = ((at % width_px) as f32 - 80.0, (at / width_px) as f32 - 95.0 - seed as f32);
            let wave = ((x * x * 1.4 + y * y).sqrt() * 0.75).sin();
            (150.0 + 90.0 * wave) as u8
        })
        .collect::<Vec<u8>>();
    Print { finger: FingerPosition::ALL[seed as usize], width_px, height_px, grey: grey.into() }
}

fn holdings() -> Vec<Holding> {
    vec![
        Holding {
            information: Information::Dactyloscopic,
            basis: Basis::B1,
            registered: date(2024, 5, 20),
            body: Body::Iab,
            kept: Kept::Open,
            blocked: false,
        },
        Holding {
            information: Information::Genomic,
            basis: Basis::G3,
            registered: date(2025, 1, 9),
            body: Body::Agd,
            kept: Kept::Open,
            blocked: true,
        },
    ]
}

pub(crate) fn extract(language: Language) -> SubjectExtract {
    let unit = text(
        language,
        "Астана қаласы, № 2 бөлімше",
        "город Астана, подразделение № 2",
        "city of Astana, unit No. 2",
    );
    let look = |day, body, purpose, article: &str| Look {
        date: date(2026, 1, day),
        body,
        unit: unit.clone(),
        purpose,
        article: article.to_owned(),
    };
    SubjectExtract {
        number: "112/2026".to_owned(),
        person: person(language),
        representative: Some(Representative {
            name: text(language, "Сұлтанов Ерлан", "Султанов Ерлан", "Sultanov Yerlan"),
            ground: text(
                language,
                "сенімхат № 5, 12.02.2026",
                "доверенность № 5 от 12.02.2026",
                "power of attorney No. 5 of 12.02.2026",
            ),
        }),
        asked: date(2026, 2, 26),
        proof: text(
            language,
            "жеке куәлік және саусақ ізі бойынша 1:1 растау",
            "удостоверение личности и подтверждение 1:1 по отпечатку",
            "identity card and confirmation 1:1 by fingerprint",
        ),
        holdings: holdings(),
        uses: vec![
            Use {
                date: date(2025, 11, 3),
                purpose: Purpose::Confirm,
                outcome: text(language, "жеке басы расталды", "личность подтверждена", "identity confirmed"),
            },
            Use {
                date: date(2026, 1, 12),
                purpose: Purpose::Identify,
                outcome: text(
                    language,
                    "іздеуде салыстырылды, үміткер болған жоқ",
                    "сравнивалось при поиске, кандидатом не стало",
                    "compared in a search, no candidate",
                ),
            },
        ],
        looks: vec![
            look(12, Body::Iab, Purpose::Identify, "16(1)"),
            look(15, Body::Pro, Purpose::Supervision, "36"),
            look(28, Body::Iab, Purpose::SubjectAccess, "7(1)"),
        ],
        prints: (0..10).map(rings).collect(),
        issued_by: officer(language, true),
    }
}

fn empty_extract(language: Language) -> SubjectExtract {
    SubjectExtract {
        representative: None,
        holdings: Vec::new(),
        uses: Vec::new(),
        looks: Vec::new(),
        prints: Vec::new(),
        ..extract(language)
    }
}

fn items(count: usize) -> Vec<MaterialItem> {
    let kinds = [Material::Buccal, Material::Blood, Material::Trace, Material::Bone];
    (0..count)
        .map(|at| MaterialItem {
            item: format!("M-2026-{:05}", 310 + at),
            seal: format!("KZ {:07}", 4_400_120 + at * 7),
            material: kinds[at % kinds.len()],
            basis: [Basis::G1, Basis::G3, Basis::G2, Basis::G4][at % 4],
            selected: date(2026, 1, 20),
            profile_obtained: (at % 2 == 0).then_some(date(2026, 2, 17)),
        })
        .collect()
}

fn custody(language: Language, step: CustodyStep) -> Custody {
    let mut to = head(language);
    to.signature = Some(signature("head"));
    Custody {
        step,
        number: "R-88/2026".to_owned(),
        place: text(
            language,
            "Алматы, зертхананың қабылдау бөлмесі",
            "Алматы, приёмная лаборатории",
            "Almaty, reception of the laboratory",
        ),
        ground: text(
            language,
            "сараптама тағайындау туралы қаулы № 41, 19.01.2026",
            "постановление о назначении экспертизы № 41 от 19.01.2026",
            "order appointing the examination No. 41 of 19.01.2026",
        ),
        items: items(4),
        discrepancy: (step == CustodyStep::Receipt).then(|| {
            text(
                language,
                "KZ 4400127 пломбасының шеті жыртылған; қаптама бүтін.",
                "Край пломбы KZ 4400127 надорван; упаковка цела.",
                "The edge of seal KZ 4400127 is torn; the package is whole.",
            )
        }),
        from: officer(language, false),
        to,
    }
}

fn material_act(language: Language) -> MaterialAct {
    let items = items(8).into_iter().map(|item| MaterialItem { basis: Basis::G1, ..item }).collect();
    MaterialAct {
        number: "18/2026".to_owned(),
        method: text(language, "850 °C температурада жағу", "сжигание при 850 °C", "incineration at 850 °C"),
        items,
        commission: commission(language),
        head: head(language),
    }
}
