//! A hundred years of a register in seconds: every basis and every kind of event, the daily sweep, officers who draw
//! up, sign and execute acts once a week. Nothing goes before its day, nothing stays beyond it, and no record is ever
//! without an end or a ground for having none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use law::Stage;
use registry::testing::MemoryStore;
use registry::*;
use vocabulary::*;

use crate::hundred_years_plan::{self as plan, Planned};
use crate::keeping_support::Office;

/// Calendar days of ten working days, when only weekends are free (R17.2.1).
const EXECUTED_WITHIN_DAYS: i64 = 14;
/// Calendar days after the floor of an acquittal (C-27).
const ACQUITTED_WITHIN_DAYS: i64 = 30;
/// The day of the week on which acts are done.
const ACTS_ON: Weekday = Weekday::Wednesday;

/// Who ends records, of one body.
struct Team {
    archivist: Actor,
    members: Vec<Actor>,
    head: Actor,
    /// Where its archive is; chapter 3 has none.
    carrier: Option<CarrierId>,
}

struct Run {
    office: Office,
    teams: Vec<Team>,
    records: BTreeMap<RegistryNumber, Planned>,
    acts: usize,
    sweeps: usize,
    reopened: u64,
    withheld: u64,
}

#[tokio::test]
async fn a_hundred_years_of_the_register_end_every_record_in_time_or_name_its_ground() {
    let (began, from, to) = (Instant::now(), date(2026, 3, 2), date(2126, 3, 2));
    let mut run = Run::start().await;
    let registered = run.records.len();
    let mut day = from;
    while day <= to {
        if run.is_a_day_to_look_at(day) {
            run.live(day).await;
        }
        day = day.tomorrow().unwrap();
    }
    let (destroyed, archived) = run.ended();
    assert!(run.reopened > 0 && run.withheld > 0, "annulments and acquittals were met on the way");
    let entries = run.office.world.size().await;
    run.office.world.audited().await;
    println!(
        "a hundred years of {registered} records: {} sweeps, {} acts, {archived} archived, {destroyed} destroyed, {} open, \
         {entries} entries, {:.1} s",
        run.sweeps,
        run.acts,
        registered - destroyed,
        began.elapsed().as_secs_f64()
    );
}

impl Run {
    async fn start() -> Self {
        let records = plan::records();
        let store = Arc::new(MemoryStore::new());
        plan::write(&*store, &records).await;
        let office = Office::on(store).await;
        let of_prints = records.iter().filter(|record| !law::is_genomic(record.basis)).count();
        assert_eq!(office.registry().gallery_len(), of_prints);
        let own = Team {
            archivist: office.archivist,
            members: office.members.to_vec(),
            head: office.head,
            carrier: None,
        };
        let mut teams = vec![own];
        for (body, name) in [(Body::Trb, "trb"), (Body::Agd, "agd")] {
            let mut members = Vec::new();
            for n in 1..=3 {
                let login = format!("{name}-member-{n}");
                members.push(office.joined(&login, body, Role::Archivist, "00-0011").await);
            }
            let archivist =
                office.joined(&format!("{name}-archivist"), body, Role::Archivist, "00-0012").await;
            let head = office.joined(&format!("{name}-head"), body, Role::Head, "00-0013").await;
            teams.push(Team { archivist, members, head, carrier: None });
        }
        for (team, label) in teams.iter_mut().zip(["SHELF-1", "SHELF-2"]) {
            let (by, custodian) = (team.archivist, team.archivist.officer);
            let carrier = office.registry().enter_carrier(by, label, "Vault 3", custodian).await.unwrap();
            team.carrier = Some(carrier.id);
        }
        let records = records.into_iter().map(|record| (record.number, record)).collect();
        Self { office, teams, records, acts: 0, sweeps: 0, reopened: 0, withheld: 0 }
    }

