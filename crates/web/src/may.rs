//! What an officer may do, asked of the law before a button is shown. Nothing is decided here: the register asks
//! again, with every fact, and what it is refused becomes an entry.

use jiff::ToSpan;
use jiff::civil::Date;
use law::{
    BLOCK_REVIEW_DAYS, KeyHolder, KeyHolders, Operation, RecordState, Request, Search, SignedTerms, Step,
    Unblocking,
};
use registry::{ExemptionGround, GatedSearch, LaneExemption, ProposalKind, RecordLife, TermReport};
use vocabulary::{Actor, Basis, Body, OfficerId, Purpose, Role, Territory, Unit};

use crate::desk::Desk;

/// What can be done with one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Block,
    Review,
    Unblock,
    Withhold,
    Restore,
    Event,
    Correct,
    Supplement,
    Depersonalise,
    Repersonalise,
    Retrieve,
}

impl Deed {
    pub(crate) const ALL: [Self; 11] = [
        Self::Block,
        Self::Review,
        Self::Unblock,
        Self::Withhold,
        Self::Restore,
        Self::Event,
        Self::Correct,
        Self::Supplement,
        Self::Depersonalise,
        Self::Repersonalise,
        Self::Retrieve,
    ];

    /// The code in addresses and keys.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Review => "review",
            Self::Unblock => "unblock",
            Self::Withhold => "withhold",
            Self::Restore => "restore",
            Self::Event => "event",
            Self::Correct => "correct",
            Self::Supplement => "supplement",
            Self::Depersonalise => "depersonalise",
            Self::Repersonalise => "repersonalise",
            Self::Retrieve => "retrieve",
        }
    }

    /// The deed of a code.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.code() == code)
    }

    /// What it is proposed as, when it takes two.
    pub(crate) const fn proposal(self) -> Option<ProposalKind> {
        match self {
            Self::Unblock => Some(ProposalKind::Unblock),
            Self::Depersonalise => Some(ProposalKind::Depersonalise),
            Self::Repersonalise => Some(ProposalKind::Repersonalise),
            Self::Retrieve => Some(ProposalKind::Retrieve),
            _ => None,
        }
    }

    const fn operation(self) -> Operation {
        match self {
            Self::Block => Operation::BlockRecord,
            Self::Review => Operation::ReviewBlock,
            Self::Unblock => Operation::UnblockRecord,
            Self::Withhold => Operation::WithholdRecord,
            Self::Restore => Operation::RestoreRecord,
            Self::Event => Operation::NoteEvent,
            Self::Correct | Self::Supplement => Operation::CorrectPerson,
            Self::Depersonalise => Operation::DepersonaliseRecord,
            Self::Repersonalise => Operation::RepersonaliseRecord,
            Self::Retrieve => Operation::RetrieveRecord,
        }
    }

    /// The step as the officer would complete it with somebody else of another unit.
    fn step(self, actor: Actor, today: Date) -> Option<Step<'static>> {
        let review_by = review_day(today);
        let holders = KeyHolders {
            first: somebody_else(actor),
            second: KeyHolder { officer: actor.officer, unit: actor.unit },
        };
        match self {
            Self::Block => Some(Step::Block { on: today, review_by }),
            Self::Review => Some(Step::ReviewBlock { on: today, review_by }),
            Self::Unblock => Some(Step::Unblock(Unblocking {
                officer: holders.first.officer,
                second: actor.officer,
                violator: None,
                result_recorded: true,
            })),
            Self::Withhold => Some(Step::Withhold),
            Self::Restore => Some(Step::Restore { decision_recorded: true }),
            Self::Event | Self::Correct | Self::Supplement => None,
            Self::Depersonalise => Some(Step::Depersonalise(holders)),
            Self::Repersonalise => Some(Step::Repersonalise(holders)),
            Self::Retrieve => Some(Step::Retrieve(holders)),
        }
    }
}

fn somebody_else(actor: Actor) -> KeyHolder {
    let other = if actor.unit == Unit::CENTRAL { Unit::new(Territory::REPUBLIC, 1) } else { None };
    KeyHolder { officer: OfficerId::from_random_bytes([0; 16]), unit: other.unwrap_or(Unit::CENTRAL) }
}

/// The last day a block may be reviewed by.
pub(crate) fn review_day(today: Date) -> Date {
    today.saturating_add(BLOCK_REVIEW_DAYS.days())
}

fn request(desk: &Desk, operation: Operation) -> Request<'static> {
    let actor = desk.actor();
    let purpose = if actor.role == Role::Prosecutor { Purpose::Supervision } else { Purpose::Keeping };
    Request::new(actor, operation, purpose, desk.today())
}

fn on_life<'a>(desk: &Desk, operation: Operation, life: &RecordLife) -> Request<'a> {
    request(desk, operation).on_record(life.basis, life.state).in_territory(life.territory)
}

