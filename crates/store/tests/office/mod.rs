//! Real keyrings in a folder, officers with keys of their own, and acts of destruction signed by everybody.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "helpers; each test binary uses its part")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use registry::ports::{Keys, Signers, Store};
use registry::sequencer::{Change, version_key};
use registry::signing::{OfficerKey, SignError, SignatureForm, Signer};
use registry::*;
use vocabulary::{ActId, Actor, Body, CaseId, EventId, OfficerId, PersonId, RegistryNumber, Role};

use crate::journey;

/// Officers' keys in a folder; any secret opens them.
pub struct FolderSigners(pub PathBuf);

impl FolderSigners {
    fn path(&self, officer: OfficerId) -> PathBuf {
        self.0.join(format!("{officer}.officer"))
    }
}

impl Signers for FolderSigners {
    fn signer(&self, officer: OfficerId, _secret: &str) -> Result<Box<dyn Signer>, SignError> {
        Ok(Box::new(OfficerKey::open(&self.path(officer), None)?))
    }
}

/// The register on a store, with keys of records and officers in a folder.
pub async fn open(store: Arc<dyn Store>, keys: Arc<dyn Keys>, folder: &Path) -> Result<Registry, StoreError> {
    let registry = journey::open_with(store, keys).await?;
    Ok(registry.with_signers(Arc::new(FolderSigners(folder.to_owned()))))
}

/// Who ends records.
pub struct Office {
    pub archivist: Actor,
    pub members: [Actor; 3],
    pub head: Actor,
}

impl Office {
    /// Founds it in an empty register.
    pub async fn found(registry: &Registry, folder: &Path) -> Self {
        let signers = FolderSigners(folder.to_owned());
        let account = |login: &str, role, body| NewOfficer {
            login: login.to_owned(),
            display_name: format!("Officer {login}"),
            body,
            role,
            unit: vocabulary::Unit::CENTRAL,
            password_hash: "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA".to_owned(),
        };
        let chief = registry.found(account("chief", Role::Administrator, Body::Iab)).await.unwrap().actor();
        let join = async |login: &str, role| {
            let actor = registry.add_officer(chief, account(login, role, Body::Add)).await.unwrap().actor();
            let key = OfficerKey::create(&signers.path(actor.officer), actor.officer, None).unwrap();
            let public: String = key.public().iter().map(|byte| format!("{byte:02x}")).collect();
            registry.set_signing_key(chief, actor.officer, SignatureForm::Ed25519, &public).await.unwrap();
            actor
        };
        let archivist = join("archivist", Role::Archivist).await;
        let members = [
            join("member-1", Role::Archivist).await,
            join("member-2", Role::Archivist).await,
            join("member-3", Role::Archivist).await,
        ];
        Self { archivist, members, head: join("head", Role::Head).await }
    }

    /// An officer of a founded register, who executes.
    pub async fn archivist_of(store: &dyn Store) -> Actor {
        let officers = store.officers().await.unwrap();
        officers.iter().find(|officer| officer.login == "archivist").unwrap().actor()
    }

    /// Notes that the consent was withdrawn: the end of the record today.
    pub async fn withdraw_consent(&self, registry: &Registry, number: RegistryNumber) -> EventId {
        let today = vocabulary::legal_date_kz(registry.clock().now());
        let kind = law::EventKind::ConsentWithdrawalGranted;
        registry.note_event(self.archivist, number, kind, today, "DECISION-1").await.unwrap().id
    }

    /// An act over records that are due, signed and approved.
    pub async fn approved(&self, registry: &Registry, records: &[RegistryNumber]) -> ActId {
        let new = NewAct {
            kind: ActKind::Destruction,
            records: records.to_vec(),
            commission: self.members.iter().map(|member| member.officer).collect(),
            method: "erasure of keys and rows".to_owned(),
            carrier: None,
        };
        let act = registry.draw_up_act(self.archivist, new).await.unwrap().text.id;
        for member in self.members {
            registry.sign_act_here(member, act, false, "open").await.unwrap();
        }
        registry.sign_act_here(self.head, act, true, "open").await.unwrap();
        act
    }
}

