//! The matrix of authorisation as `golden/authorise.txt`: roles, bodies, operations, purposes, bases and the states of
//! a record, every cell run.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use std::collections::BTreeMap;

use common::calls::{PRINTS, actor, actors, bases, call, decision, shown, states, step, try_call};
use common::golden::{check, table};
use law::{Operation, RecordState, Refusal, Request, StepKind, authorise};
use vocabulary::Basis::*;
use vocabulary::{Actor, Basis, Body, Purpose, Role};

#[test]
fn the_authorisation_matrix_is_the_one_reviewed() {
    let mut text = String::from(
        "Authorisation: answers of law::authorise with every fact in favour of the call.\n\
         Cell: ✔ with the bases it holds for (`prints`: B1–B8, `all`: every basis of a record and none named, `–`: none\n\
         named), or ✘ with the requirement. Actors of equal rows stand in one; all others are refused.\n\
         Then the states of a record, where the operation heeds them: ✔ allowed, → the state after the step, ✘ the\n\
         requirement and code that refuse; -d depersonalised, -b blocked.\n\n\n",
    );
    for &operation in Operation::ALL {
        text += &granted(operation);
        text += &lives(operation);
        text.push('\n');
    }
    text += &refused_roles();
    check("authorise.txt", &(text.trim_end().to_owned() + "\n"));
}

/// Bodies by role.
type Bodies = BTreeMap<Role, Vec<&'static str>>;

/// The actors with a grant, and the purposes that tell them apart.
fn granted(operation: Operation) -> String {
    let mut rows: Vec<(Vec<String>, Bodies)> = Vec::new();
    for who in actors() {
        let cells: Vec<_> = Purpose::ALL.iter().map(|&purpose| cell(who, operation, purpose)).collect();
        if !cells.iter().any(|cell| cell.starts_with('✔')) {
            continue;
        }
        let at = rows.iter().position(|(known, _)| *known == cells).unwrap_or(rows.len());
        if at == rows.len() {
            rows.push((cells, BTreeMap::new()));
        }
        rows[at].1.entry(who.role).or_default().push(who.body.code());
    }
    if rows.is_empty() {
        return format!("{operation}: by tables of its own (golden/matters.txt)\n\n\n");
    }
    // A purpose that refuses everybody alike stands in a line below.
    let alike = |column: usize| {
        let first = &rows[0].0[column];
        first.starts_with('✘') && rows.iter().all(|(cells, _)| cells[column] == *first)
    };
    let (refused, told): (Vec<_>, Vec<_>) = (0..Purpose::ALL.len()).partition(|&column| alike(column));
    let head: Vec<_> = told.iter().map(|&column| Purpose::ALL[column].code().to_owned()).collect();
    let names = |who: &Bodies| {
        let each: Vec<_> = who.iter().map(|(role, bodies)| format!("{role} {}", bodies.join(" "))).collect();
        each.join(", ")
    };
    let lines: Vec<_> = rows
        .iter()
        .map(|(cells, who)| (names(who), told.iter().map(|&column| cells[column].clone()).collect()))
        .collect();
    let mut by_cell: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for column in refused {
        by_cell.entry(&rows[0].0[column]).or_default().push(Purpose::ALL[column].code());
    }
    let below: Vec<_> =
        by_cell.iter().map(|(cell, purposes)| format!("{cell}: {}", purposes.join(" "))).collect();
    format!("{}\n{}\n\n", table(operation.code(), &head, &lines).trim_end(), below.join("; "))
}

fn cell(who: Actor, operation: Operation, purpose: Purpose) -> String {
    let granted: Vec<Option<Basis>> =
        bases().filter(|&basis| try_call(who, operation, purpose, basis).is_ok()).collect();
    if granted.is_empty() {
        let natural = PRINTS.iter().copied().find(|&basis| law::may_collect(basis, who.body));
        let refusal = try_call(who, operation, purpose, natural).expect_err("no basis granted it");
        return format!("✘ {}", refusal.requirement);
    }
    let records = Basis::ALL.iter().filter(|basis| **basis != BV);
    if granted.contains(&None) && records.clone().all(|basis| granted.contains(&Some(*basis))) {
        return "✔ all".into();
    }
    let every_print = PRINTS.iter().all(|&basis| granted.contains(&Some(basis)));
    let mut names: Vec<_> = granted
        .iter()
        .filter(|basis| !(every_print && basis.is_some_and(|basis| PRINTS.contains(&basis))))
        .map(|basis| basis.map_or("–", |basis| basis.code()))
        .collect();
    if every_print {
        names.insert(0, "prints");
    }
    format!("✔ {}", names.join(" "))
}