/// What the officer may do with a record as it stands, in the order of the page.
pub(crate) fn deeds(desk: &Desk, life: &RecordLife) -> Vec<Deed> {
    let may = |deed: &Deed| {
        let asked = on_life(desk, deed.operation(), life).with_case_reference("order");
        let asked = match deed.step(desk.actor(), desk.today()) {
            Some(step) => asked.with_step(step),
            None => asked,
        };
        law::authorise(&asked).is_ok()
    };
    Deed::ALL.into_iter().filter(may).collect()
}

/// Whether the officer may annul events of a record.
pub(crate) fn annul(desk: &Desk, life: &RecordLife) -> bool {
    law::authorise(&on_life(desk, Operation::AnnulEvent, life)).is_ok()
}

/// Whether the officer may read what the personal data of a record said before.
pub(crate) fn see_versions(desk: &Desk, life: &RecordLife) -> bool {
    law::authorise(&on_life(desk, Operation::ViewSuperseded, life)).is_ok()
}

/// Whether role and body allow an operation at all, on a basis that the body keeps.
pub(crate) fn in_general(desk: &Desk, operation: Operation) -> bool {
    let basis = match desk.actor().body {
        Body::Trb => Basis::B2,
        Body::Agd => Basis::G1,
        _ => Basis::B1,
    };
    law::authorise(&request(desk, operation).on_basis(basis).with_case_reference("order")).is_ok()
}

/// Whether role and body allow better prints of a record at all.
pub(crate) fn supplement(desk: &Desk) -> bool {
    let basis = if desk.actor().body == Body::Trb { Basis::B2 } else { Basis::B1 };
    let asked = request(desk, Operation::SupplementPrint).on_basis(basis).with_case_reference("order");
    law::authorise(&Request { own_case: true, ..asked }).is_ok()
}

/// The place of the menu under which an officer supplements: keeping, or for those who do not keep the record.
pub(crate) fn keeping_menu(desk: &Desk) -> &'static str {
    if in_general(desk, Operation::ViewTerms) { "keeping" } else { "record" }
}

/// Whether the officer may put the next signature under a report on a change of the terms.
pub(crate) fn terms(desk: &Desk, operation: Operation, report: &TermReport) -> bool {
    let signed_by = report.signed.as_ref().map(|given| given.officer);
    let terms = SignedTerms { signed_by, confirmed: report.confirmed.is_some() };
    law::authorise(&request(desk, operation).on_terms(terms)).is_ok()
}

/// Whether role and body allow to propose, and to answer, what takes two.
pub(crate) fn answer(desk: &Desk, kind: ProposalKind) -> bool {
    let deed = Deed::ALL.into_iter().find(|deed| deed.proposal() == Some(kind));
    deed.is_some_and(|deed| in_general(desk, deed.operation()))
}

/// Whether the officer may answer a search that somebody asked for.
pub(crate) fn approve_search(desk: &Desk, asked: &GatedSearch) -> bool {
    let search = Search {
        switched_on: desk.registry().is_switched_on(asked.query),
        ground_document: Some(&asked.document),
        ground_article: Some(&asked.article),
        asked_by: Some(KeyHolder { officer: asked.by, unit: asked.unit }),
        asked_on: Some(asked.asked_on),
        ..Search::new(asked.query, &asked.galleries)
    };
    let purpose = registry::purpose_of(asked.query);
    let request = Request::new(desk.actor(), Operation::ApproveSearch, purpose, desk.today());
    law::authorise(&request.with_case_reference(&asked.case_reference).with_search(search)).is_ok()
}

fn at_the_border(desk: &Desk, operation: Operation) -> Request<'static> {
    Request::new(desk.actor(), operation, Purpose::Border, desk.today()).on_basis(Basis::BV)
}

/// Whether the officer answers travellers at a lane.
pub(crate) fn lane(desk: &Desk) -> bool {
    law::authorise(&at_the_border(desk, Operation::SearchPerson)).is_ok()
}

/// Whether the officer decides at the second line, and enters requests and findings.
pub(crate) fn second_line(desk: &Desk) -> bool {
    law::authorise(&at_the_border(desk, Operation::DecideSecondLine)).is_ok()
}

/// Whether the officer may confirm, turn down or end a request or finding.
pub(crate) fn lane_exemption(desk: &Desk, exemption: &LaneExemption) -> bool {
    let operation = match exemption.ground {
        ExemptionGround::Request(_) => Operation::ConfirmLaneRequest,
        ExemptionGround::Hands(_) => Operation::ConfirmHandsFinding,
    };
    law::authorise(&at_the_border(desk, operation).entered_by(exemption.by)).is_ok()
}

/// Whether a record is of the store that the officer's body ends.
pub(crate) fn ends(body: Body, basis: Basis) -> bool {
    law::destroyed_by(basis) == Some(body)
}

/// What the state of a record looks like.
pub(crate) fn tone(state: RecordState) -> &'static str {
    use law::Stage::{Archived, ArchivedDue, Destroyed, Draft, Due, DueForArchive, Registered, Withheld};
    match state.stage() {
        _ if state.is_blocked() => "blocked",
        Due | DueForArchive | ArchivedDue => "attention",
        Registered => "permitted",
        Draft | Withheld | Archived | Destroyed => "neutral",
    }
}
