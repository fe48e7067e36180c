//! The commands of searches that are off by default, as methods of [`Registry`].

use std::collections::BTreeSet;

use law::QueryKind;
use vocabulary::{Actor, FingerPosition, ProposalId};

use crate::Registry;
use crate::commands::searches::{self, NewSearchRequest};
use crate::error::CommandError;
use crate::model::{CaptureInput, DeclineReason, GatedCounts, GatedSearch};

impl Registry {
    /// With the searches that are switched on; every kind that can be switched is off by default (C-24 to C-26). What is
    /// on stands in the entry of each search.
    #[must_use]
    pub fn with_searches(mut self, switched_on: BTreeSet<QueryKind>) -> Self {
        self.switched_on = switched_on;
        self
    }
    /// Whether a kind of search is switched on.
    pub fn is_switched_on(&self, query: QueryKind) -> bool {
        self.switched_on.contains(&query)
    }
    /// Asks for a search that is off by default, with the prints it is to be made with.
    pub async fn ask_search(
        &self,
        actor: Actor,
        new: NewSearchRequest,
        fingers: &[(Option<FingerPosition>, CaptureInput)],
    ) -> Result<GatedSearch, CommandError> {
        searches::ask(self, actor, new, fingers).await
    }
    /// Agrees to a search as the second person, or declines it with a reason.
    pub async fn answer_search(
        &self,
        actor: Actor,
        id: ProposalId,
        declined: Option<DeclineReason>,
    ) -> Result<GatedSearch, CommandError> {
        searches::answer(self, actor, id, declined).await
    }
    /// The searches asked for, newest first, and their counts; examiners see their own.
    pub async fn gated_searches(
        &self,
        actor: Actor,
    ) -> Result<(Vec<GatedSearch>, GatedCounts), CommandError> {
        searches::list(self, actor).await
    }
}
