//! The commands that keep records lawful to their end, as methods of [`Registry`].

use jiff::civil::Date;
use keyring::signing::{SignatureForm, Signed};
use law::EventKind;
use vocabulary::{
    ActId, Actor, CarrierId, EncounterId, EventId, MatterId, OfficerId, ProposalId, RegistryNumber, ReportId,
};

use crate::Registry;
use crate::commands::acts::{self, NewAct};
use crate::commands::archive::{self, RetrievedRecord};
use crate::commands::index_keys::{self, IndexRotation};
use crate::commands::proposals::{self, NewProposal};
use crate::commands::{
    block, carriers, correct, events, execute, feed, keeping, matters, officers, printed, signing_keys,
    subject, supplement, sweep, terms,
};
use crate::error::{CommandError, StoreError};
use crate::model::*;
use crate::ports::CivilStatus;

impl Registry {
    // Terms ------------------------------------------------------------------------------------------

    /// The daily sweep: counts each term, marks what ended. Destroys nothing.
    pub async fn sweep(&self) -> Result<SweepReport, CommandError> {
        sweep::run(self).await
    }
    /// What is due, what must be looked at, what is blocked: registry numbers, no names.
    pub async fn due_list(&self, actor: Actor) -> Result<Vec<DueRecord>, CommandError> {
        sweep::due_list(self, actor).await
    }
    /// State, events and term of a record; no name.
    pub async fn record_life(
        &self,
        actor: Actor,
        number: RegistryNumber,
        reference: &str,
    ) -> Result<(RecordLife, DueRecord), CommandError> {
        sweep::life(self, actor, number, reference).await
    }

    /// The rules by which terms are counted, those of this program, and whether a change waits for signatures.
    pub async fn term_rules(&self, actor: Actor) -> Result<TermsStatus, CommandError> {
        terms::status(self, actor).await
    }
    /// A report on a change of the rules.
    pub async fn term_report(&self, actor: Actor, id: ReportId) -> Result<TermReport, CommandError> {
        terms::view(self, actor, id).await
    }
    /// A page of the records whose term differs, from 0.
    pub async fn term_report_page(
        &self,
        actor: Actor,
        id: ReportId,
        page: u32,
    ) -> Result<TermPage, CommandError> {
        terms::page(self, actor, id, page).await
    }
    /// Takes the data-protection officer's signature under a report.
    pub async fn sign_term_report(
        &self,
        actor: Actor,
        id: ReportId,
        signed: Signed,
    ) -> Result<TermReport, CommandError> {
        terms::sign(self, actor, id, signed).await
    }
    /// Takes the head's: from then on the new rules count.
    pub async fn confirm_term_report(
        &self,
        actor: Actor,
        id: ReportId,
        signed: Signed,
    ) -> Result<TermReport, CommandError> {
        terms::confirm(self, actor, id, signed).await
    }
    /// Signs a report, or with `confirm` confirms it, with the officer's key that lies with this machine.
    pub async fn sign_term_report_here(
        &self,
        actor: Actor,
        id: ReportId,
        confirm: bool,
        secret: &str,
    ) -> Result<TermReport, CommandError> {
        if confirm {
            terms::confirm_here(self, actor, id, secret).await
        } else {
            terms::sign_here(self, actor, id, secret).await
        }
    }

    // Blocks and withholding -------------------------------------------------------------------------

    /// Stops all processing of a record until a review, at most thirty days off.
    pub async fn block(
        &self,
        actor: Actor,
        number: RegistryNumber,
        reference: &str,
        review_by: Date,
    ) -> Result<RecordLife, CommandError> {
        block::block(self, actor, number, reference, review_by).await
    }
    /// Prolongs a block after its review.
    pub async fn review_block(
        &self,
        actor: Actor,
        number: RegistryNumber,
        reference: &str,
        review_by: Date,
    ) -> Result<RecordLife, CommandError> {
        block::review(self, actor, number, reference, review_by).await
    }
    /// Withholds a record from searches.
    pub async fn withhold(
        &self,
        actor: Actor,
        number: RegistryNumber,
        reference: &str,
    ) -> Result<RecordLife, CommandError> {
        block::withhold(self, actor, number, reference).await
    }
    /// Ends the withholding by a recorded decision.
    pub async fn restore(
        &self,
        actor: Actor,
        number: RegistryNumber,
        reference: &str,
    ) -> Result<RecordLife, CommandError> {
        block::restore(self, actor, number, reference).await
    }

    // What takes two ---------------------------------------------------------------------------------

