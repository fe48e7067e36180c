//! How the memory store remembers better prints of registered records.

use vocabulary::{EncounterId, FingerPosition, ImpressionId, RegistryNumber};

use super::changes::{Applied, hold};
use super::state::{Finger, Of, State};
use crate::model::{HeldPrint, PrintStanding, is_better};
use crate::sequencer::{Owner, supplement_key};

impl State {
    pub(super) fn take_supplement(
        &mut self,
        sequence: u64,
        number: RegistryNumber,
        encounter: EncounterId,
    ) -> Applied {
        let none_waits = self.supplements.values().all(|supplement| *supplement != (number, false));
        let fresh = !self.supplements.contains_key(&encounter) && !self.encounters.contains_key(&encounter);
        hold(self.registered.contains_key(&number) && none_waits && fresh, "the supplement")?;
        self.supplements.insert(encounter, (number, false));
        self.row("encounter", sequence, Of::Supplement(encounter));
        Ok(())
    }

    pub(super) fn settle_supplement(
        &mut self,
        sequence: u64,
        number: RegistryNumber,
        encounter: EncounterId,
        agreed: bool,
    ) -> Applied {
        hold(self.supplements.get(&encounter) == Some(&(number, false)), "the supplement")?;
        if agreed {
            self.supplements.insert(encounter, (number, true));
            for _ in 0..self.prints_of(encounter).len() {
                self.row("finger", sequence, Of::Supplement(encounter));
            }
        } else {
            self.forget_supplements(|id, _| *id == encounter);
        }
        Ok(())
    }

    fn prints_of(&self, encounter: EncounterId) -> Vec<ImpressionId> {
        let of = self.impressions.iter().filter(|(_, stored)| stored.encounter == encounter);
        of.map(|(id, _)| *id).collect()
    }

    /// What counts of a position: the last attempt of the registration, or a better print of a supplement.
    pub(super) fn current(&self, number: RegistryNumber, position: FingerPosition) -> Option<Finger> {
        let mut current = self.fingers.get(&number).and_then(|hand| hand.get(&position)).cloned();
        let quality = |finger: &Option<Finger>| match finger {
            Some(Finger::Print(id)) => self.impressions.get(id).map(|stored| stored.quality_score),
            _ => None,
        };
        for (encounter, _) in self.supplements.iter().filter(|(_, of)| **of == (number, true)) {
            for id in self.prints_of(*encounter) {
                let stored = self.impressions.get(&id).filter(|stored| stored.position == position);
                if stored.is_some_and(|stored| is_better(Some(stored.quality_score), quality(&current))) {
                    current = Some(Finger::Print(id));
                }
            }
        }
        current
    }

    /// Removes supplements with what opens their entries, and notes their keys for erasure.
    pub(super) fn forget_supplements(
        &mut self,
        goes: impl Fn(&EncounterId, &(RegistryNumber, bool)) -> bool,
    ) {
        let going = self.supplements.iter().filter(|(id, of)| goes(id, of));
        for encounter in going.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.supplements.remove(&encounter);
            self.impressions.retain(|_, stored| stored.encounter != encounter);
            self.rows.retain(|row| row.of != Of::Supplement(encounter));
            self.forget_openings(Owner::Supplement(encounter));
            self.erasures.insert(supplement_key(encounter));
        }
    }

    /// Every print of a registered number. Earlier attempts of the registration never counted.
    pub(super) fn held_prints(&self, number: RegistryNumber) -> Vec<HeldPrint> {
        if !self.registered.contains_key(&number) {
            return Vec::new();
        }
        let is = |finger: Option<Finger>, impression| matches!(finger, Some(Finger::Print(id)) if id == impression);
        let mut prints = Vec::new();
        for (id, stored) in self.impressions.iter().filter(|(_, stored)| stored.number == number) {
            let hand = self.fingers.get(&number);
            let supplement = self.supplements.get(&stored.encounter);
            let standing = match supplement {
                Some((_, false)) => PrintStanding::Waiting,
                _ if is(self.current(number, stored.position), *id) => PrintStanding::Used,
                None if !is(hand.and_then(|hand| hand.get(&stored.position)).cloned(), *id) => continue,
                _ => PrintStanding::Kept,
            };
            prints.push(HeldPrint {
                position: stored.position,
                impression: *id,
                quality: stored.quality_score,
                supplement: supplement.map(|_| stored.encounter),
                standing,
            });
        }
        prints.sort_by_key(HeldPrint::place);
        prints
    }
}
