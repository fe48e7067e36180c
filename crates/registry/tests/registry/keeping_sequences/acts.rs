//! Acts: drawn up, signed, approved, executed, withdrawn.

use super::*;

impl Run<'_> {
    pub(super) async fn draw(&mut self, who: u8, archive: bool, chosen: u8) {
        let kind = if archive { ActKind::Archive } else { ActKind::Destruction };
        let fits = |at: &usize| model::Act::takes(kind, &self.records[*at]);
        let named = (0..self.records.len()).filter(|at| chosen & (1 << at) != 0);
        // Mostly of those that are due, now and then of any.
        let records: Vec<usize> =
            if chosen.is_multiple_of(5) { named.collect() } else { named.filter(fits).collect() };
        self.draw_over(pick(who, model::ACTS), kind, records).await;
    }

    pub(super) async fn draw_over(&mut self, who: Who, kind: ActKind, records: Vec<usize>) {
        let fits = |at: &usize| model::Act::takes(kind, &self.records[*at]);
        let expected = answer(&[
            (!records.is_empty() && records.iter().all(|at| self.records[*at].is_there()), Answer::State),
            (model::ACTS.contains(&who), Answer::Refused),
            (records.iter().all(fits), Answer::State),
        ]);
        let numbers: Vec<_> = records.iter().map(|at| self.records[*at].number).collect();
        let new = NewAct {
            carrier: (kind == ActKind::Archive).then_some(self.carrier),
            ..self.office.new_act(kind, &numbers)
        };
        let (registry, actor) = (self.office.registry(), self.actor(who));
        if let Some(act) = self.heard("draw up", expected, registry.draw_up_act(actor, new)).await {
            let (id, signed) = (act.text.id, BTreeSet::new());
            self.acts.push(model::Act { id, kind, records, paper: Paper::Open, signed, approved: false });
        }
    }

    pub(super) async fn with_act(&mut self, at: usize, command: Command) {
        match command {
            Command::Sign { who, .. } => self.sign(at, pick(who, model::MEMBERS)).await,
            Command::Approve { who, .. } => self.approve(at, pick(who, model::APPROVE)).await,
            Command::Execute { who, .. } => self.execute(at, pick(who, model::ACTS)).await,
            Command::Withdraw { who, .. } => self.withdraw(at, pick(who, model::ACTS)).await,
            _ => self.complete(at).await,
        }
    }

    pub(super) async fn complete(&mut self, at: usize) {
        for member in model::MEMBERS {
            self.sign(at, *member).await;
        }
        self.approve(at, Who::Head).await;
        self.execute(at, Who::Archivist).await;
    }

    /// Who has no key of their own with this machine hears that before the Law is asked.
    fn has_key(who: Who) -> bool {
        !matches!(who, Who::Administrator | Who::Prosecutor)
    }

    async fn sign(&mut self, at: usize, who: Who) {
        let act = &self.acts[at];
        let expected = answer(&[
            (Self::has_key(who), Answer::State),
            (model::ACTS.contains(&who), Answer::Refused),
            (!act.approved && !act.signed.contains(&who), Answer::Refused),
            (model::MEMBERS.contains(&who) && act.paper == Paper::Open, Answer::State),
        ]);
        let (registry, id, actor) = (self.office.registry(), act.id, self.actor(who));
        if self.heard("sign", expected, registry.sign_act_here(actor, id, false, "open")).await.is_some() {
            self.acts[at].signed.insert(who);
        }
    }

    async fn approve(&mut self, at: usize, who: Who) {
        let act = &self.acts[at];
        let expected = answer(&[
            (Self::has_key(who), Answer::State),
            (model::APPROVE.contains(&who), Answer::Refused),
            (!act.approved && act.is_signed(), Answer::Refused),
            (act.paper == Paper::Open, Answer::State),
        ]);
        let (registry, id, actor) = (self.office.registry(), act.id, self.actor(who));
        if self.heard("approve", expected, registry.sign_act_here(actor, id, true, "open")).await.is_some() {
            self.acts[at].approved = true;
        }
    }

    async fn execute(&mut self, at: usize, who: Who) {
        let act = &self.acts[at];
        let due = act.records.iter().all(|record| act.is_due(&self.records[*record], self.today));
        let expected = answer(&[
            (model::ACTS.contains(&who), Answer::Refused),
            (act.is_signed() && act.approved, Answer::Refused),
            (act.paper == Paper::Open && due, Answer::State),
        ]);
        let (registry, id, actor) = (self.office.registry(), act.id, self.actor(who));
        if let Some(done) = self.heard("execute", expected, registry.execute_act(actor, id)).await {
            assert!(done.receipts.iter().all(|receipt| receipt.left == 0), "{:?}", done.receipts);
            self.acts[at].paper = Paper::Executed;
            let act = self.acts[at].clone();
            act.records.iter().for_each(|record| act.end(&mut self.records[*record]));
        }
    }

    async fn withdraw(&mut self, at: usize, who: Who) {
        let act = &self.acts[at];
        let expected = answer(&[
            (model::ACTS.contains(&who), Answer::Refused),
            (act.paper == Paper::Open, Answer::State),
        ]);
        let (registry, id, actor) = (self.office.registry(), act.id, self.actor(who));
        if self.heard("withdraw", expected, registry.withdraw_act(actor, id)).await.is_some() {
            self.acts[at].paper = Paper::Withdrawn;
        }
    }
}
