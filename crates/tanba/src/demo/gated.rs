//! Searches of the demonstration by their kind: those the law allows, and one that is off by default, which a
//! supervisor of another unit agrees to.

use registry::{
    CaptureInput, CommandError, Identification, NewSearchRequest, QueryKind, Registry, SearchFor,
};
use vocabulary::FingerPosition;

use super::officers::Staff;

/// What the demonstration switches on.
pub(crate) const SWITCHED_ON: [QueryKind; 2] = [QueryKind::UnknownLiving, QueryKind::CrimeSceneMark];

type Fingers = Vec<(Option<FingerPosition>, CaptureInput)>;

/// The fingers of a corpse without a name, over the galleries the law allows.
pub(crate) async fn corpse(
    registry: &Registry,
    staff: &Staff,
    fingers: Fingers,
) -> Result<Identification, CommandError> {
    let search = SearchFor::new(QueryKind::UnidentifiedCorpseFingers, "DEMO-MORGUE-1");
    registry.identify(staff.examiner, search, fingers).await
}

/// The first fingers are those of a living person, all others of corpses; counts the searches another unit agreed to.
pub(crate) async fn identify(
    registry: &Registry,
    staff: &Staff,
    gated: &mut u32,
    fingers: Fingers,
) -> Result<Identification, CommandError> {
    if *gated > 0 {
        return corpse(registry, staff, fingers).await;
    }
    *gated += 1;
    living(registry, staff, fingers).await
}

/// A living person who does not know their name: asked for with its ground, agreed to, made once.
async fn living(
    registry: &Registry,
    staff: &Staff,
    fingers: Fingers,
) -> Result<Identification, CommandError> {
    let new = NewSearchRequest {
        query: QueryKind::UnknownLiving,
        case_reference: "DEMO-HOSPITAL-1".to_owned(),
        document: "DEMO-DECISION-2".to_owned(),
        article: "16(1)".to_owned(),
    };
    let search = SearchFor::new(new.query, &new.case_reference);
    let asked = registry.ask_search(staff.examiner, new, &fingers).await?;
    registry.answer_search(staff.supervisor, asked.id, None).await?;
    registry.identify(staff.examiner, search.under(asked.id), fingers).await
}
