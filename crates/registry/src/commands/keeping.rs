//! What the commands on the life of a record share.

use std::sync::Arc;

use jiff::civil::Date;
use law::{Grant, Operation, RecordState, Request, StepKind};
use vocabulary::{Actor, OfficerId, Purpose, RegistryNumber};

use crate::Registry;
use crate::act::{About, read_purpose};
use crate::error::{CommandError, StoreError};
use crate::model::{Document, DocumentKind, LifeGround, RecordLife};
use crate::ports::Store;
use crate::sequencer::{AfterCommit, Change, Transaction};

/// Documents read at once.
const PAGE: u32 = 1000;

impl Registry {
    /// The life of a record, or `NotFound`.
    pub(crate) fn life_of(&self, number: RegistryNumber) -> Result<Arc<RecordLife>, CommandError> {
        self.lives.get(number).ok_or(CommandError::NotFound { what: "record" })
    }

    /// The life of a record as it is committed, also when a commit could not be read back or its answer was lost: a view
    /// or a verification must not pass a block that counts already (R1.7.1).
    pub(crate) async fn settled_life(
        &self,
        number: RegistryNumber,
    ) -> Result<Option<Arc<RecordLife>>, StoreError> {
        self.sequencer.settle().await?;
        Ok(self.lives.get(number))
    }

    /// A request about a record as it stands, for keeping it lawful.
    pub(crate) fn keeping_request<'a>(
        &self,
        actor: Actor,
        operation: Operation,
        life: &RecordLife,
    ) -> Request<'a> {
        Request::new(actor, operation, read_purpose(actor, Purpose::Keeping), self.today())
            .on_record(life.basis, life.state)
            .in_territory(life.territory)
    }

    /// The same by whoever may act in a case of their own body about the record's person.
    pub(crate) async fn own_keeping_request(
        &self,
        actor: Actor,
        operation: Operation,
        life: &RecordLife,
    ) -> Result<Request<'static>, StoreError> {
        let mut request = self.keeping_request(actor, operation, life);
        if let Some(person) = life.person {
            request.own_case = self.is_own(actor, person).await?;
        }
        Ok(request)
    }

    /// What is picked from the newest versions of all documents of a kind, read page by page.
    pub(crate) async fn gather<T>(
        &self,
        kind: DocumentKind,
        pick: impl FnMut(Document) -> Option<T>,
    ) -> Result<Vec<T>, StoreError> {
        gather(&*self.store, kind, pick).await
    }

    /// A request of keeping that is about no record in particular.
    pub(crate) fn keeping_in_general(&self, actor: Actor, operation: Operation) -> Request<'static> {
        Request::new(actor, operation, read_purpose(actor, Purpose::Keeping), self.today())
    }
}

/// The same of a store without its register.
pub(crate) async fn gather<T>(
    store: &dyn Store,
    kind: DocumentKind,
    mut pick: impl FnMut(Document) -> Option<T>,
) -> Result<Vec<T>, StoreError> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = store.documents(kind, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(found) };
        after = Some(last.id());
        found.extend(page.into_iter().filter_map(&mut pick));
    }
}

/// The entry of a rotation of key-encryption keys, before it begins (R8.1.1).
pub(crate) async fn note_rotation(registry: &Registry, actor: Actor) -> Result<u64, CommandError> {
    let request = Request::new(actor, Operation::RotateKeys, Purpose::Administration, registry.today());
    Ok(registry.note(&request, About::Nothing).await?.sequence)
}

/// The ground of a change of state.
pub(crate) fn ground(step: StepKind, reference: &str, officers: &[OfficerId]) -> LifeGround {
    LifeGround { step: step.code().to_owned(), reference: reference.to_owned(), officers: officers.to_vec() }
}

/// A change of state, followed in memory and by searches.
pub(crate) fn move_to(
    transaction: Transaction,
    life: &RecordLife,
    state: RecordState,
    joined_until: Option<Date>,
    ground: LifeGround,
) -> Transaction {
    transaction
        .change(Change::LifeChanged {
            number: life.number,
            version: life.version + 1,
            state,
            joined_until,
            ground,
        })
        .then(AfterCommit::Refresh(vec![life.number]))
}

/// The state the law's grant says the record has after the step.
pub(crate) fn granted_state(grant: &Grant) -> Result<RecordState, CommandError> {
    grant.next_state().ok_or_else(|| super::wrong_state("the grant names no state of the record"))
}
