//! One sequence from the beginning to the end, and what has to be the same after each command.

use super::*;

pub(super) fn run(commands: Vec<Command>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let office = Office::on(Arc::new(MemoryStore::new())).await;
        let mut run = Run::start(&office).await;
        for citizen in [true, false, false] {
            run.register(citizen).await;
        }
        for command in commands {
            run.perform(command).await;
        }
        run.at_the_end().await;
    });
}

impl Run<'_> {
    /// Every record, act and searchable print is as in the model.
    pub(super) async fn compare(&self) {
        let store = &self.office.world.store;
        for record in &self.records {
            let life = store.life(record.number).await.unwrap();
            assert_eq!(life.as_ref().map(|life| life.state.stage()), stage(record), "{record:?}");
            let Some(life) = life else {
                let tombstone = store.document(DocumentKind::Tombstone, *record.number.as_bytes()).await;
                assert!(tombstone.unwrap().is_some(), "{record:?}");
                continue;
            };
            let (state, joined) = (life.state, life.joined_until);
            assert_eq!(
                (state.review_by(), state.is_depersonalised()),
                (record.review_by, record.cut),
                "{record:?}"
            );
            assert_eq!(
                (joined, life.person.is_some()),
                (record.joined_until, record.has_person()),
                "{record:?}"
            );
            let prints = store.templates(record.number).await.unwrap().len();
            assert_eq!(prints > 0, record.place == Place::Database, "{record:?}");
        }
        for act in &self.acts {
            let stored = store.document(DocumentKind::Act, *act.id.as_bytes()).await.unwrap();
            let Some(Document::Act(stored)) = stored else { panic!("{act:?}") };
            let state = match act.paper {
                Paper::Withdrawn => ActState::Withdrawn,
                Paper::Executed => ActState::Executed,
                Paper::Open if act.approved => ActState::Approved,
                Paper::Open if act.is_signed() => ActState::Signed,
                Paper::Open => ActState::DrawnUp,
            };
            assert_eq!((stored.state, stored.members.len()), (state, act.signed.len()), "{act:?}");
        }
        let there = self.records.iter().filter(|record| record.place == Place::Database).count();
        assert_eq!(self.office.registry().gallery_len(), there);
    }

    /// The ledger verifies, rows and entries agree, and a register opened anew knows the same.
    pub(super) async fn at_the_end(mut self) {
        let day = self.newest.max(self.today);
        self.move_to(day);
        let (office, world) = (self.office, &self.office.world);
        world.audited().await;
        let mut last = i64::MIN;
        for entry in world.entries().await {
            assert!(entry.at_ms >= last, "entries never run backwards");
            last = entry.at_ms;
        }
        let (store, clock) = (Arc::clone(&world.store), Arc::clone(&world.clock));
        let (keys, signers) = (Arc::clone(&office.keys), Arc::clone(&office.signers));
        let again = keeping_support::open(store, clock, keys, signers, Arc::clone(&office.carriers));
        let again = again.await.unwrap();
        assert_eq!(again.gallery_len(), office.registry().gallery_len());
        for record in self.records.iter().filter(|record| record.is_there()) {
            let events = record.events.len();
            let anew = again.record_life(office.archivist, record.number, "CHECK-1").await.unwrap();
            assert_eq!(Some(stage(record).unwrap()), Some(anew.0.state.stage()), "{record:?}");
            assert_eq!(anew.0.events.len(), events, "{record:?}: {:?}", anew.0.events);
        }
    }
}
