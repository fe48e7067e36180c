//! Supplements of a record by better prints (Art. 13, R13.1.2): a finger that healed, a print that was poor. The new
//! prints are kept beside the old ones and compared in their place once another officer agrees; what is turned down is
//! destroyed.
//!
//! A print in somebody's record speaks against them for decades. So nothing is taken in on an officer's word alone: the
//! prints of a supplement are of one person at one time, and at least one of them has to agree with what the record
//! holds of the same finger.

use dactyloscopy::{MATCH_THRESHOLD, Prepared, Quality, Template};
use law::{KeyHolder, KeyHolders, Operation, Request, Step};
use vocabulary::{Actor, EncounterId, FingerPosition, ImpressionId, RegistryNumber, Role};

use super::prints::FINGERS_MAX;
use super::verify::compare;
use super::{execute, wrong_state};
use crate::act::About;
use crate::error::{CommandError, StoreError};
use crate::model::{
    CaptureInput, Document, DocumentKind, HeldPrint, NewSupplement, PrintStanding, RecordLife, Settled,
    Supplement, SupplementPrint, VerificationAnswer, ViewReason, causes_to_text,
};
use crate::sequencer::{AfterCommit, Change, Transaction};
use crate::validate::{self, invalid};
use crate::{Registry, random};

/// Most prints of one record, those of the registration included.
const PRINTS_MAX: usize = 200;

/// A print ready to be written.
struct Taken {
    position: FingerPosition,
    id: ImpressionId,
    original: Vec<u8>,
    media_type: String,
    ppi: u16,
    template: Template,
    quality: Quality,
}

/// Takes better prints of a record's person. The matcher goes on with the old ones until another officer agrees.
pub(crate) async fn take(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    new: NewSupplement,
) -> Result<Supplement, CommandError> {
    validate::reference("reference", &new.reference)?;
    let count = new.prints.len();
    if count == 0 || count > FINGERS_MAX {
        return Err(invalid("prints", format!("{count} prints; from 1 to {FINGERS_MAX} are accepted")));
    }
    let about = About::Record(number, &new.reference);
    // Asked before the costly extraction, so that an unlawful print is not even read (R10.1.1).
    let life = registry.life_of(number)?;
    registry.allow(&request(registry, actor, &life).await?, about).await?;
    let taken = extracted(registry, new.prints).await?;
    let _before_it_ends = registry.ends.read().await;
    let life = registry.life_of(number)?;
    let grant = registry.allow(&request(registry, actor, &life).await?, about).await?;
    let prints = match beside_the_record(registry, number, &taken).await {
        Ok(prints) => prints,
        Err(error) => return registry.ended(grant, about, error).await,
    };
    let supplement = Supplement {
        id: EncounterId::from_random_bytes(random::bytes()?),
        number,
        by: actor.officer,
        unit: actor.unit,
        at: registry.clock().now(),
        reference: new.reference.clone(),
        prints,
        settled: None,
    };
    let encounter = supplement.id;
    let mut transaction =
        about.of(Transaction::granted(grant))?.change(Change::SupplementTaken { number, encounter });
    for print in taken {
        transaction = transaction.change(Change::ImpressionCaptured {
            number,
            encounter,
            id: print.id,
            position: print.position,
            original: print.original,
            media_type: print.media_type,
            ppi: print.ppi,
            template: print.template.to_bytes(),
            quality_score: print.quality.score,
            quality_causes: causes_to_text(&print.quality.causes),
        });
    }
    registry.submit(transaction.change(documented(&supplement))).await?;
    Ok(supplement)
}

fn documented(supplement: &Supplement) -> Change {
    Change::Documented(Box::new(Document::Supplement(supplement.clone())))
}

async fn request(
    registry: &Registry,
    actor: Actor,
    life: &RecordLife,
) -> Result<Request<'static>, StoreError> {
    registry.own_keeping_request(actor, Operation::SupplementPrint, life).await
}

