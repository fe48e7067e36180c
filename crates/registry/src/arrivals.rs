//! Registrations on their way from their last look into the gallery to their commit. Each enters with its
//! prints and looks at those who entered before: two cases of one person that are ready at the same moment
//! cannot both pass unseen, and all others commit together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dactyloscopy::{MATCH_THRESHOLD, Template};
use gallery::{CodedRecord, Gallery};
use tokio::sync::Notify;
use vocabulary::{Basis, FingerPosition, PersonId, RegistryNumber};

use crate::commands::prints::probes;
use crate::index::alike;

/// Who is on the way.
#[derive(Default)]
pub(crate) struct Arrivals {
    inside: Mutex<Inside>,
    left: Notify,
}

#[derive(Default)]
struct Inside {
    gallery: Gallery,
    people: HashMap<RegistryNumber, (PersonId, Basis)>,
}

/// A registration that wants to enter.
#[derive(Debug)]
pub(crate) struct Entering {
    pub(crate) person: PersonId,
    pub(crate) number: RegistryNumber,
    pub(crate) basis: Basis,
    /// The galleries a duplicate check of it reaches.
    pub(crate) galleries: Vec<Basis>,
    pub(crate) fingers: Vec<(FingerPosition, Template)>,
}

/// Inside; dropped when the registration is committed and searchable, or has failed.
pub(crate) struct Arrival {
    arrivals: Arc<Arrivals>,
    person: PersonId,
    number: RegistryNumber,
}

impl Arrival {
    /// Whether it entered for this person with this draft.
    pub(crate) fn is_of(&self, person: PersonId, number: RegistryNumber) -> bool {
        (self.person, self.number) == (person, number)
    }
}

impl std::fmt::Debug for Arrival {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an arrival")
    }
}

impl Drop for Arrival {
    fn drop(&mut self) {
        let mut inside = self.arrivals.inside();
        inside.people.remove(&self.number);
        inside.gallery.remove(self.number);
        drop(inside);
        self.arrivals.left.notify_waiters();
    }
}

impl Arrivals {
    /// Enters, after everybody has left who is the same person by record or by prints. Whoever left before is
    /// searchable or was not registered: look into the gallery after this. `None` when the program ends.
    pub(crate) async fn enter(self: &Arc<Self>, entering: Entering) -> Option<Arrival> {
        let entering = Arc::new(entering);
        loop {
            let left = self.left.notified();
            tokio::pin!(left);
            // From here on no leaving is missed.
            left.as_mut().enable();
            let (arrivals, entering) = (Arc::clone(self), Arc::clone(&entering));
            let entered = tokio::task::spawn_blocking(move || arrivals.try_enter(&entering));
            if let Some(arrival) = entered.await.ok()? {
                return Some(arrival);
            }
            left.await;
        }
    }

    fn try_enter(self: Arc<Self>, entering: &Entering) -> Option<Arrival> {
        let coded = CodedRecord::new(&entering.fingers);
        let probes = probes(entering.fingers.clone());
        let mut inside = self.inside();
        if inside.people.values().any(|(person, _)| *person == entering.person) {
            return None;
        }
        if !probes.is_empty() && !inside.people.is_empty() {
            let reached = |(number, (_, basis)): (&RegistryNumber, &(PersonId, Basis))| {
                entering.galleries.contains(basis).then_some(*number)
            };
            let allowed = inside.people.iter().filter_map(reached).collect();
            let found = inside.gallery.search(&probes, inside.people.len(), Some(&allowed), None);
            if found.candidates.iter().any(|candidate| alike(candidate, MATCH_THRESHOLD)) {
                return None;
            }
        }
        inside.people.insert(entering.number, (entering.person, entering.basis));
        inside.gallery.insert_coded(entering.number, coded);
        drop(inside);
        Some(Arrival { person: entering.person, number: entering.number, arrivals: self })
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]
    use std::time::Duration;

    use super::*;
    use crate::Extractor;
    use crate::model::CaptureInput;
    use crate::testing::{SeedExtractor, seeded_finger};

    fn entering(person: u8, number: u8, finger: u64) -> Entering {
        let Ok(CaptureInput::Image { image, ppi, .. }) = seeded_finger(finger, 1, 80) else { unreachable!() };
        let template = SeedExtractor.extract(&image, ppi).unwrap().0;
        Entering {
            person: PersonId::from_random_bytes([person; 16]),
            number: RegistryNumber::from_random_bytes([number; 16]),
            basis: Basis::B1,
            galleries: vec![Basis::B1],
            fingers: vec![(FingerPosition::RightThumb, template)],
        }
    }

    #[tokio::test]
    async fn the_same_prints_or_person_wait_until_the_first_has_left_and_others_do_not() {
        let arrivals = Arc::new(Arrivals::default());
        let first = arrivals.enter(entering(1, 1, 100)).await.unwrap();
        let other = arrivals.enter(entering(2, 2, 200)).await.unwrap();
        for same in [entering(3, 3, 100), entering(1, 4, 300)] {
            let waiting = arrivals.enter(same);
            assert!(tokio::time::timeout(Duration::from_millis(200), waiting).await.is_err());
        }
        let waiting = tokio::spawn({
            let arrivals = Arc::clone(&arrivals);
            async move { arrivals.enter(entering(3, 3, 100)).await }
        });
        tokio::time::sleep(Duration::from_millis(50)).await;
        drop(first);
        let entered = tokio::time::timeout(Duration::from_secs(30), waiting).await.unwrap().unwrap();
        drop((entered, other));
        assert!(arrivals.inside().people.is_empty() && arrivals.inside().gallery.is_empty());
    }
}
