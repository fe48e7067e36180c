//! One fact at a time: which rows each [`Change`] makes, and in which stores.

use registry::sequencer::{Change, Keeper, KeyName, Opening};
use registry::{CaseRecord, StoreError};
use vocabulary::{CaseId, PersonId, RegistryNumber};

use crate::db::Db;
use crate::seal;
use crate::{
    candidates, cases, certificates, documents, fingers, found_by, links, lives, officers, people, removal,
    supplements,
};

/// Applies one change of the command that ledger entry `sequence` records.
pub(crate) async fn apply(db: &mut Db<'_>, sequence: u64, change: &Change) -> Result<(), StoreError> {
    match change {
        Change::PersonAdded { .. } => people::add(db, sequence, change).await,
        Change::PersonChanged { .. } | Change::PersonCorrected { .. } => {
            people::change(db, sequence, change).await
        }
        Change::CaseOpened(case) => cases::open(db, sequence, case).await,
        Change::CaseUpdated(case) => cases::update(db, sequence, case).await,
        Change::CaseDeclined { tombstone, forget_person, forget_draft } => {
            documents::note_erasures(db, &declined_keys(tombstone, *forget_person, *forget_draft)).await?;
            cases::decline(db, sequence, tombstone).await?;
            people::forget_case(db, tombstone.id).await?;
            candidates::forget_case(db, tombstone.id).await?;
            links::forget_case(db, tombstone.id).await?;
            if let Some(number) = forget_draft {
                links::forget_record(db, *number).await?;
                fingers::forget(db, *number).await?;
            }
            match forget_person {
                Some(person) => people::forget(db, *person).await,
                None => Ok(()),
            }
        }
        Change::DraftDiscarded { case, number } => discard_draft(db, *case, *number).await,
        Change::EncounterOpened { case, encounter, number } => {
            links::open_encounter(db, sequence, *case, *encounter, *number).await?;
            fingers::open_encounter(db, sequence, *encounter, *number).await
        }
        Change::ImpressionCaptured { .. } => fingers::capture(db, sequence, change).await,
        Change::SupplementTaken { number, encounter } => {
            supplements::take(db, sequence, *number, *encounter).await
        }
        Change::SupplementSettled { number, encounter, agreed } => {
            supplements::settle(db, sequence, *number, *encounter, *agreed).await
        }
        Change::FingerMissing { number, encounter, position, reason } => {
            fingers::missing(db, sequence, (*number, *encounter), *position, *reason).await
        }
        Change::CandidatesFound { case, search, candidates } => {
            candidates::found(db, sequence, *case, *search, candidates).await
        }
        Change::OpinionGiven { candidate, officer, adjudication, reason, at } => {
            let (candidate, officer, adjudication, at) = (*candidate, *officer, *adjudication, *at);
            let opinion = candidates::GivenOpinion { candidate, officer, adjudication, reason, at };
            candidates::give_opinion(db, sequence, &opinion).await
        }
        Change::Registered { link, person, number, case, territory, state, certificate } => {
            lives::begin(db, sequence, *number, (*territory, *state), certificate).await?;
            let (link, person, number, case) = (*link, *person, *number, *case);
            let joined = links::Registration { link, person, number, case, basis: certificate.basis };
            links::register(db, sequence, &joined).await?;
            fingers::register(db, sequence, number).await?;
            certificates::issue(db, sequence, person, case, certificate).await
        }
        Change::LifeChanged { .. } => lives::change(db, sequence, change).await,
        Change::EventNoted(event) => lives::note(db, sequence, event).await,
        Change::EventAnnulled { .. } => lives::annul(db, sequence, change).await,
        Change::Documented(document) => documents::put(db, sequence, document).await,
        Change::LinkCut { number } => links::cut(db, sequence, *number).await,
        Change::LinkJoined { number } => links::join(db, *number).await,
        Change::RecordRemoved(removal) => removal::remove(db, sequence, removal).await,
        Change::PeopleReindexed { epoch, people } => found_by::reindex(db, *epoch, people).await,
        Change::OfficerAdded { id, officer } => officers::add(db, sequence, *id, officer).await,
        Change::OfficerClosed { id } => officers::close(db, sequence, *id).await,
    }
}

/// The prints of a case that ended, with what a search found for it; the case stays.
async fn discard_draft(db: &mut Db<'_>, case: CaseId, number: RegistryNumber) -> Result<(), StoreError> {
    let keys = [seal::of_case_links(case), seal::of_record(number), seal::of_record_links(number)];
    documents::note_erasures(db, &keys).await?;
    candidates::forget_case(db, case).await?;
    links::forget_case(db, case).await?;
    links::forget_record(db, number).await?;
    fingers::forget(db, number).await
}

/// The keys of what a declined case leaves behind.
fn declined_keys(
    tombstone: &CaseRecord,
    person: Option<PersonId>,
    draft: Option<RegistryNumber>,
) -> Vec<KeyName> {
    let mut keys = vec![seal::of_case(tombstone.id), seal::of_case_links(tombstone.id)];
    keys.extend(person.map(seal::of_person));
    keys.extend(
        draft.into_iter().flat_map(|number| [seal::of_record(number), seal::of_record_links(number)]),
    );
    keys
}

/// The stores that a change writes to.
pub(crate) fn stores_of(change: &Change) -> &'static [&'static str] {
    match change {
        Change::PersonAdded { .. }
        | Change::PersonChanged { .. }
        | Change::PersonCorrected { .. }
        | Change::CaseOpened(_)
        | Change::CaseUpdated(_)
        | Change::PeopleReindexed { .. }
        | Change::OfficerAdded { .. }
        | Change::OfficerClosed { .. } => &["identity"],
        Change::CandidatesFound { .. }
        | Change::OpinionGiven { .. }
        | Change::LifeChanged { .. }
        | Change::EventNoted(_)
        | Change::EventAnnulled { .. }
        | Change::Documented(_)
        | Change::LinkCut { .. }
        | Change::LinkJoined { .. } => &["links"],
        // Marks of biometric rows stand in the link store.
        Change::EncounterOpened { .. }
        | Change::ImpressionCaptured { .. }
        | Change::SupplementTaken { .. }
        | Change::SupplementSettled { .. }
        | Change::DraftDiscarded { .. }
        | Change::FingerMissing { .. } => &["biometrics", "links"],
        Change::CaseDeclined { .. } | Change::Registered { .. } | Change::RecordRemoved(_) => {
            &["identity", "biometrics", "links"]
        }
    }
}

/// The stores that an opening is written to.
pub(crate) fn stores_of_opening(opening: &Opening) -> &'static [&'static str] {
    match opening.keeper {
        Keeper::Identity => &["identity"],
        Keeper::Links => &["links"],
    }
}
