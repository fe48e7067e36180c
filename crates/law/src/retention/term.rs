//! One computed term, with its words when they are wanted.

use std::borrow::Cow;

use jiff::ToSpan;
use jiff::civil::Date;

use super::case::Event;
use super::ground::OpenGround;
use crate::decision::TraceStep;
use crate::requirement::{Article, Requirement, art};

/// The last lawful days of a record; `None` where no end is known, or where the Law has no archive. Without an
/// end there is an open ground.
pub(super) struct Term {
    pub(super) in_database_until: Option<Date>,
    pub(super) archive_until: Option<Date>,
    pub(super) open: Option<OpenGround>,
    pub(super) requirement: Requirement,
    pub(super) articles: &'static [Article],
    /// `None` when no words are wanted.
    trace: Option<Vec<TraceStep>>,
}

impl Term {
    /// A term with a last day in the database.
    pub(super) fn until(
        last_day: Date,
        requirement: Requirement,
        articles: &'static [Article],
        explain: bool,
    ) -> Self {
        let trace = explain.then(Vec::new);
        Self {
            in_database_until: Some(last_day),
            archive_until: None,
            open: None,
            requirement,
            articles,
            trace,
        }
    }

    /// A term without a known end.
    pub(super) fn open(
        ground: OpenGround,
        requirement: Requirement,
        articles: &'static [Article],
        explain: bool,
    ) -> Self {
        let trace = explain.then(Vec::new);
        Self {
            in_database_until: None,
            archive_until: None,
            open: Some(ground),
            requirement,
            articles,
            trace,
        }
    }

    /// Says why, with the deciding article.
    pub(super) fn because<T: Into<Cow<'static, str>>>(self, text: impl FnOnce() -> T) -> Self {
        let article = self.articles.first().copied().unwrap_or(art("15(1)"));
        self.says(article, text)
    }

    /// Says why, with another article.
    pub(super) fn says<T: Into<Cow<'static, str>>>(
        mut self,
        article: Article,
        text: impl FnOnce() -> T,
    ) -> Self {
        if let Some(trace) = &mut self.trace {
            trace.push(TraceStep::by(text(), article));
        }
        self
    }

    /// Then an archive.
    pub(super) fn then_archive(mut self, last_day: Date) -> Self {
        self.archive_until = Some(last_day);
        self.says(art("15(2)"), || format!("forty years in the archive: last day {last_day}"))
    }

    /// Ends on the day of the event when that comes before the end, in the database or in the archive; a term
    /// that has ended by then is not changed.
    pub(super) fn ended_by(
        mut self,
        event: Event,
        requirement: Requirement,
        articles: &'static [Article],
        consent: Article,
        text: impl FnOnce() -> String,
    ) -> Self {
        let last = day_before(event.date);
        let explain = self.trace.is_some();
        if self.in_database_until.is_none_or(|end| event.date <= end) {
            return Self::until(last, requirement, articles, explain).says(consent, text);
        }
        if self.archive_until.is_none_or(|end| event.date > end) {
            return self;
        }
        // On the first day after the database the archive never begins, and its words go.
        self.archive_until = Some(last).filter(|last| Some(*last) > self.in_database_until);
        if let (Some(trace), None) = (&mut self.trace, self.archive_until) {
            trace.pop();
        }
        Self { requirement, articles, ..self }.says(consent, text)
    }

    /// First day of destruction.
    pub(super) fn destroy_from(&self) -> Option<Date> {
        self.archive_until.or(self.in_database_until).map(day_after)
    }

    pub(super) fn into_trace(self) -> Vec<TraceStep> {
        self.trace.unwrap_or_default()
    }
}

pub(super) fn day_before(date: Date) -> Date {
    date.saturating_sub(1.day())
}

pub(super) fn day_after(date: Date) -> Date {
    date.saturating_add(1.day())
}