/// Who of the role is granted the operation for the purpose on the basis.
fn first_grant(operation: Operation, role: Role, purpose: Purpose, basis: Basis) -> Option<Actor> {
    let mut of_role = actors().filter(|who| who.role == role);
    of_role.find(|who| try_call(*who, operation, purpose, Some(basis)).is_ok())
}

fn lives_cell(request: &Request<'_>) -> String {
    match authorise(request) {
        Ok(grant) => match grant.next_state() {
            Some(next) if Some(next) == request.life => "✔".to_owned(),
            Some(next) => format!("→ {}", shown(next)),
            None => "✔".to_owned(),
        },
        Err(refusal) => format!("✘ {} {}", refusal.requirement, refusal.code),
    }
}

/// States in few words: `-d` depersonalised, `-b` blocked, `-db` both.
fn in_short(of: &[RecordState]) -> String {
    let all = states();
    let every_blocked = all.iter().filter(|state| state.is_blocked()).all(|state| of.contains(state));
    let mut words = Vec::new();
    if every_blocked {
        words.push("every blocked".to_owned());
    }
    for state in of.iter().filter(|state| !(every_blocked && state.is_blocked())) {
        let marks = match (state.is_depersonalised(), state.is_blocked()) {
            (false, false) => "",
            (true, false) => "-d",
            (false, true) => "-b",
            (true, true) => "-db",
        };
        words.push(format!("{}{marks}", state.stage()));
    }
    words.join(" ")
}

type Answers = BTreeMap<String, Vec<RecordState>>;

/// What each state answers to a call, with this step or without one.
fn answers(request: Request<'_>, kind: Option<StepKind>) -> Answers {
    let mut answers = Answers::new();
    for life in states() {
        let cell = lives_cell(&Request { life: Some(life), step: kind.map(step), ..request });
        answers.entry(cell).or_default().push(life);
    }
    answers
}

/// What each state answers: to the bare call, and with each step the operation carries; on bases that differ.
fn lives(operation: Operation) -> String {
    let mut blocks: Vec<(Answers, BTreeMap<String, Vec<&str>>)> = Vec::new();
    let steps: Vec<Option<StepKind>> =
        std::iter::once(None).chain(StepKind::ALL.iter().copied().map(Some)).collect();
    for &role in Role::ALL {
        for &purpose in Purpose::ALL {
            for basis in [B1, B2, B3, G1, G2] {
                let Some(who) = first_grant(operation, role, purpose, basis) else { continue };
                let request = call(who, operation, purpose, Some(basis), Some(decision(basis, who.body)));
                for &kind in &steps {
                    let answers = answers(request, kind);
                    if answers.len() == 1 && (kind.is_none() || answers.contains_key("✘ R9.3.1 step-other"))
                    {
                        continue; // heeds no state, or carries no such step
                    }
                    let with = kind.map_or(String::new(), |kind| format!(" with step {kind}"));
                    let at = blocks.iter().position(|(known, _)| *known == answers).unwrap_or(blocks.len());
                    if at == blocks.len() {
                        blocks.push((answers, BTreeMap::new()));
                    }
                    blocks[at].1.entry(format!("{role} {purpose}{with}")).or_default().push(basis.code());
                }
            }
        }
    }
    let mut text = String::new();
    for (answers, names) in blocks {
        let names: Vec<_> =
            names.iter().map(|(name, bases)| format!("{name} ({})", bases.join(" "))).collect();
        text += &format!("  States: {}\n", names.join(", "));
        for (cell, states) in answers {
            text += &format!("    {cell:<42}  {}\n", in_short(&states));
        }
        text.push('\n');
    }
    text
}

/// What a role hears of an operation that is not for it.
fn refused_roles() -> String {
    let mut text =
        String::from("What a role hears of an operation that is not for it (at its own body, basis B3)\n\n");
    for &role in Role::ALL {
        let body = match role {
            Role::Prosecutor => Body::Pro,
            Role::Head | Role::Archivist => Body::Add,
            _ => Body::Iab,
        };
        let mut heard: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for &operation in Operation::ALL {
            let answers: Vec<_> = Purpose::ALL
                .iter()
                .map(|&purpose| try_call(actor(body, role), operation, purpose, Some(B3)))
                .collect();
            if answers.iter().all(Result::is_err) {
                let refusal: Refusal = answers.into_iter().next().and_then(Result::err).expect("refused");
                let cell = format!("✘ {} {}", refusal.requirement, refusal.code);
                heard.entry(cell).or_default().push(operation.code());
            }
        }
        text += &format!("{role} {body}\n");
        for (cell, operations) in heard {
            text += &format!("  {cell:<42}  {}\n", operations.join(" "));
        }
        text.push('\n');
    }
    text
}
