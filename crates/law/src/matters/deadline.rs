//! Until when the next step of a matter is due.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::kind::MatterKind;

/// How long a matter may stay in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatterDeadline {
    /// Working days from the step that led there; Saturdays and Sundays are none (T-7).
    Working(u8),
    /// Days of the calendar.
    Calendar(u16),
}

/// How long a matter of a kind may stay in a state; `None`: as long as it takes. Where the Law is silent the figures are
/// rulings: five working days for a person's request (R7.1.3), one for a violation or a breach (R9.2.1, R7.1.7), ten for
/// the end of convicts' material (R22.2.1), a month for a protest (R36.1.2).
pub fn matter_deadline(kind: MatterKind, state: &str) -> Option<MatterDeadline> {
    use MatterDeadline::*;
    use MatterKind::*;
    Some(match (kind, state) {
        (AccessRequest, "received" | "extract-drawn") | (Rectification, "received" | "decided") => Working(5),
        (ConsentWithdrawal, "received") | (CourtDecision, "received") => Working(5),
        (Complaint, "received") => Working(15),
        (Incident, "open") | (Violation, "reported") => Working(1),
        (CallBack, "asked") => Working(3),
        (Transfer, "sent") => Working(10),
        (ForeignRequest, "received" | "approved-once") => Working(10),
        (ProsecutorOrder, "issued") => Calendar(30),
        (Material, "in-transit") => Calendar(10),
        (Material, "accepted" | "superseded" | "destruction-drawn-up" | "destruction-approved") => {
            Working(10)
        }
        (Material, "returned") => Calendar(30),
        (Material, "lost") => Working(1),
        (Batch, "sent") => Working(10),
        _ => return None,
    })
}

impl MatterDeadline {
    /// The last day, counted from the day of the step.
    pub fn last_day(self, from: Date) -> Date {
        match self {
            Self::Calendar(days) => from.saturating_add(i64::from(days).days()),
            Self::Working(days) => {
                let (mut day, mut left) = (from, days);
                while left > 0 {
                    day = day.saturating_add(1.day());
                    left -= u8::from(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
                }
                day
            }
        }
    }
}