    /// Proposes what takes two officers.
    pub async fn propose(
        &self,
        actor: Actor,
        number: RegistryNumber,
        kind: ProposalKind,
        new: NewProposal,
    ) -> Result<Proposal, CommandError> {
        proposals::propose(self, actor, number, kind, new).await
    }
    /// Agrees to a proposal as the second person, or turns it down.
    pub async fn answer_proposal(
        &self,
        actor: Actor,
        id: ProposalId,
        agree: bool,
    ) -> Result<Proposal, CommandError> {
        proposals::answer(self, actor, id, agree).await
    }
    /// Proposals that wait for a second person.
    pub async fn open_proposals(&self, actor: Actor) -> Result<Vec<Proposal>, CommandError> {
        proposals::open(self, actor).await
    }

    // Events -----------------------------------------------------------------------------------------

    /// Notes an event of a record or of its person.
    pub async fn note_event(
        &self,
        actor: Actor,
        number: RegistryNumber,
        kind: EventKind,
        date: Date,
        reference: &str,
    ) -> Result<NotedEvent, CommandError> {
        events::note(self, actor, number, kind, date, reference).await
    }
    /// Annuls an event.
    pub async fn annul_event(
        &self,
        actor: Actor,
        number: RegistryNumber,
        event: EventId,
        reference: &str,
    ) -> Result<(), CommandError> {
        events::annul(self, actor, number, event, reference).await
    }

    /// Takes in what a feed of civil-status events sent since the last time.
    pub async fn receive_events(&self, source: &dyn CivilStatus) -> Result<FeedReport, CommandError> {
        feed::run(self, source).await
    }

    // Corrections ------------------------------------------------------------------------------------

    /// Corrects or supplements the details of a record's person: a new version, nothing is overwritten.
    pub async fn correct_person(
        &self,
        actor: Actor,
        number: RegistryNumber,
        new: NewCorrection,
    ) -> Result<Correction, CommandError> {
        correct::run(self, actor, number, new).await
    }
    /// Every version of the details of a record's person, oldest first: for oversight only.
    pub async fn superseded(
        &self,
        actor: Actor,
        number: RegistryNumber,
        reason: &ViewReason,
    ) -> Result<Vec<PersonVersion>, CommandError> {
        correct::superseded(self, actor, number, reason).await
    }

    /// Takes better prints of a record's person; they count once another officer agrees.
    pub async fn supplement_prints(
        &self,
        actor: Actor,
        number: RegistryNumber,
        new: NewSupplement,
    ) -> Result<Supplement, CommandError> {
        supplement::take(self, actor, number, new).await
    }
    /// Agrees to a supplement as the second officer, or turns it down, which destroys its prints.
    pub async fn answer_supplement(
        &self,
        actor: Actor,
        id: EncounterId,
        agree: bool,
    ) -> Result<Supplement, CommandError> {
        supplement::answer(self, actor, id, agree).await
    }
    /// One supplement.
    pub async fn view_supplement(&self, actor: Actor, id: EncounterId) -> Result<Supplement, CommandError> {
        supplement::view(self, actor, id).await
    }
    /// Supplements that wait for another officer.
    pub async fn open_supplements(&self, actor: Actor) -> Result<Vec<Supplement>, CommandError> {
        supplement::open(self, actor).await
    }
    /// Every print of a record, those compared first.
    pub async fn prints_of(
        &self,
        actor: Actor,
        number: RegistryNumber,
        reason: &ViewReason,
    ) -> Result<Vec<HeldPrint>, CommandError> {
        supplement::prints(self, actor, number, reason).await
    }

    // Matters ----------------------------------------------------------------------------------------

    /// Takes a step of a matter, or opens one with its first step.
    pub async fn step_matter(&self, actor: Actor, new: NewMatterStep) -> Result<Matter, CommandError> {
        matters::step(self, actor, new).await
    }
    /// Draws the extract of an access request: what is held, until when, and who did what with it.
    pub async fn draw_extract(
        &self,
        actor: Actor,
        request: MatterId,
        language: &str,
    ) -> Result<(Matter, Extract), CommandError> {
        subject::draw(self, actor, request, language).await
    }
    /// One matter with its steps.
    pub async fn view_matter(&self, actor: Actor, id: MatterId) -> Result<Matter, CommandError> {
        matters::view(self, actor, id).await
    }
    /// The matters of a kind, overdue ones first.
    pub async fn list_matters(
        &self,
        actor: Actor,
        kind: law::MatterKind,
    ) -> Result<Vec<Matter>, CommandError> {
        matters::list(self, actor, kind).await
    }

    // Acts -------------------------------------------------------------------------------------------