    /// Days on which nothing happens, nothing falls due and nobody works are passed over.
    fn is_a_day_to_look_at(&self, day: Date) -> bool {
        let tomorrow = day.tomorrow().unwrap();
        day.weekday() == ACTS_ON
            || self.records.values().filter(|record| record.destroyed_on.is_none()).any(|record| {
                let ends = record.ends();
                let happens = [record.event.map(|(_, on)| on), record.annulled];
                let due = [ends.archive_from, ends.destroy_from];
                happens.contains(&Some(day)) || due.contains(&Some(day)) || due.contains(&Some(tomorrow))
            })
    }

    async fn live(&mut self, day: Date) {
        self.office.set_date(day);
        self.events(day).await;
        let report = self.office.registry().sweep().await.unwrap();
        self.sweeps += 1;
        (self.reopened, self.withheld) = (self.reopened + report.reopened, self.withheld + report.withheld);
        assert_eq!(report.overdue, 0, "{day}: {report:?}");
        self.check(day).await;
        if day.weekday() == ACTS_ON {
            self.acts_of(day).await;
        }
    }

    /// Notes what happens on the day.
    async fn events(&mut self, day: Date) {
        let registry = self.office.registry();
        for record in self.records.values_mut().filter(|record| record.destroyed_on.is_none()) {
            let by = self.teams[team_of(record.basis)].archivist;
            if let Some((kind, on)) = record.event.filter(|(_, on)| *on == day) {
                let noted = registry.note_event(by, record.number, kind, on, "EVENT-1").await;
                if record.archived_on.is_some() && is_of_person(kind) {
                    // The person left the database with the record.
                    assert!(matches!(noted, Err(CommandError::WrongState { .. })), "{noted:?}");
                } else {
                    record.noted = Some(noted.unwrap().id);
                    record.stands = true;
                }
            }
            if record.annulled == Some(day)
                && let Some(event) = record.noted
            {
                let annulled = registry.annul_event(by, record.number, event, "COURT-1").await;
                let left_with_the_person =
                    record.archived_on.is_some() && is_of_person(record.event.unwrap().0);
                assert_eq!(annulled.is_err(), left_with_the_person, "{record:?}");
                record.stands &= left_with_the_person;
            }
        }
    }

    /// Every record that is there has the end this test counts for it, or a ground for none, and is not late.
    async fn check(&self, day: Date) {
        let lives = self.office.world.store.lives(None, u32::MAX).await.unwrap();
        let there: BTreeSet<RegistryNumber> = lives.iter().map(|life| life.number).collect();
        for (number, record) in &self.records {
            assert_eq!(there.contains(number), record.destroyed_on.is_none(), "{day}: {record:?}");
        }
        for life in lives {
            let record = &self.records[&life.number];
            let (term, ends) = (life.standing(day, law::TermTable::on(day)).term, record.ends());
            assert!(term.destroy_from.is_some() != term.open.is_some(), "{day}: {record:?}: {term:?}");
            assert_eq!(term.destroy_from, ends.destroy_from, "{day}: {record:?}");
            let archive_from =
                term.archive_until.and(term.in_database_until).map(|last| last.tomorrow().unwrap());
            assert_eq!(archive_from, ends.archive_from, "{day}: {record:?}");
            let acquitted = record.event.is_some_and(|(kind, _)| kind == law::EventKind::AcquittalFinal);
            let within = if acquitted { ACQUITTED_WITHIN_DAYS } else { EXECUTED_WITHIN_DAYS };
            let late = |from: Date| day > from + within.days();
            assert!(!ends.destroy_from.is_some_and(late), "kept too long: {day}: {record:?}");
            let in_database = record.archived_on.is_none();
            assert!(!(in_database && ends.archive_from.is_some_and(late)), "not archived: {day}: {record:?}");
            let ended = ends.destroy_from.is_some_and(|from| day >= from);
            assert_eq!(
                matches!(life.state.stage(), Stage::Due | Stage::ArchivedDue),
                ended,
                "{day}: {record:?}"
            );
        }
    }