/// What was registered, and will be destroyed.
#[derive(Debug, Clone)]
pub struct Doomed {
    pub applicant: u64,
    pub case: CaseId,
    pub person: PersonId,
    pub number: RegistryNumber,
    pub certificate: Certificate,
}

impl Doomed {
    /// Registers an applicant.
    pub async fn register(registry: &Registry, store: &dyn Store, applicant: u64) -> Self {
        let (case, certificate) = journey::register(registry, applicant).await.unwrap();
        let person = store.case(case).await.unwrap().unwrap().person.unwrap();
        let number = store.draft_of(case).await.unwrap().unwrap();
        Self { applicant, case, person, number, certificate }
    }

    /// Everything of the record is there and opens.
    pub async fn is_whole(&self, store: &dyn Store) {
        let life = store.life(self.number).await.unwrap().unwrap_or_else(|| panic!("gone: {self:?}"));
        assert_eq!(life.registered_entry, self.certificate.ledger_sequence);
        let templates = store.templates(self.number).await.unwrap();
        assert_eq!(templates.len() as u64, journey::IMAGES, "{self:?}");
        let person = store.person(self.person).await.unwrap().unwrap();
        assert_eq!(person.details, journey::applicant(self.applicant));
        assert_eq!(store.case(self.case).await.unwrap().unwrap().state, CaseState::Registered);
        assert!(store.certificate(&self.certificate.number).await.unwrap().is_some(), "{self:?}");
        let tombstone = store.document(DocumentKind::Tombstone, *self.number.as_bytes()).await.unwrap();
        assert!(tombstone.is_none(), "{self:?}");
    }

    /// Nothing of the record is in any store but its tombstone, which names the act.
    pub async fn is_gone(&self, store: &dyn Store, act: ActId) {
        assert!(store.life(self.number).await.unwrap().is_none(), "{self:?}");
        assert!(store.person(self.person).await.unwrap().is_none(), "{self:?}");
        let iin = journey::applicant(self.applicant).iin.unwrap();
        assert!(store.person_by_iin(iin.as_str()).await.unwrap().is_none(), "{self:?}");
        assert!(store.linked_person(self.number).await.unwrap().is_none(), "{self:?}");
        assert!(store.templates(self.number).await.unwrap().is_empty(), "{self:?}");
        let case = store.case(self.case).await.unwrap().unwrap();
        assert_eq!((case.state, case.person), (CaseState::Ended, None), "{self:?}");
        assert!(store.certificate(&self.certificate.number).await.unwrap().is_none(), "{self:?}");
        for (name, left) in store.traces_of(&self.removal(&case)).await.unwrap() {
            assert_eq!(left, 0, "{name}: {self:?}");
        }
        let tombstone = store.document(DocumentKind::Tombstone, *self.number.as_bytes()).await.unwrap();
        assert!(matches!(tombstone, Some(Document::Tombstone(left)) if left.act == act), "{self:?}");
    }

    fn removal(&self, case: &CaseRecord) -> registry::sequencer::Removal {
        registry::sequencer::Removal {
            number: self.number,
            cases: vec![case.clone()],
            forget_person: Some(self.person),
            superseded: None,
            registered_entry: None,
            archived: false,
            container: None,
        }
    }

    /// Every key that goes with the record.
    pub fn keys(&self, case: &CaseRecord) -> Vec<registry::sequencer::KeyName> {
        let details = journey::applicant(self.applicant);
        let version = version_key(&Change::PersonAdded { id: self.person, details });
        self.removal(case).keys().into_iter().chain(version).collect()
    }

    /// What must not be found in any file.
    pub fn canaries(&self) -> Vec<Vec<u8>> {
        let person = journey::applicant(self.applicant);
        let image: Vec<u8> = (0..64_u64).map(|i| (i ^ self.applicant) as u8).collect();
        let iin = person.iin.unwrap().as_str().as_bytes().to_vec();
        vec![iin, person.document_number.unwrap().into_bytes(), image]
    }
}
