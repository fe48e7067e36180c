//! What a served register does by itself each legal day: reads the feeds, then sweeps (R15.1.1, R17.2.1).

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use registry::Registry;
use registry::ports::CivilStatus;

/// How often the date is looked at: a day's work begins within this time of the day's beginning, and what failed is
/// tried again after it.
const LOOK: Duration = Duration::from_secs(600);

/// A feed and the day it was last read to its end.
struct Source {
    feed: Box<dyn CivilStatus>,
    read: Option<Date>,
}

/// The day's work, and what of it is done.
pub(crate) struct Daily {
    sources: Vec<Source>,
    swept: Option<Date>,
}

impl Daily {
    pub(crate) fn new(feeds: Vec<Box<dyn CivilStatus>>) -> Self {
        let sources = feeds.into_iter().map(|feed| Source { feed, read: None }).collect();
        Self { sources, swept: None }
    }

    /// Looks at the date for ever.
    pub(crate) async fn go_on(mut self, registry: Arc<Registry>) {
        loop {
            self.look(&registry).await;
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Does what is not done yet today. What fails is told and tried again; a feed that fails keeps neither the
    /// others nor the sweep from their work.
    async fn look(&mut self, registry: &Registry) {
        let today = Some(vocabulary::legal_date_kz(registry.clock().now()));
        for source in self.sources.iter_mut().filter(|source| source.read != today) {
            match registry.receive_events(&*source.feed).await {
                Ok(report) => {
                    source.read = today;
                    // Terms have moved: today's sweep is done again.
                    if report.noted + report.annulled > 0 {
                        self.swept = None;
                    }
                }
                Err(error) => {
                    tracing::error!(feed = source.feed.name(), %error, "the feed was not read to its end");
                }
            }
        }
        if self.swept != today {
            match registry.sweep().await {
                Ok(_) => self.swept = today,
                Err(error) => tracing::error!(%error, "the daily sweep did not end"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]
    use std::sync::Mutex;

    use async_trait::async_trait;
    use registry::signing::Signed;
    use registry::{Document, DocumentKind, StoreError, feed_error};

    use super::*;
    use crate::feed::trial::{self, Trial};

    /// Fails as often as it was told to, then has nothing to say.
    struct Failing(Mutex<u32>);

    #[async_trait]
    impl CivilStatus for Failing {
        fn name(&self) -> &str {
            "failing"
        }
        fn public_key(&self) -> [u8; 32] {
            [0; 32]
        }
        async fn after(&self, _last: u64, _limit: u32) -> Result<Vec<(String, Signed)>, StoreError> {
            let mut left = self.0.lock().unwrap();
            match *left {
                0 => Ok(Vec::new()),
                _ => {
                    *left -= 1;
                    Err(feed_error("failing", "closed"))
                }
            }
        }
    }

    async fn sweeps(trial: &Trial) -> u32 {
        match trial.store.document(DocumentKind::Sweep, Document::sweep_id()).await.unwrap() {
            Some(Document::Sweep(mark)) => mark.version,
            _ => 0,
        }
    }

    #[tokio::test]
    async fn a_day_reads_each_feed_and_sweeps_once_and_tries_again_what_failed() {
        let trial = Trial::new().await;
        let file = trial.folder.path().join("feed.jsonl");
        std::fs::write(&file, trial.lines(1..=3)).unwrap();
        let feeds: Vec<Box<dyn CivilStatus>> =
            vec![Box::new(Failing(Mutex::new(1))), trial.file_feed("civil-status", &file)];
        let mut daily = Daily::new(feeds);
        daily.look(&trial.registry).await;
        assert_eq!(
            (trial.read("civil-status").await, sweeps(&trial).await),
            (3, 1),
            "one failed, the rest is done"
        );
        daily.look(&trial.registry).await; // reads the one that failed
        let size = trial.store.ledger_size().await.unwrap();
        daily.look(&trial.registry).await;
        assert_eq!(trial.store.ledger_size().await.unwrap(), size, "the day's work is done");
        std::fs::write(&file, trial.lines(1..=4)).unwrap();
        trial.clock.set(trial::start() + jiff::SignedDuration::from_hours(24));
        daily.look(&trial.registry).await;
        assert_eq!((trial.read("civil-status").await, sweeps(&trial).await), (4, 2));
    }
}
