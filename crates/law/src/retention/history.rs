//! The events that count on the asking date: in order of date, without later and annulled ones.

use super::case::{Event, EventKind, RetentionCase};
use crate::case::earliest;
use crate::decision::TraceStep;

/// Events in force on the asking date.
pub(super) struct History {
    standing: Vec<Event>,
    annulled: usize,
    /// What was left out, and why.
    pub(super) trace: Vec<TraceStep>,
}

impl History {
    /// Orders by date (of one day: as given), drops events after the asking date (T-11), and lets each
    /// `annulled` cancel the standing event before it (R15.1.3).
    pub(super) fn of(case: &RetentionCase) -> Self {
        let mut events = case.events.clone();
        events.sort_by_key(|event| event.date);
        let mut history = Self { standing: Vec::new(), annulled: 0, trace: Vec::new() };
        for event in events {
            history.add(event, case);
        }
        history
    }

    fn add(&mut self, event: Event, case: &RetentionCase) {
        if event.date > case.as_of {
            self.note(format!("{} on {}: after the asking date, ignored", event.kind, event.date));
        } else if event.kind != EventKind::Annulled {
            self.standing.push(event);
        } else if let Some(cancelled) = self.standing.pop() {
            self.annulled += 1;
            self.note(format!("{} of {} annulled on {}", cancelled.kind, cancelled.date, event.date));
        } else {
            self.note(format!("annulled on {}: no event before it", event.date));
        }
    }

    fn note(&mut self, text: String) {
        self.trace.push(TraceStep::note(text));
    }

    /// The earliest standing event of these kinds.
    pub(super) fn first(&self, kinds: &[EventKind]) -> Option<Event> {
        self.standing.iter().copied().find(|event| kinds.contains(&event.kind))
    }

    /// Says of each standing event of no kind that counts that it changed nothing.
    pub(super) fn note_idle(&mut self, counted: impl Fn(EventKind) -> bool) {
        let idle: Vec<_> = self.standing.iter().filter(|event| !counted(event.kind)).copied().collect();
        for event in idle {
            self.note(format!("{} on {}: no effect on this record", event.kind, event.date));
        }
    }

    /// Warns of each standing event that counts and is dated before the registration or the birth: it counts
    /// as dated, but the date may be a slip of the pen.
    pub(super) fn note_early(&mut self, case: &RetentionCase, counted: impl Fn(EventKind) -> bool) {
        let early = |event: &&Event| counted(event.kind) && event.date < case.registered;
        let early: Vec<_> = self.standing.iter().filter(early).copied().collect();
        for Event { kind, date } in early {
            self.note(format!("{kind} on {date}: dated before the registration: check the date"));
            if case.born.is_some_and(|born| date < earliest(born)) {
                self.note(format!("{kind} on {date}: dated before the birth: check the date"));
            }
        }
    }

    /// Whether an event was cancelled.
    pub(super) fn has_annulled(&self) -> bool {
        self.annulled > 0
    }
}
