//! Reports of a month and a year.

use papers::{
    Cell, ColumnName, Language, OversightReport, Paper, Period, ReportRow, ReportTable, ReportTableName,
    RowName,
};
use vocabulary::{Basis, Body, Purpose};

use super::{head, text};

pub(crate) fn samples(language: Language) -> Vec<(&'static str, Paper)> {
    vec![
        ("20-oversight-month", Paper::OversightReport(month(language))),
        ("21-oversight-year", Paper::OversightReport(year(language))),
    ]
}

fn row(name: RowName, cells: &[Cell]) -> ReportRow {
    ReportRow { name, cells: cells.to_vec() }
}

fn ledger(language: Language) -> String {
    let root = "9f86 d081 884c 7d65";
    text(
        language,
        &format!("48 213 жазба, түбірі {root}"),
        &format!("48 213 записей, корень {root}"),
        &format!("48 213 entries, root {root}"),
    )
}

fn month(language: Language) -> OversightReport {
    use Cell::{BelowTen, Count, Withheld};
    OversightReport {
        number: "O-2/2026".to_owned(),
        period: Period::Month { year: 2026, month: 2 },
        ledger: ledger(language),
        tables: vec![ReportTable {
            name: ReportTableName::Uses,
            columns: vec![ColumnName::Count, ColumnName::Hits, ColumnName::Confirmed, ColumnName::Rejected],
            rows: vec![
                row(
                    RowName::Purpose(Purpose::Confirm, Body::Iab),
                    &[Count(12_480), Count(0), Count(12_311), Count(169)],
                ),
                row(
                    RowName::Purpose(Purpose::Identify, Body::Iab),
                    &[Count(64), Count(21), Withheld, BelowTen],
                ),
                row(
                    RowName::Purpose(Purpose::Border, Body::Nsb),
                    &[Count(98_204), Cell::None, Count(97_990), Count(214)],
                ),
                row(RowName::Total, &[Count(110_748), Count(21), Withheld, Withheld]),
            ],
            note: None,
        }],
        signed_by: head(language),
    }
}

fn year(language: Language) -> OversightReport {
    OversightReport {
        number: "O-1/2026".to_owned(),
        period: Period::Year(2025),
        ledger: ledger(language),
        tables: vec![
            flow(language),
            by_month(),
            destructions(language),
            requests(language),
            accuracy(language),
        ],
        signed_by: head(language),
    }
}

fn flow(language: Language) -> ReportTable {
    use Cell::{BelowTen, Count, Withheld};
    let counts = [
        (
            Basis::B1,
            [
                Count(812_400),
                Count(204_118),
                Count(31_022),
                Count(54_090),
                Count(611),
                Count(120),
                Cell::None,
            ],
        ),
        (Basis::B2, [Count(1_204), Count(118), Count(33), Cell::None, BelowTen, Count(0), BelowTen]),
        (
            Basis::B3,
            [Count(61_010), Count(18_400), Count(9_204), Cell::None, Count(211), Count(64), Count(12)],
        ),
        (Basis::B7, [Count(44_871), Count(40_012), Count(2_911), Cell::None, Count(402), Withheld, BelowTen]),
    ];
    ReportTable {
        name: ReportTableName::Flow,
        columns: vec![
            ColumnName::Held,
            ColumnName::Registered,
            ColumnName::Verified,
            ColumnName::Declined,
            ColumnName::Exempt,
            ColumnName::Postponed,
            ColumnName::Refused,
        ],
        rows: counts.iter().map(|(basis, cells)| row(RowName::Basis(*basis), cells)).collect(),
        note: Some(text(
            language,
            "Ерікті тіркеуден бас тарту құжат беруге әсер етпейді және ешкім туралы жазылмайды: мұнда тек олардың саны.",
            "Отказ от добровольной регистрации не влияет на выдачу документа и ни о ком не записывается: здесь только их число.",
            "Declining a voluntary registration has no effect on the document and is recorded of nobody: only their number stands here.",
        )),
    }
}

fn by_month() -> ReportTable {
    let rows = (1..=12)
        .map(|month| {
            let count = 18_000 + 731 * (month as u64 * 7 % 5);
            row(RowName::Month(month), &[Cell::Count(count), Cell::Count(count / 6)])
        })
        .collect();
    ReportTable {
        name: ReportTableName::ByMonth,
        columns: vec![ColumnName::Registered, ColumnName::Verified],
        rows,
        note: None,
    }
}

fn destructions(language: Language) -> ReportTable {
    use Cell::{BelowTen, Count};
    let material =
        text(language, "сотталғандардың материалы", "материал осуждённых", "material of convicted persons");
    let records = text(
        language,
        "дактилоскопиялық ақпарат",
        "дактилоскопическая информация",
        "dactyloscopic information",
    );
    ReportTable {
        name: ReportTableName::Destructions,
        columns: vec![ColumnName::Due, ColumnName::Done, ColumnName::Overdue, ColumnName::Blocked],
        rows: vec![
            row(RowName::Text(records), &[Count(4_210), Count(4_198), Count(0), Count(12)]),
            row(RowName::Text(material), &[Count(388), Count(388), Count(0), Count(0)]),
            row(RowName::Basis(Basis::G3), &[Count(15), Count(15), Count(0), BelowTen]),
        ],
        note: None,
    }
}

fn requests(language: Language) -> ReportTable {
    use Cell::{Count, Days};
    ReportTable {
        name: ReportTableName::Requests,
        columns: vec![ColumnName::Incoming, ColumnName::Done, ColumnName::Overdue, ColumnName::MedianDays],
        rows: vec![row(
            RowName::Text(text(language, "танысу", "ознакомление", "access")),
            &[Count(1_102), Count(1_090), Count(12), Days(3)],
        )],
        note: None,
    }
}

fn accuracy(language: Language) -> ReportTable {
    ReportTable {
        name: ReportTableName::Accuracy,
        columns: vec![ColumnName::Count, ColumnName::Share],
        rows: vec![row(
            RowName::Text(text(language, "синтетикалық жиын", "синтетический набор", "synthetic set")),
            &[Cell::Count(2_880), Cell::BasisPoints(153)],
        )],
        note: Some(text(
            language,
            "Үлес: тең қателік деңгейі. Сандар осы үлгі үшін ойдан алынған.",
            "Доля: уровень равной ошибки. Числа в этом образце вымышлены.",
            "Share: equal error rate. The figures of this sample are invented.",
        )),
    }
}
