//! Keeping records on the command line: `tanba record`, `tanba case`, `tanba act`, `tanba search`, `tanba border`, `tanba matter`, `tanba keys`. Each command signs in as an
//! officer, does one act of the register and signs out; the register must not be served meanwhile.

mod act;
mod border;
mod case;
mod correct;
mod desk;
mod given;
mod keys;
mod matter;
mod papers;
mod prints;
mod record;
mod search;
mod shown;
mod terms;
mod view;

use std::process::ExitCode;

use serde_json::Value;

use crate::failure::Failure;
use crate::output;

pub(crate) use act::ActArgs;
pub(crate) use border::BorderArgs;
pub(crate) use case::CaseArgs;
pub(crate) use keys::KeysArgs;
pub(crate) use matter::MatterArgs;
pub(crate) use record::RecordArgs;
pub(crate) use search::SearchArgs;

/// `tanba record`.
pub(crate) fn record(args: &RecordArgs) -> ExitCode {
    told(record::run(args), args.json())
}

/// `tanba case`.
pub(crate) fn case(args: &CaseArgs) -> ExitCode {
    told(case::run(args), args.json())
}

/// `tanba act`.
pub(crate) fn act(args: &ActArgs) -> ExitCode {
    told(act::run(args), args.json())
}

/// `tanba search`.
pub(crate) fn search(args: &SearchArgs) -> ExitCode {
    told(search::run(args), args.json())
}

/// `tanba matter`.
pub(crate) fn matter(args: &MatterArgs) -> ExitCode {
    told(matter::run(args), args.json())
}

/// `tanba border`.
pub(crate) fn border(args: &BorderArgs) -> ExitCode {
    told(border::run(args), args.json())
}

/// `tanba keys`.
pub(crate) fn keys(args: &KeysArgs) -> ExitCode {
    told(keys::run(args), args.json())
}

fn told(done: Result<Value, Failure>, as_json: bool) -> ExitCode {
    let text = |value: &Value| if as_json { format!("{value}\n") } else { shown::plain(value) };
    match done.and_then(|value| output::answer(&text(&value))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(as_json),
    }
}
