//! The workbench: prints and answers an officer looks at just now. In memory only, bound to the officer, gone after
//! [`KEPT_MIN`] minutes without use and [`KEPT_MAX_MIN`] in all, and when somebody declines. A print read once from the register (one ledger entry) is shown from here.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use vocabulary::OfficerId;

/// Minutes an item stays without use.
pub(crate) const KEPT_MIN: i64 = 15;
/// Minutes an item stays at most.
pub(crate) const KEPT_MAX_MIN: i64 = 60;
/// Items kept; the oldest leave first.
const ITEMS_MAX: usize = 2000;
/// Bytes of images kept; the oldest leave first.
const BYTES_MAX: usize = 192 * 1024 * 1024;

/// Something laid on the bench.
pub(crate) enum Item {
    /// A PNG image of one print.
    Image(Vec<u8>),
    /// Answer of a verification.
    Verified(crate::pages::verify::Verified),
    /// Answer of an identification.
    Identified(crate::pages::identify::Identified),
    /// Reason given to view a record.
    Viewing(crate::pages::record::Viewing),
    /// A traveller and the answer of the lane.
    AtLane(crate::pages::lane::AtLane),
}

impl Item {
    fn bytes(&self) -> usize {
        match self {
            Self::Image(png) => png.len(),
            _ => 64 * 1024,
        }
    }
}

struct Laid {
    id: String,
    officer: OfficerId,
    laid_at: Timestamp,
    used_at: Timestamp,
    item: Arc<Item>,
}

/// See the module.
#[derive(Default)]
pub(crate) struct Bench(Mutex<VecDeque<Laid>>);

impl Bench {
    /// Lays an item down for one officer; gives the random name to find it by, `None` when the system gives no
    /// random bytes.
    pub(crate) fn lay(&self, officer: OfficerId, now: Timestamp, item: Item) -> Option<String> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).ok()?;
        let id = hex::encode(bytes);
        let mut laid = self.lock();
        laid.retain(|l| is_kept(l, now));
        laid.push_back(Laid { id: id.clone(), officer, laid_at: now, used_at: now, item: Arc::new(item) });
        let mut total: usize = laid.iter().map(|l| l.item.bytes()).sum();
        while laid.len() > ITEMS_MAX || (total > BYTES_MAX && laid.len() > 1) {
            total -= laid.pop_front().map_or(0, |l| l.item.bytes());
        }
        Some(id)
    }

    /// Finds an item of this officer.
    pub(crate) fn find(&self, officer: OfficerId, now: Timestamp, id: &str) -> Option<Arc<Item>> {
        let mut laid = self.lock();
        laid.retain(|l| is_kept(l, now));
        let found = laid.iter_mut().find(|l| l.id == id && l.officer == officer)?;
        found.used_at = now;
        Some(found.item.clone())
    }

    /// Clears the bench of an officer who signs out.
    pub(crate) fn clear(&self, officer: OfficerId) {
        self.lock().retain(|l| l.officer != officer);
    }

    /// Clears every print from every bench: somebody declined, and theirs may lie on any of them (R10.1.2). Who
    /// is at work reads again, which is an entry.
    pub(crate) fn forget_prints(&self) {
        self.lock().retain(|l| !matches!(*l.item, Item::Image(_)));
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Laid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_kept(laid: &Laid, now: Timestamp) -> bool {
    let unused = now.duration_since(laid.used_at);
    let in_all = now.duration_since(laid.laid_at);
    !unused.is_negative()
        && unused < SignedDuration::from_mins(KEPT_MIN)
        && in_all < SignedDuration::from_mins(KEPT_MAX_MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn an_item_is_its_officers_alone_and_leaves_after_fifteen_minutes() {
        let (bench, me, other) =
            (Bench::default(), OfficerId::from_random_bytes([1; 16]), OfficerId::from_random_bytes([2; 16]));
        let id = bench.lay(me, at(0), Item::Image(vec![1])).unwrap();
        assert!(bench.find(me, at(KEPT_MIN * 60 - 1), &id).is_some());
        assert!(bench.find(other, at(1), &id).is_none());
        assert!(bench.find(me, at(2 * KEPT_MIN * 60), &id).is_none());
        let id = bench.lay(me, at(0), Item::Image(vec![1])).unwrap();
        bench.clear(me);
        assert!(bench.find(me, at(0), &id).is_none());
    }

    #[test]
    fn use_does_not_keep_an_item_for_ever_and_a_decline_clears_the_prints() {
        let (bench, me) = (Bench::default(), OfficerId::from_random_bytes([1; 16]));
        let id = bench.lay(me, at(0), Item::Image(vec![1])).unwrap();
        let minutes = (1..KEPT_MAX_MIN).step_by(10);
        assert!(minutes.map(|m| bench.find(me, at(m * 60), &id)).all(|found| found.is_some()));
        assert!(bench.find(me, at(KEPT_MAX_MIN * 60), &id).is_none());
        let id = bench.lay(me, at(0), Item::Image(vec![1])).unwrap();
        bench.forget_prints();
        assert!(bench.find(me, at(1), &id).is_none());
    }

    #[test]
    fn the_oldest_images_leave_when_the_bench_is_full() {
        let (bench, me) = (Bench::default(), OfficerId::from_random_bytes([1; 16]));
        let first = bench.lay(me, at(0), Item::Image(vec![0; BYTES_MAX / 2])).unwrap();
        let second = bench.lay(me, at(0), Item::Image(vec![0; BYTES_MAX / 2 + 1])).unwrap();
        assert!(bench.find(me, at(0), &first).is_none());
        assert!(bench.find(me, at(0), &second).is_some());
    }
}