    /// Draws up an act over records that are due.
    pub async fn draw_up_act(&self, actor: Actor, new: NewAct) -> Result<Act, CommandError> {
        acts::draw_up(self, actor, new).await
    }
    /// Takes a member's signature, or with `approve` the head's.
    pub async fn sign_act(
        &self,
        actor: Actor,
        id: ActId,
        approve: bool,
        signed: Signed,
    ) -> Result<Act, CommandError> {
        acts::sign(self, actor, id, approve, signed).await
    }
    /// Signs with the officer's key that lies with this machine.
    pub async fn sign_act_here(
        &self,
        actor: Actor,
        id: ActId,
        approve: bool,
        secret: &str,
    ) -> Result<Act, CommandError> {
        acts::sign_here(self, actor, id, approve, secret).await
    }
    /// Withdraws an act that was not executed.
    pub async fn withdraw_act(&self, actor: Actor, id: ActId) -> Result<Act, CommandError> {
        acts::withdraw(self, actor, id).await
    }
    /// Executes an approved act, or brings the receipts of one that was stopped.
    pub async fn execute_act(&self, actor: Actor, id: ActId) -> Result<Act, CommandError> {
        execute::run(self, actor, id).await
    }
    /// One act.
    pub async fn view_act(&self, actor: Actor, id: ActId) -> Result<Act, CommandError> {
        acts::view(self, actor, id).await
    }
    /// An approved act, to be printed, with the entry that made it what it is.
    pub async fn printed_act(&self, actor: Actor, id: ActId) -> Result<PrintedAct, CommandError> {
        printed::act(self, actor, id).await
    }
    /// What is left of a destroyed record, for a certificate to the person: one entry.
    pub async fn destroyed(
        &self,
        actor: Actor,
        number: RegistryNumber,
        reference: &str,
    ) -> Result<Destroyed, CommandError> {
        printed::destroyed(self, actor, number, reference).await
    }
    /// Every act, newest first.
    pub async fn list_acts(&self, actor: Actor) -> Result<Vec<Act>, CommandError> {
        acts::list(self, actor).await
    }
    /// Open accounts of the actor's own body: who may be named in an act, and whose signatures stand under it.
    pub async fn officers_of_body(&self, actor: Actor) -> Result<Vec<Colleague>, CommandError> {
        officers::of_body(self, actor).await
    }
    /// Registers what an officer signs with.
    pub async fn set_signing_key(
        &self,
        actor: Actor,
        officer: OfficerId,
        form: SignatureForm,
        key: &str,
    ) -> Result<SigningKeyRecord, CommandError> {
        signing_keys::set(self, actor, officer, form, key).await
    }
    /// The registered keys of officers.
    pub async fn signing_keys(&self, actor: Actor) -> Result<Vec<SigningKeyRecord>, CommandError> {
        signing_keys::list(self, actor).await
    }

    /// The entry of a rotation of key-encryption keys, before it begins.
    pub async fn note_rotation(&self, actor: Actor) -> Result<u64, CommandError> {
        keeping::note_rotation(self, actor).await
    }
    /// Rotates the key that people are found by, or goes on with a rotation that was stopped.
    pub async fn rotate_index(
        &self,
        actor: Actor,
        progress: &(dyn Fn(IndexRotation) + Send + Sync),
    ) -> Result<IndexRotation, CommandError> {
        index_keys::rotate(self, actor, progress).await
    }
    /// Whether everybody of the register is found: `Damaged` when people are indexed under a key that is not there,
    /// as after restoring a backup older than its rotation.
    pub async fn check_index(&self) -> Result<(), StoreError> {
        index_keys::check(self).await
    }

    // The archive ------------------------------------------------------------------------------------

    /// Enters a carrier.
    pub async fn enter_carrier(
        &self,
        actor: Actor,
        label: &str,
        place: &str,
        custodian: OfficerId,
    ) -> Result<Carrier, CommandError> {
        carriers::enter(self, actor, label, place, custodian).await
    }
    /// Reads every container on a carrier; what could not be read is told.
    pub async fn check_carrier(
        &self,
        actor: Actor,
        id: CarrierId,
        review: bool,
    ) -> Result<(Carrier, Vec<String>), CommandError> {
        carriers::check(self, actor, id, review).await
    }
    /// Every carrier.
    pub async fn list_carriers(&self, actor: Actor) -> Result<Vec<Carrier>, CommandError> {
        carriers::list(self, actor).await
    }
    /// Opens the container of a record whose retrieval two officers agreed to.
    pub async fn retrieve(
        &self,
        actor: Actor,
        proposal: ProposalId,
    ) -> Result<RetrievedRecord, CommandError> {
        archive::retrieve(self, actor, proposal).await
    }
}
