use crate::common_golden::check;
use law::{MatterKind, matter_deadline, matter_steps};

/// The table of matters as a reviewer reads it: each changed line is a person treated differently.
#[test]
fn the_table_of_matters_is_the_one_reviewed() {
    let mut text = String::new();
    for kind in MatterKind::ALL {
        text += &format!("{kind} ({} {})\n", kind.purpose(), kind.verb());
        for step in matter_steps(*kind) {
            let by: Vec<String> = step
                .by
                .iter()
                .map(|(role, bodies)| {
                    format!("{role} {}", bodies.iter().map(|body| body.code()).collect::<Vec<_>>().join("+"))
                })
                .collect();
            let codes = |list: &[law::MatterField]| {
                list.iter().map(|field| field.code()).collect::<Vec<_>>().join(" ")
            };
            let articles: Vec<_> = step.articles.iter().map(|article| article.as_str()).collect();
            text += &format!(
                "  {}: {} -> {} [{} {}]\n",
                step.step,
                step.from.join("|"),
                step.to,
                step.requirement,
                articles.join(" ")
            );
            text += &format!(
                "    by {}\n    asks {}; may {}\n",
                by.join(", "),
                codes(step.asks),
                codes(step.may)
            );
            for (check, reason) in step.needs() {
                text += &format!("    needs {check}, else {} {}\n", reason.requirement, reason.code);
            }
            if let Some(deadline) = matter_deadline(*kind, step.to) {
                text += &format!("    then {deadline:?}\n");
            }
        }
    }
    check("matters.txt", &text);
}

/// A step that leads nowhere, or a state no step leads to, is a mistake of the table.
#[test]
fn every_state_is_reached_and_every_matter_begins_once() {
    for kind in MatterKind::ALL {
        let reached: Vec<&str> = matter_steps(*kind).map(|step| step.to).collect();
        assert!(matter_steps(*kind).any(|step| step.from.contains(&"")), "{kind} cannot be opened");
        for step in matter_steps(*kind) {
            for from in step.from.iter().filter(|from| !from.is_empty()) {
                assert!(
                    reached.contains(from),
                    "{kind}: nothing leads to {from}, where {} begins",
                    step.step
                );
            }
            assert!(!step.to.is_empty());
        }
    }
}
