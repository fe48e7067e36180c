//! A register in memory with officers, people made of seeds, and the helpers every test speaks in.
#![allow(dead_code, unreachable_pub)] // each test binary uses its part

use std::future::Future;
use std::sync::Arc;

use dactyloscopy::{ExtractError, GreyImage, Minutia, MinutiaKind, Ppi, Quality, Template};
use jiff::Timestamp;
use law::{Document, Evidence, Hands, Outcome};
use ledger::{Entry, SigningKey};
use registry::ports::Store;
use registry::testing::{MemoryKeys, MemoryStore};
use registry::*;
use vocabulary::*;

pub const ORIGIN: &str = "tanba.test/ledger";
/// A first of several impressions of one finger.
pub const FIRST: u64 = 1;
/// What the seventeenth pixel says of a scanner that exchanges left and right.
const MIRRORED: u8 = 0;
/// What the eighteenth pixel says of a program of an older version.
const OLDER: u8 = 0;

/// Makes the template that the seeds in the image's pixels stand for: the finger's own minutiae, moved a
/// little by the impression.
pub struct SeedExtractor;

impl Extractor for SeedExtractor {
    fn extract(&self, image: &GreyImage, _ppi: Ppi) -> Result<(Template, Quality), ExtractError> {
        let word = |at: usize| u64::from_le_bytes(image.pixels()[at..at + 8].try_into().unwrap());
        let (finger, impression, quality) = (word(0), word(8), image.pixels()[16]);
        if finger == 0 {
            return Err(ExtractError::NotAFinger { reason: "no ridges".to_owned() });
        }
        let (mut own, mut moved) = (Random(finger), Random(finger ^ impression.rotate_left(17)));
        let minutiae = (0..45).map(|_| Minutia {
            x_px: 20.0 + 260.0 * own.unit() + 2.0 * moved.unit(),
            y_px: 20.0 + 360.0 * own.unit() + 2.0 * moved.unit(),
            direction_rad: (6.2 * own.unit() + 0.05 * moved.unit()).min(6.2),
            kind: MinutiaKind::Ending,
            quality: 80,
        });
        let template = Template::new(300, 400, quality, minutiae.collect()).unwrap();
        let template = if image.pixels()[17] == MIRRORED { template.mirrored() } else { template };
        let template = if image.pixels()[18] == OLDER { made_by_older(&template) } else { template };
        Ok((template, Quality { score: quality, causes: vec![] }))
    }
}

/// SplitMix64: small, deterministic, good enough for places of minutiae.
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1u64 << 24) as f32
    }
}

/// An image of finger `position` of the person whose fingers grow from `person`.
pub fn image(person: u64, position: FingerPosition, impression: u64) -> CaptureInput {
    image_of_quality(person, position, impression, 80)
}

pub fn image_of_quality(person: u64, position: FingerPosition, impression: u64, quality: u8) -> CaptureInput {
    let finger = if person == 0 { 0 } else { person * 100 + u64::from(position.number()) };
    let mut pixels = vec![255; 32 * 32];
    pixels[..8].copy_from_slice(&finger.to_le_bytes());
    pixels[8..16].copy_from_slice(&impression.to_le_bytes());
    pixels[16] = quality;
    CaptureInput::Image {
        image: GreyImage::new(32, 32, pixels).unwrap(),
        ppi: Ppi::STANDARD,
        original: vec![1, 2, 3],
        media_type: "image/png".to_owned(),
    }
}

/// The template as version 0.2 would have stored it.
fn made_by_older(template: &Template) -> Template {
    let mut bytes = template.to_bytes();
    bytes[3..5].copy_from_slice(&[0, 2]);
    Template::from_bytes(&bytes).unwrap()
}

/// The same from a scanner that exchanges left and right.
pub fn mirrored(input: CaptureInput) -> CaptureInput {
    marked(input, 17, MIRRORED)
}

/// The same, its template made by version 0.2.
pub fn older(input: CaptureInput) -> CaptureInput {
    marked(input, 18, OLDER)
}

fn marked(input: CaptureInput, pixel: usize, value: u8) -> CaptureInput {
    let CaptureInput::Image { image, ppi, original, media_type } = input else { return input };
    let mut pixels = image.pixels().to_vec();
    pixels[pixel] = value;
    let image = GreyImage::new(image.width(), image.height(), pixels).unwrap();
    CaptureInput::Image { image, ppi, original, media_type }
}

pub struct World {
    pub registry: Registry,
    pub store: Arc<dyn Store>,
    pub clock: Arc<ManualClock>,
}

