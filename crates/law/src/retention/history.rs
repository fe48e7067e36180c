//! The events that count on the asking date: in order of date, without later and annulled ones.

use super::case::{Event, EventKind};
use super::facts::Facts;
use crate::case::earliest;
use crate::decision::TraceStep;

/// Events in force on the asking date.
pub(super) struct History {
    standing: Vec<Event>,
    annulled: usize,
    explain: bool,
    /// What was left out, and why.
    pub(super) trace: Vec<TraceStep>,
}

impl History {
    /// Orders by date (of one day: as given), drops events after the asking date (T-11), and lets each
    /// `annulled` cancel the standing event before it (R15.1.3).
    pub(super) fn of(facts: &Facts<'_>) -> Self {
        let mut history =
            Self { standing: Vec::new(), annulled: 0, explain: facts.explain, trace: Vec::new() };
        if facts.events.is_empty() {
            return history;
        }
        let mut events = facts.events.to_vec();
        events.sort_by_key(|event| event.date);
        for event in events {
            history.add(event, facts);
        }
        history
    }

    fn add(&mut self, event: Event, facts: &Facts<'_>) {
        let Event { kind, date } = event;
        if date > facts.as_of {
            self.note(|| format!("{kind} on {date}: after the asking date, ignored"));
        } else if kind != EventKind::Annulled {
            self.standing.push(event);
        } else if let Some(cancelled) = self.standing.pop() {
            self.annulled += 1;
            self.note(|| format!("{} of {} annulled on {date}", cancelled.kind, cancelled.date));
        } else {
            self.note(|| format!("annulled on {date}: no event before it"));
        }
    }

    fn note(&mut self, text: impl FnOnce() -> String) {
        if self.explain {
            self.trace.push(TraceStep::note(text()));
        }
    }

    /// The earliest standing event of these kinds.
    pub(super) fn first(&self, kinds: &[EventKind]) -> Option<Event> {
        self.standing.iter().copied().find(|event| kinds.contains(&event.kind))
    }

    /// The latest standing event of this kind.
    pub(super) fn last(&self, kind: EventKind) -> Option<Event> {
        self.standing.iter().rev().copied().find(|event| event.kind == kind)
    }

    /// Says of each standing event of no kind that counts that it changed nothing.
    pub(super) fn note_idle(&mut self, counted: impl Fn(EventKind) -> bool) {
        let idle: Vec<_> = self.standing.iter().filter(|event| !counted(event.kind)).copied().collect();
        for event in idle {
            self.note(|| format!("{} on {}: no effect on this record", event.kind, event.date));
        }
    }

    /// Warns of each standing event that counts and is dated before the registration or the birth: it counts
    /// as dated, but the date may be a slip of the pen.
    pub(super) fn note_early(&mut self, facts: &Facts<'_>, counted: impl Fn(EventKind) -> bool) {
        let early = |event: &&Event| counted(event.kind) && event.date < facts.registered;
        let early: Vec<_> = self.standing.iter().filter(early).copied().collect();
        for Event { kind, date } in early {
            self.note(|| format!("{kind} on {date}: dated before the registration: check the date"));
            if facts.born.is_some_and(|born| date < earliest(born)) {
                self.note(|| format!("{kind} on {date}: dated before the birth: check the date"));
            }
        }
    }

    /// Whether an event was cancelled.
    pub(super) fn has_annulled(&self) -> bool {
        self.annulled > 0
    }
}