async fn extracted(
    registry: &Registry,
    prints: Vec<(FingerPosition, CaptureInput)>,
) -> Result<Vec<Taken>, CommandError> {
    let mut taken: Vec<Taken> = Vec::with_capacity(prints.len());
    for (position, input) in prints {
        validate::capture(&input)?;
        if taken.iter().any(|other| other.position == position) {
            return Err(invalid("prints", format!("{position} was given twice")));
        }
        let CaptureInput::Image { image, ppi, original, media_type } = input else {
            return Err(invalid(
                "prints",
                "an image is needed for every finger: a reason supplements nothing",
            ));
        };
        let (template, quality) = registry.extract(image, ppi).await?;
        let id = ImpressionId::from_random_bytes(random::bytes()?);
        taken.push(Taken { position, id, original, media_type, ppi: ppi.get(), template, quality });
    }
    Ok(taken)
}

/// Holds the prints against the record: of the same person, each of the finger it is said to be.
async fn beside_the_record(
    registry: &Registry,
    number: RegistryNumber,
    taken: &[Taken],
) -> Result<Vec<SupplementPrint>, CommandError> {
    let known = registry.store.held_prints(number).await?;
    if known.iter().any(|print| print.standing == PrintStanding::Waiting) {
        return Err(wrong_state(
            "a supplement of this record waits for another officer: have it decided first",
        ));
    }
    if known.len() + taken.len() > PRINTS_MAX {
        return Err(wrong_state(format!("a record holds at most {PRINTS_MAX} prints")));
    }
    let held = registry.templates(number).await?;
    if held.is_empty() {
        let why =
            "the record holds no print that could show whose these are: have the person registered anew";
        return Err(wrong_state(why));
    }
    for print in taken {
        is_the_finger(print, taken, &held)?;
    }
    let probes: Vec<_> = taken.iter().map(|print| (print.position, print.template.clone())).collect();
    let result = compare(&probes, &held)?.unless_mirrored()?;
    if result.answer != VerificationAnswer::Confirmed {
        let why = "none of these prints agrees with what the record holds of the same finger: take one more finger \
                   of which the record has a good print along with them";
        return Err(wrong_state(why));
    }
    Ok(taken
        .iter()
        .map(|print| {
            let used =
                |held: &&HeldPrint| held.position == print.position && held.standing == PrintStanding::Used;
            let used = known.iter().find(used);
            let score = result.fingers.iter().find(|(position, _)| *position == print.position);
            SupplementPrint {
                position: print.position,
                impression: print.id,
                quality: print.quality.score,
                held: used.map(|held| held.impression),
                held_quality: used.map(|held| held.quality),
                agrees: score.map(|(_, score)| *score >= MATCH_THRESHOLD),
            }
        })
        .collect())
}

/// Refuses a print that is of another finger of this record or of this supplement, or no new print at all.
fn is_the_finger(
    print: &Taken,
    taken: &[Taken],
    held: &[(FingerPosition, Template)],
) -> Result<(), CommandError> {
    let bytes = print.template.to_bytes();
    if held.iter().any(|(_, template)| template.to_bytes() == bytes) {
        return Err(invalid(
            "prints",
            format!("{}: this is the image the record holds already", print.position),
        ));
    }
    let prepared = Prepared::new(&print.template);
    let agrees =
        |template: &Template| dactyloscopy::score(&prepared, &Prepared::new(template)) >= MATCH_THRESHOLD;
    if held.iter().any(|(position, template)| *position == print.position && agrees(template)) {
        return Ok(());
    }
    let of_record = held.iter().filter(|(position, _)| *position != print.position);
    let of_supplement = taken.iter().filter(|other| other.position != print.position);
    let others = of_record
        .map(|(position, template)| (*position, template))
        .chain(of_supplement.map(|other| (other.position, &other.template)));
    for (position, template) in others {
        if agrees(template) {
            let why =
                format!("the print given as {} is of {position}: take each finger by itself", print.position);
            return Err(invalid("prints", why));
        }
    }
    Ok(())
}

