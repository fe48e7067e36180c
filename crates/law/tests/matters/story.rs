use jiff::civil::{Date, date};
use law::{
    LinkedMatter, MatterField, MatterFields, MatterKind, MatterRecord, MatterStep, Operation, RecordState,
    Request, TakenStep, authorise,
};
use vocabulary::{Actor, Basis, Body, OfficerId, Purpose, Role, Unit};

/// The day of the stories: a Monday.
pub(crate) const TODAY: Date = date(2026, 3, 2);

/// An officer told apart by a number; odd and even numbers are of different units.
pub(crate) fn officer(number: u8, role: Role, body: Body) -> Actor {
    let unit = if number.is_multiple_of(2) { "00-0002" } else { "00-0001" };
    Actor {
        officer: OfficerId::from_random_bytes([number; 16]),
        role,
        body,
        unit: unit.parse::<Unit>().unwrap(),
    }
}

/// Fields from `field=value; field=value`.
pub(crate) fn fields(text: &str) -> MatterFields {
    let pair = |pair: &str| {
        let (field, value) = pair.split_once('=').unwrap();
        let field = field.parse::<MatterField>().unwrap();
        field.check(value).unwrap();
        (field, value.to_owned())
    };
    text.split("; ").filter(|text| !text.is_empty()).map(pair).collect()
}

/// A matter as it goes.
#[derive(Clone)]
pub(crate) struct Story {
    pub(crate) kind: MatterKind,
    pub(crate) state: String,
    pub(crate) today: Date,
    taken: Vec<(String, Actor, Date, MatterFields)>,
    linked: Vec<(MatterField, MatterKind, String, MatterFields)>,
    record: Option<MatterRecord>,
    officer_body: Option<Body>,
    owed: u32,
    recipients: u32,
}

impl Story {
    pub(crate) fn of(kind: MatterKind) -> Self {
        Self {
            kind,
            state: String::new(),
            today: TODAY,
            taken: vec![],
            linked: vec![],
            record: None,
            officer_body: None,
            owed: 0,
            recipients: 0,
        }
    }

    pub(crate) fn on_record(mut self, basis: Basis, life: RecordState) -> Self {
        self.record = Some(MatterRecord { basis, life, age: Some(30) });
        self
    }

    pub(crate) fn on_no_record(mut self) -> Self {
        self.record = None;
        self
    }

    pub(crate) fn aged(mut self, age: Option<i16>) -> Self {
        self.record = self.record.map(|record| MatterRecord { age, ..record });
        self
    }

    /// The officer a field names is of this body.
    pub(crate) fn naming_officer_of(mut self, body: Body) -> Self {
        self.officer_body = Some(body);
        self
    }

    pub(crate) fn owing(mut self, owed: u32) -> Self {
        self.owed = owed;
        self
    }

    pub(crate) fn given_to(mut self, recipients: u32) -> Self {
        self.recipients = recipients;
        self
    }

    pub(crate) fn naming(mut self, field: MatterField, kind: MatterKind, state: &str, given: &str) -> Self {
        self.linked.retain(|linked| linked.0 != field);
        self.linked.push((field, kind, state.to_owned(), fields(given)));
        self
    }

    /// The group of material.
    pub(crate) fn group(&self) -> &str {
        let of = |taken: &'_ (String, Actor, Date, MatterFields)| taken.3.get(&MatterField::Group).cloned();
        match self.taken.iter().find_map(of).as_deref() {
            Some("G2") => "G2",
            _ => "other",
        }
    }

    fn ask(&self, actor: Actor, step: &str, given: &MatterFields) -> Result<law::Grant, law::Refusal> {
        let taken: Vec<TakenStep<'_>> = self
            .taken
            .iter()
            .map(|(step, actor, on, given)| TakenStep {
                step,
                officer: actor.officer,
                body: actor.body,
                unit: actor.unit,
                on: *on,
                given,
            })
            .collect();
        let linked: Vec<LinkedMatter<'_>> = self
            .linked
            .iter()
            .map(|(field, kind, state, given)| LinkedMatter { field: *field, kind: *kind, state, given })
            .collect();
        let facts = MatterStep {
            taken: &taken,
            linked: &linked,
            record: self.record,
            officer_body: self.officer_body,
            owed: self.owed,
            recipients: self.recipients,
            ..MatterStep::new(self.kind, &self.state, step, given)
        };
        let purpose = if actor.role == Role::Prosecutor { Purpose::Supervision } else { self.kind.purpose() };
        authorise(&Request::new(actor, Operation::StepMatter, purpose, self.today).with_matter(&facts))
    }

    /// Takes a step.
    #[track_caller]
    pub(crate) fn take(&mut self, actor: Actor, step: &str, given: &str) -> &mut Self {
        let given = fields(given);
        match self.ask(actor, step, &given) {
            Ok(grant) => {
                self.state = grant.next_matter_state().unwrap().to_owned();
                self.taken.push((step.to_owned(), actor, self.today, given));
            }
            Err(refusal) => panic!("{step} refused: {} {}", refusal.requirement, refusal.message),
        }
        self
    }

    /// The step is refused by this requirement for this reason.
    #[track_caller]
    pub(crate) fn refused(
        &mut self,
        actor: Actor,
        step: &str,
        given: &str,
        requirement: &str,
        code: &str,
    ) -> &mut Self {
        match self.ask(actor, step, &fields(given)) {
            Ok(_) => panic!("{step} of {} was granted", self.kind),
            Err(refusal) => {
                assert_eq!(
                    (refusal.requirement.as_str(), refusal.code),
                    (requirement, code),
                    "{}",
                    refusal.message
                );
                assert!(!refusal.articles.is_empty());
            }
        }
        self
    }
}
