//! The exact search: full comparison with every record.

use std::collections::HashSet;

use dactyloscopy::{Prepared, Workspace};
use rayon::prelude::*;
use vocabulary::RegistryNumber;

use crate::Gallery;
use crate::fusion::Probes;
use crate::search::{ProbeFinger, SearchResult, Visible, ranked};

impl Gallery {
    /// [`Gallery::search`] by full comparison with every record that may be touched, however large the gallery:
    /// the reference that the staged search is held against.
    pub fn search_exhaustive(
        &self,
        probes: &[ProbeFinger],
        limit: usize,
        allow: Option<&HashSet<RegistryNumber>>,
        except: Option<RegistryNumber>,
    ) -> SearchResult {
        let may = |number| except != Some(number) && allow.is_none_or(|list| list.contains(&number));
        self.search_exhaustively(probes, limit, &self.visible(probes, &may))
    }

    pub(crate) fn search_exhaustively(
        &self,
        probes: &[ProbeFinger],
        limit: usize,
        visible: &Visible,
    ) -> SearchResult {
        let probes = Probes::new(probes.iter().map(|p| (p.position, Prepared::new(&p.template))));
        let records = self.partitions.par_iter().zip(&visible.partitions).flat_map(|(partition, visible)| {
            let shown = partition.records().par_iter().zip(visible).filter(|(_, visible)| **visible);
            shown.map(move |(record, _)| (partition, record))
        });
        let compared = records
            .map_init(Workspace::default, |space, (partition, record)| {
                let fused = probes.compare(partition.fingers(record), space)?;
                Some((record.number, fused))
            })
            .flatten()
            .collect();
        SearchResult {
            candidates: ranked(compared, limit),
            searched: visible.searched,
            not_comparable: visible.not_comparable,
            complete: true,
        }
    }
}
