//! One file per command: facts → law → change → sequencer.

use crate::error::CommandError;
use crate::model::{CaseRecord, CaseState};

pub(crate) mod acts;
pub(crate) mod adjudicate;
pub(crate) mod archive;
pub(crate) mod audit;
pub(crate) mod block;
pub(crate) mod capture;
pub(crate) mod carriers;
pub(crate) mod check_duplicates;
pub(crate) mod close;
pub(crate) mod correct;
pub(crate) mod decline;
pub(crate) mod events;
pub(crate) mod execute;
pub(crate) mod feed;
pub(crate) mod give_evidence;
pub(crate) mod identify;
pub(crate) mod impression;
pub(crate) mod index_keys;
pub(crate) mod keeping;
pub(crate) mod lane;
pub(crate) mod lane_exemptions;
pub(crate) mod matters;
pub(crate) mod officers;
pub(crate) mod open_case;
pub(crate) mod printed;
pub(crate) mod prints;
pub(crate) mod proposals;
pub(crate) mod records;
pub(crate) mod refuse;
pub(crate) mod register;
pub(crate) mod searches;
pub(crate) mod second_line;
mod signatures;
pub(crate) mod signing_keys;
pub(crate) mod subject;
pub(crate) mod supplement;
pub(crate) mod sweep;
pub(crate) mod terms;
pub(crate) mod verify;
pub(crate) mod view_case;

pub(crate) fn wrong_state(message: impl Into<String>) -> CommandError {
    CommandError::WrongState { message: message.into() }
}

/// Whether evidence and prints may still be added.
fn must_be_open(case: &CaseRecord) -> Result<(), CommandError> {
    match case.state {
        CaseState::Open => Ok(()),
        CaseState::AwaitingAdjudication => {
            Err(wrong_state("the case waits for examiners: nothing can be added before they decide"))
        }
        CaseState::Registered => Err(wrong_state("the case is closed: a certificate was issued")),
        CaseState::Verified => Err(wrong_state("the case is closed: the earlier registration was verified")),
        CaseState::NotRegistered => Err(wrong_state("the case is closed: the law asks for no registration")),
        CaseState::Declined => Err(wrong_state("the case is closed: the person declined")),
        CaseState::Ended => Err(wrong_state("the case is closed: its record has left the database")),
        CaseState::Refused => Err(wrong_state("the case has ended: the person refused the duty")),
        CaseState::Closed => Err(wrong_state("the case was closed: open a new one")),
        CaseState::Stopped => Err(wrong_state(
            "the case was stopped: examiners found that these prints and this identity do not belong together",
        )),
    }
}