pub fn officer(body: Body, role: Role, number: u8) -> Actor {
    let mut bytes = [number; 16];
    bytes[0] = body as u8;
    bytes[1] = role as u8;
    Actor { officer: OfficerId::from_random_bytes(bytes), body, role, unit: Unit::CENTRAL }
}

pub fn operator() -> Actor {
    officer(Body::Iab, Role::Operator, 1)
}

pub fn examiner(number: u8) -> Actor {
    officer(Body::Iab, Role::Examiner, number)
}

pub fn prosecutor() -> Actor {
    officer(Body::Pro, Role::Prosecutor, 1)
}

pub fn administrator() -> Actor {
    officer(Body::Iab, Role::Administrator, 1)
}

pub fn start() -> Timestamp {
    "2026-03-02T06:00:00Z".parse().unwrap()
}

/// The IIN of person `n`: eleven digits and their check digit.
pub fn iin(n: u64) -> Iin {
    let prefix = |n: u64| {
        std::array::from_fn(
            |i| if i < 4 { [8, 0, 0, 1][i] } else { (n / 10u64.pow(10 - i as u32) % 10) as u8 },
        )
    };
    // Some prefixes have no check digit: such numbers are never issued.
    let digits: [u8; 11] = (0..).map(|k| prefix(n * 10 + k)).find(|p| Iin::check_digit(p).is_some()).unwrap();
    let text: String =
        digits.iter().chain([Iin::check_digit(&digits).unwrap()].iter()).map(u8::to_string).collect();
    Iin::parse(&text).unwrap()
}

pub fn citizen(n: u64) -> NewCase {
    NewCase {
        basis: Basis::B1,
        person: IdentityDetails {
            family_name: "Әбілқасым".to_owned(),
            given_name: "Айгүл-Нұр".to_owned(),
            patronymic: None,
            sex: Sex::Female,
            born: BirthDate::parse("1984-03-15").unwrap(),
            citizenship: Citizenship::Citizen,
            nationality: Some("KAZ".to_owned()),
            iin: Some(iin(n)),
            document_number: Some(format!("N{n:08}")),
        },
        incapable: false,
        hands: Hands::Whole,
        palms_recordable: true,
        circumstances: law::Circumstances { document: Some(Document::IdentityCard), ..Default::default() },
        reference: format!("DOC-2026/{n}"),
    }
}

pub fn foreigner(n: u64, basis: Basis) -> NewCase {
    let mut new = citizen(n);
    new.basis = basis;
    new.person.citizenship = Citizenship::Foreigner;
    new.person.nationality = Some("UZB".to_owned());
    new.person.iin = None;
    new.circumstances = law::Circumstances::default();
    new
}

impl World {
    pub async fn new() -> Self {
        Self::on(Arc::new(MemoryStore::new())).await
    }

    pub async fn on(store: Arc<dyn Store>) -> Self {
        let clock = Arc::new(ManualClock::at(start()));
        let registry = open(Arc::clone(&store), Arc::clone(&clock)).await.unwrap();
        Self { registry, store, clock }
    }

    pub async fn entries(&self) -> Vec<Entry> {
        let stored = self.store.ledger_entries(0, u32::MAX).await.unwrap();
        stored.iter().map(|(bytes, _)| Entry::from_bytes(bytes).unwrap()).collect()
    }

    pub async fn size(&self) -> u64 {
        self.store.ledger_size().await.unwrap()
    }

    /// The one helper of these tests: does an act and holds it to exactly one entry, which it returns.
    pub async fn check<T>(&self, act: impl Future<Output = T>) -> (T, Entry) {
        let before = self.size().await;
        let answer = act.await;
        let entries = self.entries().await;
        assert_eq!(entries.len() as u64, before + 1, "one act, one entry; the last: {:?}", entries.last());
        (answer, entries.last().unwrap().clone())
    }

    /// Does a refused act; one entry with this requirement.
    pub async fn refused<T: std::fmt::Debug>(
        &self,
        requirement: &str,
        act: impl Future<Output = Result<T, CommandError>>,
    ) -> Entry {
        let (answer, entry) = self.check(act).await;
        let Err(CommandError::Refused { refusal, ledger_sequence }) = &answer else {
            panic!("expected a refusal by {requirement}, got {answer:?}");
        };
        assert_eq!(entry.outcome, ledger::Outcome::Refused);
        assert_eq!(entry.requirement, requirement, "{}", refusal.message);
        assert_eq!(
            (entry.sequence, entry.requirement.as_str()),
            (*ledger_sequence, refusal.requirement.as_str())
        );
        entry
    }

    pub async fn consent(&self, actor: Actor, case: CaseId) {
        self.registry.give_evidence(actor, case, Evidence::Consent, "kk", "consent-text 2").await.unwrap();
    }

