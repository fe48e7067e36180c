//! What takes two officers.

use super::*;

impl Run<'_> {
    pub(super) async fn by_two(&mut self, command: Command) {
        let asked = |back: usize| self.asked.len().checked_sub(back + 1);
        match command {
            Command::Ask { record, who, kind, result, violator, days } => {
                let Some(record) = record.checked_rem(self.records.len()) else { return };
                let kind = ProposalKind::ALL.get(kind).copied().unwrap_or(fitting(&self.records[record]));
                let new = NewProposal {
                    reference: "ORDER-1".to_owned(),
                    result: result.then(|| "REPORT-1".to_owned()),
                    violator: violator.map(|at| self.actor(model::EVERYBODY[at]).officer),
                    until: (kind == ProposalKind::Repersonalise).then(|| self.today + days.days()),
                };
                let violator = violator.map(|at| model::EVERYBODY[at]);
                self.ask(record, pick(who, Asked::may(kind)), kind, new, violator).await;
            }
            Command::Agree { back, who, agree } => {
                let Some(at) = asked(back) else { return };
                self.agree(at, pick(who, Asked::may(self.asked[at].kind)), agree).await;
            }
            Command::Retrieve { back, who } => {
                // The newest that is about the archive.
                let retrievals = self.asked.iter().rposition(|asked| asked.kind == ProposalKind::Retrieve);
                let Some(at) = retrievals.or_else(|| asked(back)) else { return };
                let own = [self.asked[at].by];
                let who = pick(who, if back == 0 { &own } else { model::TWO });
                self.retrieve(at, who).await;
            }
            _ => {}
        }
    }

    async fn ask(
        &mut self,
        at: usize,
        who: Who,
        kind: ProposalKind,
        new: NewProposal,
        violator: Option<Who>,
    ) {
        let (record, until) = (&self.records[at], new.until);
        let limited =
            until.is_none_or(|day| day >= self.today && day <= self.today + model::LIMIT_DAYS.days());
        let expected = answer(&[
            (kind != ProposalKind::Unblock || new.result.is_some(), Answer::State),
            (limited, Answer::State),
            (record.is_there(), Answer::State),
            (Asked::may(kind).contains(&who), Answer::Refused),
            (Asked::is_possible(kind, record), Answer::Refused),
        ]);
        let (registry, number, actor) = (self.office.registry(), record.number, self.actor(who));
        if let Some(asked) = self.heard("ask", expected, registry.propose(actor, number, kind, new)).await {
            let id = asked.id;
            self.asked.push(Asked { id, kind, record: at, by: who, violator, until, settled: None });
        }
    }

    async fn agree(&mut self, at: usize, who: Who, agree: bool) {
        let asked = self.asked[at].clone();
        let record = &self.records[asked.record];
        let expected = answer(&[
            (asked.settled.is_none() && record.is_there(), Answer::State),
            (Asked::may(asked.kind).contains(&who), Answer::Refused),
            (Asked::is_possible(asked.kind, record), Answer::Refused),
            (!agree || asked.are_two(who), Answer::Refused),
        ]);
        let (registry, actor) = (self.office.registry(), self.actor(who));
        let what = match (agree, asked.kind) {
            (false, _) => "turn down",
            (true, ProposalKind::Unblock) => "unblock",
            (true, ProposalKind::Depersonalise) => "depersonalise",
            (true, ProposalKind::Repersonalise) => "join again",
            (true, ProposalKind::Retrieve) => "agree to retrieve",
        };
        if self.heard(what, expected, registry.answer_proposal(actor, asked.id, agree)).await.is_none() {
            return;
        }
        self.asked[at].settled = Some((who, agree, self.today));
        let record = &mut self.records[asked.record];
        match asked.kind {
            _ if !agree => {}
            ProposalKind::Unblock => record.review_by = None,
            ProposalKind::Depersonalise => (record.cut, record.joined_until) = (true, None),
            ProposalKind::Repersonalise => (record.cut, record.joined_until) = (false, asked.until),
            ProposalKind::Retrieve => {}
        }
    }

    async fn retrieve(&mut self, at: usize, who: Who) {
        let asked = &self.asked[at];
        let record = &self.records[asked.record];
        let (number, archived) = (record.number, Asked::is_possible(ProposalKind::Retrieve, record));
        let expected = answer(&[
            (record.is_there(), Answer::State),
            (model::TWO.contains(&who), Answer::Refused),
            (archived, Answer::Refused),
            (asked.opens(who, self.today), Answer::State),
        ]);
        let (registry, id, actor) = (self.office.registry(), asked.id, self.actor(who));
        if let Some(opened) = self.heard("retrieve", expected, registry.retrieve(actor, id)).await {
            assert_eq!((opened.head.number, opened.prints.len()), (number, 10));
        }
    }
}

/// What could be proposed about the record as it is.
fn fitting(record: &Record) -> ProposalKind {
    let fits = |kind: &&ProposalKind| Asked::is_possible(**kind, record);
    ProposalKind::ALL.iter().find(fits).copied().unwrap_or(ProposalKind::Retrieve)
}
