//! The commands of the lane at the state border, as methods of [`Registry`].

use vocabulary::{Actor, ExemptionId, ReferralId};

use crate::Registry;
use crate::commands::{lane, lane_exemptions, second_line};
use crate::error::CommandError;
use crate::model::{
    LaneExemption, LanePrints, LaneResult, NewLaneExemption, SecondLine, SecondLineReason, Traveller,
};

impl Registry {
    /// What the lane answers about a traveller (Art. 16(4), law.md 6.2). Without `fingers`, whether one is to be taken;
    /// with them, the comparison with the traveller's own record, and only when the law says so are they decoded.
    pub async fn verify_at_border(
        &self,
        actor: Actor,
        traveller: Traveller,
        fingers: Option<LanePrints>,
    ) -> Result<LaneResult, CommandError> {
        lane::run(self, actor, traveller, fingers).await
    }
    /// Who waits at the second line, in the order they came to the lane; no name, no registry number is for showing.
    pub async fn second_line(&self, actor: Actor) -> Result<Vec<SecondLine>, CommandError> {
        second_line::waiting(self, actor).await
    }
    /// Decides at the second line, with a reason (R16.4.2).
    pub async fn decide_second_line(
        &self,
        actor: Actor,
        id: ReferralId,
        reason: SecondLineReason,
    ) -> Result<SecondLine, CommandError> {
        second_line::decide(self, actor, id, reason).await
    }
    /// Notes a decision that was made while the register was not reached.
    pub async fn note_second_line(
        &self,
        actor: Actor,
        point: &str,
        reason: SecondLineReason,
    ) -> Result<SecondLine, CommandError> {
        second_line::note(self, actor, point, reason).await
    }

    /// Enters a written request or a finding that exempts a traveller; it counts once another officer confirms it.
    pub async fn enter_lane_exemption(
        &self,
        actor: Actor,
        new: NewLaneExemption,
    ) -> Result<LaneExemption, CommandError> {
        lane_exemptions::enter(self, actor, new).await
    }
    /// Confirms one as another officer, turns it down, or ends one that was confirmed.
    pub async fn answer_lane_exemption(
        &self,
        actor: Actor,
        id: ExemptionId,
        agree: bool,
    ) -> Result<LaneExemption, CommandError> {
        lane_exemptions::answer(self, actor, id, agree).await
    }
    /// Those that wait and those in force, newest first; whose they are is not shown.
    pub async fn lane_exemptions(&self, actor: Actor) -> Result<Vec<LaneExemption>, CommandError> {
        lane_exemptions::list(self, actor).await
    }
}
