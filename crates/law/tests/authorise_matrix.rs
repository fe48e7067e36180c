//! The matrix of authorisation as `golden/authorise.txt`, every cell run.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use std::collections::BTreeSet;

use common::calls::{PRINTS, actor, actors, bases, call, favourable, try_call};
use common::golden::{check, table};
use common::{born, case, day, lawful};
use law::{Decision, Operation, Request, Requirement, authorise, decide, messages};
use vocabulary::Basis::*;
use vocabulary::{Actor, Basis, Body, Citizenship, Purpose, Role, Verb};

#[test]
fn the_authorisation_matrix_is_the_one_reviewed() {
    let mut text = String::from(
        "Authorisation: answers of law::authorise with every fact in favour of the call.\n\
         Cell: ✔ with the bases it holds for (`any`: all of B1–B8 and none named), or ✘ with the requirement.\n\n\n",
    );
    let head: Vec<_> = Purpose::ALL.iter().map(|purpose| purpose.code().to_owned()).collect();
    for &operation in Operation::ALL {
        let rows: Vec<_> = actors()
            .map(|who| {
                let cells =
                    Purpose::ALL.iter().map(|&purpose| matrix_cell(who, operation, purpose)).collect();
                (format!("{} {}", who.role, who.body), cells)
            })
            .filter(|(_, cells): &(String, Vec<String>)| cells.iter().any(|cell| cell.starts_with('✔')))
            .collect();
        text += &table(&format!("{operation} (all other roles and bodies: ✘)"), &head, &rows);
    }
    text += &refused_roles();
    check("authorise.txt", &(text.trim_end().to_owned() + "\n"));
}

fn matrix_cell(who: Actor, operation: Operation, purpose: Purpose) -> String {
    let granted: Vec<Option<Basis>> =
        bases().filter(|&basis| try_call(who, operation, purpose, basis).is_ok()).collect();
    if granted.is_empty() {
        let natural = PRINTS.iter().copied().find(|&basis| law::may_collect(basis, who.body));
        let refusal = try_call(who, operation, purpose, natural).expect_err("no basis granted it");
        return format!("✘ {}", refusal.requirement);
    }
    let every = PRINTS.iter().all(|&basis| granted.contains(&Some(basis))) && granted.contains(&None);
    if every {
        return "✔ any".into();
    }
    let names: Vec<_> = granted.iter().map(|basis| basis.map_or("none", |basis| basis.code())).collect();
    format!("✔ {}", names.join(" "))
}

/// What a role hears of an operation that is not for it.
fn refused_roles() -> String {
    let head: Vec<_> = Role::ALL.iter().map(|role| role.code().to_owned()).collect();
    let rows: Vec<_> = Operation::ALL
        .iter()
        .map(|&operation| {
            let cells = Role::ALL.iter().map(|&role| {
                let body = if role == Role::Prosecutor { Body::Pro } else { Body::Iab };
                let answers: Vec<_> = Purpose::ALL
                    .iter()
                    .map(|&purpose| try_call(actor(body, role), operation, purpose, Some(B3)))
                    .collect();
                if answers.iter().any(Result::is_ok) {
                    return "✔".to_owned();
                }
                let refusal = answers.into_iter().next().and_then(Result::err).expect("refused");
                format!("✘ {} {}", refusal.requirement, refusal.code)
            });
            (operation.code().to_owned(), cells.collect())
        })
        .collect();
    table("Roles at their own body, basis B3, any purpose", &head, &rows)
}

/// S3 of the goals: every cell is executed, every answer names requirement, article and what to do.
#[test]
fn every_call_is_granted_or_refused_with_requirement_article_and_words() {
    let keys: Vec<_> = messages().into_iter().map(|(key, _)| key).collect();
    let mut granted = 0;
    let mut refused = 0;
    for who in actors() {
        for &operation in Operation::ALL {
            for &purpose in Purpose::ALL {
                for basis in bases() {
                    match try_call(who, operation, purpose, basis) {
                        Ok(grant) => {
                            granted += 1;
                            assert!(Requirement::parse(grant.requirement().as_str()).is_some());
                            assert!(!grant.articles().is_empty());
                            assert_eq!(
                                (grant.actor(), grant.operation(), grant.purpose()),
                                (who, operation, purpose)
                            );
                            assert!(
                                who.role != Role::Prosecutor
                                    || grant.verb() == Verb::Supervise
                                    || operation == Operation::SignIn,
                                "supervision writes nothing: {operation}"
                            );
                        }
                        Err(refusal) => {
                            refused += 1;
                            assert!(
                                Requirement::parse(refusal.requirement.as_str()).is_some(),
                                "{}",
                                refusal.requirement
                            );
                            assert!(
                                !refusal.articles.is_empty() && refusal.message.ends_with('.'),
                                "{refusal:?}"
                            );
                            assert!(keys.contains(&refusal.key), "{}", refusal.key);
                        }
                    }
                }
            }
        }
    }
    assert_eq!(granted + refused, 4 * 11 * 17 * 9 * 15);
    assert!(granted * 20 < refused, "deny by default: {granted} granted, {refused} refused");
}

/// The good call and the same with each fact taken away.
fn spoiled<'a>(good: Request<'a>, other: &'a [Decision]) -> Vec<Request<'a>> {
    let mut all = vec![
        good,
        Request { basis: None, ..good },
        Request { decision: None, ..good },
        Request { on: day("2023-12-31"), ..good },
        Request { case_reference: None, ..good },
        Request { own_case: false, ..good },
        Request { record_blocked: true, ..good },
        Request { already_reviewed: true, ..good },
        Request { examination_awaited: false, ..good },
        Request { identity_proven: false, ..good },
    ];
    all.extend(other.iter().map(|decision| good.with_decision(decision)));
    all
}

#[test]
fn every_reason_to_refuse_is_reached_by_some_call() {
    let other = [
        decide(&lawful(B1)),
        decide(&case(B3, |c| c.person.born = born("2020"))),
        decide(&case(B3, |c| c.person.citizenship = Citizenship::Citizen)),
    ];
    let mut reached = BTreeSet::new();
    for who in actors() {
        for &operation in Operation::ALL {
            for &purpose in Purpose::ALL {
                for basis in bases() {
                    let decision = basis.map(|basis| favourable(basis, who.body));
                    let good = call(who, operation, purpose, basis, decision.as_ref());
                    let answers = spoiled(good, &other).into_iter().map(|request| authorise(&request));
                    reached.extend(answers.filter_map(Result::err).map(|refusal| refusal.key));
                }
            }
        }
    }
    let known: BTreeSet<_> =
        messages().into_iter().map(|(key, _)| key).filter(|key| key.starts_with("law-refusal-")).collect();
    assert_eq!(reached, known);
}

/// A refusal never sends an officer to the body they come from.
#[test]
fn no_refusal_points_back_at_the_same_body() {
    for who in actors().filter(|who| who.role == Role::Operator) {
        for &operation in Operation::ALL {
            for &purpose in Purpose::ALL {
                for basis in bases() {
                    if let Err(refusal) = try_call(who, operation, purpose, basis) {
                        let to = refusal.message.split("pass the case to").nth(1).unwrap_or_default();
                        assert!(
                            !to.contains(who.body.code()),
                            "{} {operation} {purpose}: {}",
                            who.body,
                            refusal.message
                        );
                    }
                }
            }
        }
    }
}