    pub async fn capture_ten(&self, actor: Actor, case: CaseId, person: u64, impression: u64) {
        for position in FingerPosition::ALL {
            self.registry
                .capture(actor, case, *position, image(person, *position, impression))
                .await
                .unwrap();
        }
    }

    /// A citizen's case, ready for capture.
    pub async fn consented(&self, n: u64) -> CaseId {
        let opened = self.registry.open_case(operator(), citizen(n)).await.unwrap();
        assert_eq!(opened.case.decision.outcome, Outcome::Register, "{:?}", opened.case.decision);
        self.consent(operator(), opened.case.id).await;
        opened.case.id
    }

    /// A citizen's case with ten prints of `fingers`.
    pub async fn captured(&self, n: u64, fingers: u64) -> CaseId {
        let case = self.consented(n).await;
        self.capture_ten(operator(), case, fingers, FIRST).await;
        case
    }

    /// A registered citizen whose fingers grow from the same number.
    pub async fn registered(&self, n: u64) -> (CaseId, Certificate) {
        let case = self.captured(n, n).await;
        let check = self.registry.check_duplicates(operator(), case).await.unwrap();
        assert!(check.complete && check.candidates.is_empty(), "{check:?}");
        (case, self.registry.register(operator(), case).await.unwrap())
    }

    pub async fn number_of(&self, case: CaseId) -> RegistryNumber {
        self.store.draft_of(case).await.unwrap().unwrap()
    }

    /// Entries, tree, checkpoints and rows agree.
    pub async fn audited(&self) {
        let report = self.registry.audit(prosecutor()).await.unwrap();
        assert!(report.ok, "{report:?}");
        let size = self.size().await;
        for (table, sequence) in self.store.rows_by_sequence().await.unwrap() {
            assert!(sequence < size, "a row of {table} names entry {sequence} of {size}");
        }
    }
}

pub async fn open(store: Arc<dyn Store>, clock: Arc<ManualClock>) -> Result<Registry, StoreError> {
    let key = SigningKey::from_random_bytes(ORIGIN, [7; 32]).unwrap();
    Registry::open_with(store, clock, key, ORIGIN, Arc::new(MemoryKeys::new()), Arc::new(SeedExtractor)).await
}

pub fn reason(purpose: Purpose) -> ViewReason {
    ViewReason::new(purpose, "DOC-2026/1")
}

pub fn probe(person: u64, positions: &[FingerPosition]) -> Vec<(FingerPosition, CaptureInput)> {
    positions.iter().map(|position| (*position, image(person, *position, FIRST + 1))).collect()
}

/// The search for a corpse's name: allowed in every gallery but the seafarers'.
pub fn corpse(case_reference: &str) -> SearchFor {
    SearchFor::new(QueryKind::UnidentifiedCorpseFingers, case_reference)
}

pub fn mark(person: u64, position: FingerPosition) -> Vec<(Option<FingerPosition>, CaptureInput)> {
    vec![(Some(position), image(person, position, FIRST + 2))]
}

/// The synthetic fingers of these tests behave like fingers: impressions of one agree, of two do not.
#[test]
fn seeds_behave_like_fingers() {
    let template = |person, impression| {
        let CaptureInput::Image { image, ppi, .. } = image(person, FingerPosition::RightThumb, impression)
        else {
            panic!("an image was asked for")
        };
        dactyloscopy::Prepared::new(&SeedExtractor.extract(&image, ppi).unwrap().0)
    };
    let fingers: Vec<_> = (1..=100).map(|person| (template(person, 1), template(person, 2))).collect();
    let same = fingers.iter().map(|(a, b)| dactyloscopy::score(a, b));
    let worst = same.fold(f32::MAX, f32::min);
    let pairs =
        fingers.iter().enumerate().flat_map(|(i, (a, _))| fingers[..i].iter().map(move |(b, _)| (a, b)));
    let best_other = pairs.map(|(a, b)| dactyloscopy::score(a, b)).fold(0.0, f32::max);
    let threshold = dactyloscopy::MATCH_THRESHOLD;
    assert!(worst >= threshold && best_other < threshold, "same {worst}, other {best_other}, at {threshold}");
}

/// The protocol of a refusal, signed by the person.
pub fn refusal() -> NewRefusal {
    NewRefusal {
        reference: "PROTOCOL-7".to_owned(),
        language: "kk".to_owned(),
        signed: ProtocolSigned::ByPerson,
    }
}

/// A closing for this reason.
pub fn closing(reason: law::ClosingReason) -> NewClosing {
    NewClosing { outcome: reason.outcome(), reason, reference: "CLOSE-1".to_owned(), warned_in: None }
}
