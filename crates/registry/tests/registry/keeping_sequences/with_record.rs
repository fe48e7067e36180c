//! What one officer does with one record.

use super::*;

impl Run<'_> {
    pub(super) async fn with_record(&mut self, at: usize, command: Command) {
        match command {
            Command::Block { who, days, .. } => self.block(at, pick(who, model::BLOCK), days).await,
            Command::Review { who, days, .. } => self.review(at, pick(who, model::UNBLOCK), days).await,
            Command::Withhold { who, .. } => self.withhold(at, pick(who, model::WITHHOLD)).await,
            Command::Restore { who, .. } => self.restore(at, pick(who, model::WITHHOLD)).await,
            Command::Note { who, kind, days_ago, .. } => {
                let day = self.today - days_ago.days();
                self.note(at, pick(who, model::EVENTS), KINDS[kind], day).await;
            }
            Command::Annul { who, event, .. } => self.annul(at, pick(who, model::EVENTS), event).await,
            Command::ToArchive { .. } => self.move_to_archive(at).await,
            Command::Identify { .. } => self.identify(at).await,
            _ => self.view(at).await,
        }
    }

    fn is_limited(days: i32) -> bool {
        (1..=model::LIMIT_DAYS).contains(&days)
    }

    async fn block(&mut self, at: usize, who: Who, days: i32) {
        let (record, review_by) = (&self.records[at], self.today + days.days());
        let expected = answer(&[
            (record.is_there(), Answer::State),
            (model::BLOCK.contains(&who), Answer::Refused),
            (!record.is_blocked(), Answer::Refused),
            (Self::is_limited(days), Answer::Refused),
        ]);
        let (registry, number, actor) = (self.office.registry(), record.number, self.actor(who));
        let done = self.heard("block", expected, registry.block(actor, number, "FINDING-1", review_by)).await;
        if done.is_some() {
            self.records[at].review_by = Some(review_by);
        }
    }

    async fn review(&mut self, at: usize, who: Who, days: i32) {
        let (record, review_by) = (&self.records[at], self.today + days.days());
        let expected = answer(&[
            (record.is_there(), Answer::State),
            (model::UNBLOCK.contains(&who), Answer::Refused),
            (record.is_blocked(), Answer::Refused),
            (Self::is_limited(days), Answer::Refused),
        ]);
        let (registry, number, actor) = (self.office.registry(), record.number, self.actor(who));
        let act = registry.review_block(actor, number, "FINDING-1", review_by);
        if self.heard("review", expected, act).await.is_some() {
            self.records[at].review_by = Some(review_by);
        }
    }

    async fn withhold(&mut self, at: usize, who: Who) {
        let record = &self.records[at];
        let expected = answer(&[
            (record.is_there(), Answer::State),
            (model::WITHHOLD.contains(&who), Answer::Refused),
            (record.citizen && record.is_kept() && record.mark == Mark::Nothing, Answer::Refused),
        ]);
        let (registry, number, actor) = (self.office.registry(), record.number, self.actor(who));
        if self.heard("withhold", expected, registry.withhold(actor, number, "WISH-1")).await.is_some() {
            self.records[at].mark = Mark::Withheld;
        }
    }

    async fn restore(&mut self, at: usize, who: Who) {
        let record = &self.records[at];
        let expected = answer(&[
            (record.is_there(), Answer::State),
            (model::WITHHOLD.contains(&who), Answer::Refused),
            (record.mark == Mark::Withheld, Answer::Refused),
        ]);
        let (registry, number, actor) = (self.office.registry(), record.number, self.actor(who));
        if self.heard("restore", expected, registry.restore(actor, number, "DECISION-1")).await.is_some() {
            self.records[at].mark = Mark::Nothing;
        }
    }

    async fn note(&mut self, at: usize, who: Who, kind: EventKind, day: Date) {
        let record = &self.records[at];
        let known = record
            .events
            .iter()
            .any(|event| event.kind == kind && event.date == day && event.annulled_on.is_none());
        let expected = answer(&[
            (record.is_there(), Answer::State),
            (model::EVENTS.contains(&who), Answer::Refused),
            (record.has_person() || !is_of_person(kind), Answer::State),
            (day <= self.today && !known, Answer::State),
        ]);
        let (registry, number, actor) = (self.office.registry(), record.number, self.actor(who));
        let act = registry.note_event(actor, number, kind, day, "EVENT-1");
        if let Some(event) = self.heard("note", expected, act).await {
            self.records[at].events.push(Happened { id: event.id, kind, date: day, annulled_on: None });
        }
    }

    async fn annul(&mut self, at: usize, who: Who, event: usize) {
        let record = &self.records[at];
        let Some(event) = event.checked_rem(record.events.len()) else { return };
        let (id, annulled) = (record.events[event].id, record.events[event].annulled_on);
        let expected = answer(&[
            (record.is_there(), Answer::State),
            (model::EVENTS.contains(&who), Answer::Refused),
            (annulled.is_none(), Answer::State),
        ]);
        let (registry, number, actor) = (self.office.registry(), record.number, self.actor(who));
        if self.heard("annul", expected, registry.annul_event(actor, number, id, "COURT-1")).await.is_some() {
            self.records[at].events[event].annulled_on = Some(self.today);
        }
    }

    async fn move_to_archive(&mut self, at: usize) {
        let record = &self.records[at];
        if record.citizen || !record.is_kept() {
            return;
        }
        let ended = record.registered.saturating_add(10.years()).tomorrow().unwrap();
        self.move_to(self.today.max(ended));
        self.sweep().await;
        if model::Act::takes(ActKind::Archive, &self.records[at]) {
            self.draw_over(Who::Archivist, ActKind::Archive, vec![at]).await;
            self.complete(self.acts.len() - 1).await;
        }
    }

    async fn identify(&mut self, at: usize) {
        let (registry, person) = (self.office.registry(), self.records[at].person);
        let thumb = mark(person, FingerPosition::RightThumb);
        let act = registry.identify(examiner(1), corpse("CASE-1"), thumb);
        if let Some(found) = self.heard("identify", Answer::Granted, act).await {
            let record = &self.records[at];
            let hits: Vec<_> = found.hits.iter().map(|hit| hit.registry_number).collect();
            let seen: Vec<_> = record.is_seen().then_some(record.number).into_iter().collect();
            assert_eq!(hits, seen, "{record:?}");
        }
    }

    async fn view(&mut self, at: usize) {
        let record = &self.records[at];
        let expected = answer(&[(record.is_seen(), Answer::Refused)]);
        let act =
            self.office.registry().view_record(operator(), record.number, reason(Purpose::Registration));
        self.heard("view", expected, act).await;
    }
}