/// Agrees to a supplement as the second officer, or turns it down; then its prints are destroyed.
pub(crate) async fn answer(
    registry: &Registry,
    actor: Actor,
    id: EncounterId,
    agree: bool,
) -> Result<Supplement, CommandError> {
    let _before_it_ends = registry.ends.read().await;
    let supplement = stored(registry, id).await?;
    if supplement.settled.is_some() {
        return Err(wrong_state("the supplement is decided already"));
    }
    let number = supplement.number;
    let life = registry.life_of(number)?;
    let about = About::Record(number, &supplement.reference);
    let mut request = request(registry, actor, &life).await?;
    if agree {
        request = request.with_step(Step::Supplement(KeyHolders {
            first: KeyHolder { officer: supplement.by, unit: supplement.unit },
            second: KeyHolder { officer: actor.officer, unit: actor.unit },
        }));
    }
    let grant = registry.allow(&request, about).await?;
    let settled = Settled { by: actor.officer, unit: actor.unit, at: registry.clock().now(), agreed: agree };
    let supplement = Supplement { settled: Some(settled), ..supplement.clone() };
    let mut transaction = about
        .of(Transaction::granted(grant))?
        .change(Change::SupplementSettled { number, encounter: id, agreed: agree })
        .change(documented(&supplement));
    if agree {
        transaction = transaction.then(AfterCommit::Reenrol(number));
    }
    registry.submit(transaction).await?;
    if !agree {
        execute::erase_now(registry).await;
    }
    Ok(supplement)
}

async fn stored(registry: &Registry, id: EncounterId) -> Result<Supplement, CommandError> {
    match registry.store.document(DocumentKind::Supplement, *id.as_bytes()).await? {
        Some(Document::Supplement(supplement)) => Ok(supplement),
        _ => Err(CommandError::NotFound { what: "supplement" }),
    }
}

/// One supplement, for whoever may take or decide one about its record.
pub(crate) async fn view(
    registry: &Registry,
    actor: Actor,
    id: EncounterId,
) -> Result<Supplement, CommandError> {
    let supplement = stored(registry, id).await?;
    let life = registry.life_of(supplement.number)?;
    let about = About::Record(supplement.number, &supplement.reference);
    registry.note(&request(registry, actor, &life).await?, about).await?;
    Ok(supplement)
}

/// Supplements that wait for another officer.
pub(crate) async fn open(registry: &Registry, actor: Actor) -> Result<Vec<Supplement>, CommandError> {
    registry.note(&registry.keeping_in_general(actor, Operation::ViewTerms), About::Nothing).await?;
    let open = |document| match document {
        Document::Supplement(supplement) if supplement.settled.is_none() => Some(supplement),
        _ => None,
    };
    Ok(registry.gather(DocumentKind::Supplement, open).await?)
}

/// Every print of a record, those compared first: positions and qualities. An operator looks at the record for it, whoever
/// keeps records at its life.
pub(crate) async fn prints(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reason: &ViewReason,
) -> Result<Vec<HeldPrint>, CommandError> {
    validate::reference("reason.reference", &reason.reference)?;
    let life = registry.life_of(number)?;
    if actor.role == Role::Operator {
        super::records::note_view(registry, actor, number, life.person, reason).await?;
    } else {
        let request = registry.keeping_request(actor, Operation::ViewTerms, &life);
        registry.note(&request, About::Record(number, &reason.reference)).await?;
    }
    Ok(registry.store.held_prints(number).await?)
}

/// Notes a look at a print by whoever decides about a supplement that waits, when the reason names it: at its own prints
/// and at those the record holds. False when the reason names none.
pub(crate) async fn note_look(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reason: &ViewReason,
) -> Result<bool, CommandError> {
    let Ok(id) = reason.reference.parse::<EncounterId>() else { return Ok(false) };
    let supplement = match stored(registry, id).await {
        Ok(supplement) if supplement.number == number && supplement.settled.is_none() => supplement,
        Ok(_) | Err(CommandError::NotFound { .. }) => return Ok(false),
        Err(error) => return Err(error),
    };
    let life = registry.life_of(number)?;
    let about = About::Record(number, &supplement.reference);
    registry.note(&request(registry, actor, &life).await?, about).await?;
    Ok(true)
}