    /// What the lists of the day say is due goes, by acts of each body.
    async fn acts_of(&mut self, day: Date) {
        for team in 0..self.teams.len() {
            let due = self.office.registry().due_list(self.teams[team].archivist).await.unwrap();
            let of_team = |kind| {
                let due =
                    due.iter().filter(|due| due.duty.is_some() && kind_of(due.state.stage()) == Some(kind));
                let due = due.filter(|due| team_of(due.basis) == team);
                due.map(|due| due.number).collect::<Vec<_>>()
            };
            for kind in [ActKind::Destruction, ActKind::Archive] {
                let numbers = of_team(kind);
                if !numbers.is_empty() {
                    self.act(team, kind, &numbers, day).await;
                }
            }
        }
    }

    async fn act(&mut self, team: usize, kind: ActKind, numbers: &[RegistryNumber], day: Date) {
        let (registry, team) = (self.office.registry(), &self.teams[team]);
        let new = NewAct {
            commission: team.members.iter().map(|member| member.officer).collect(),
            carrier: team.carrier.filter(|_| kind == ActKind::Archive),
            ..self.office.new_act(kind, numbers)
        };
        let id = registry.draw_up_act(team.archivist, new).await.unwrap().text.id;
        for member in &team.members {
            registry.sign_act_here(*member, id, false, "open").await.unwrap();
        }
        registry.sign_act_here(team.head, id, true, "open").await.unwrap();
        let done = registry.execute_act(team.archivist, id).await.unwrap();
        assert_eq!(done.state, ActState::Executed);
        self.acts += 1;
        for number in numbers {
            let record = self.records.get_mut(number).unwrap();
            let ends = record.ends();
            let from = if kind == ActKind::Archive { ends.archive_from } else { ends.destroy_from };
            assert!(from.is_some_and(|from| day >= from), "ended before its day: {day}: {record:?}");
            match kind {
                ActKind::Archive => record.archived_on = Some(day),
                ActKind::Destruction => {
                    record.destroyed_on = Some(day);
                    let tombstone =
                        self.office.world.store.document(DocumentKind::Tombstone, *number.as_bytes()).await;
                    let of_today =
                        |document| matches!(document, Document::Tombstone(t) if t.destroyed_on == day);
                    assert!(tombstone.unwrap().is_some_and(of_today), "{record:?}");
                }
            }
        }
    }

    /// After the hundred years: how many were destroyed and archived. What is left has no end by anybody's count.
    fn ended(&self) -> (usize, usize) {
        let all = || self.records.values();
        for record in all().filter(|record| record.destroyed_on.is_none()) {
            assert_eq!(record.ends().destroy_from, None, "{record:?}");
        }
        // Each basis ended and, where the Law has an archive, was archived.
        let of = |basis: Basis, ended: fn(&Planned) -> bool| all().any(|r| r.basis == basis && ended(r));
        for basis in all().map(|record| record.basis).collect::<Vec<_>>() {
            assert!(of(basis, |record| record.destroyed_on.is_some()), "{basis}");
            let archives = !law::is_genomic(basis) && !matches!(basis, Basis::B1 | Basis::B1f);
            assert_eq!(of(basis, |record| record.archived_on.is_some()), archives, "{basis}");
        }
        let count = |ended: fn(&&Planned) -> bool| all().filter(ended).count();
        (count(|record| record.destroyed_on.is_some()), count(|record| record.archived_on.is_some()))
    }
}

/// Which of the teams ends a record of the basis.
fn team_of(basis: Basis) -> usize {
    match basis {
        Basis::B2 => 1,
        basis if law::is_genomic(basis) => 2,
        _ => 0,
    }
}

fn kind_of(stage: Stage) -> Option<ActKind> {
    match stage {
        Stage::Due | Stage::ArchivedDue => Some(ActKind::Destruction),
        Stage::DueForArchive => Some(ActKind::Archive),
        Stage::Draft | Stage::Registered | Stage::Withheld | Stage::Archived | Stage::Destroyed => None,
    }
}
