//! Feeds of civil-status and citizenship events (R15.1.1): where their messages come from. What a message may say,
//! and that each counts once, the registry decides; here bytes become signed messages, or an error that says where.

mod config;
mod file;
mod http;
mod message;
mod sign;
#[cfg(test)]
pub(crate) mod trial;

use registry::ports::CivilStatus;
use registry::{FeedReport, Registry};
use serde_json::{Value, json};

use crate::failure::Failure;

pub(crate) use config::FeedConfig;
pub(crate) use sign::SignArgs;

/// Opens every configured feed, or says which one is configured wrongly.
pub(crate) fn open_all(configs: &[FeedConfig]) -> Result<Vec<Box<dyn CivilStatus>>, Failure> {
    config::checked(configs)?;
    configs.iter().map(FeedConfig::open).collect()
}

/// Reads a feed to its end.
pub(crate) async fn read(registry: &Registry, feed: &dyn CivilStatus) -> Result<FeedReport, Failure> {
    registry.receive_events(feed).await.map_err(|error| Failure::new("feed", error.to_string()))
}

/// Reads feeds one after the other; one that fails stops no other.
pub(crate) async fn read_all(registry: &Registry, feeds: &[Box<dyn CivilStatus>]) -> Result<Value, Failure> {
    let (mut read_in, mut failed) = (Vec::new(), Vec::new());
    for feed in feeds {
        match read(registry, &**feed).await {
            Ok(report) => {
                let mut line = json!(report);
                line["feed"] = json!(feed.name());
                read_in.push(line);
            }
            Err(failure) => failed.push(failure.message),
        }
    }
    match failed.is_empty() {
        true => Ok(json!(read_in)),
        false => Err(Failure::new("feed", failed.join("; "))),
    }
}

/// Signs one message for a feed of trial, as its sender would.
pub(crate) fn sign(args: &SignArgs) -> Result<Value, Failure> {
    sign::run(args)
}
