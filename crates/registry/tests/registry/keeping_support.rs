//! Officers with accounts and keys, and a register whose records they keep to their end.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // helpers of tests are tests

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use ledger::SigningKey;
use registry::ports::{Carriers, Keys, Signers, Store};
use registry::signing::{OfficerKey, SignError, SignatureForm, Signer};
use registry::testing::{MemoryKeys, MemoryStore};
use registry::*;
use vocabulary::*;

use crate::support::{self, ORIGIN, SeedExtractor, World};

/// Officers' keys in a folder of the test; the secret is always "open".
pub struct TestSigners {
    folder: std::path::PathBuf,
    paths: Mutex<HashMap<OfficerId, std::path::PathBuf>>,
}

impl Signers for TestSigners {
    fn signer(&self, officer: OfficerId, secret: &str) -> Result<Box<dyn Signer>, SignError> {
        let paths = self.paths.lock().unwrap();
        let path = paths.get(&officer).ok_or_else(|| SignError::Key("no key of this officer".to_owned()))?;
        if secret != "open" {
            return Err(SignError::Key("the secret does not open the key".to_owned()));
        }
        Ok(Box::new(OfficerKey::open(path, None)?))
    }
}

impl TestSigners {
    pub fn new() -> Self {
        let mut name = [0; 8];
        getrandom::fill(&mut name).unwrap();
        let folder = std::env::temp_dir().join(format!("tanba-test-keys-{:x}", u64::from_be_bytes(name)));
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder, paths: Mutex::default() }
    }

    fn create(&self, officer: OfficerId) -> String {
        let path = self.folder.join(officer.to_string());
        let key = OfficerKey::create(&path, officer, None).unwrap();
        self.paths.lock().unwrap().insert(officer, path);
        key.public().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Drop for TestSigners {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Carriers in memory.
#[derive(Default)]
pub struct TestCarriers(pub Mutex<HashMap<(String, String), Vec<u8>>>);

impl Carriers for TestCarriers {
    fn write(&self, carrier: &Carrier, file: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.0.lock().unwrap().insert((carrier.label.clone(), file.to_owned()), bytes.to_vec());
        Ok(())
    }
    fn read(&self, carrier: &Carrier, file: &str) -> Result<Vec<u8>, StoreError> {
        let files = self.0.lock().unwrap();
        let found = files.get(&(carrier.label.clone(), file.to_owned())).cloned();
        found.ok_or_else(|| StoreError::Engine(format!("{file} is not on {}", carrier.label)))
    }
    fn remove(&self, carrier: &Carrier, file: &str) -> Result<(), StoreError> {
        self.0.lock().unwrap().remove(&(carrier.label.clone(), file.to_owned()));
        Ok(())
    }
}

/// A register with everybody who keeps records.
pub struct Office {
    pub world: World,
    pub keys: Arc<MemoryKeys>,
    pub signers: Arc<TestSigners>,
    pub carriers: Arc<TestCarriers>,
    pub archivist: Actor,
    pub members: [Actor; 3],
    pub head: Actor,
    pub supervisor: Actor,
    pub other_supervisor: Actor,
    pub protector: Actor,
    pub register_head: Actor,
    pub operator: Actor,
    pub administrator: Actor,
}

/// Opens a register with signers, carriers and keys.
pub async fn open(
    store: Arc<dyn Store>,
    clock: Arc<ManualClock>,
    keys: Arc<MemoryKeys>,
    signers: Arc<TestSigners>,
    carriers: Arc<TestCarriers>,
) -> Result<Registry, StoreError> {
    let key = SigningKey::from_random_bytes(ORIGIN, [7; 32]).unwrap();
    let registry =
        Registry::open_with(store, clock, key, ORIGIN, keys as Arc<dyn Keys>, Arc::new(SeedExtractor))
            .await?;
    Ok(registry.with_signers(signers).with_carriers(carriers))
}

fn account(login: &str, body: Body, role: Role, unit: &str) -> NewOfficer {
    NewOfficer {
        login: login.to_owned(),
        display_name: format!("Officer {login}"),
        body,
        role,
        unit: unit.parse().unwrap(),
        password_hash: "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA".to_owned(),
    }
}

/// An account with a key of its own.
async fn join(registry: &Registry, signers: &TestSigners, administrator: Actor, new: NewOfficer) -> Actor {
    let actor = registry.add_officer(administrator, new).await.unwrap().actor();
    let public = signers.create(actor.officer);
    let form = SignatureForm::Ed25519;
    registry.set_signing_key(administrator, actor.officer, form, &public).await.unwrap();
    actor
}

impl Office {
    pub async fn new() -> Self {
        Self::on(Arc::new(MemoryStore::new())).await
    }

    pub async fn on(store: Arc<dyn Store>) -> Self {
        let clock = Arc::new(ManualClock::at(support::start()));
        let keys = Arc::new(MemoryKeys::new());
        let (signers, carriers) = (Arc::new(TestSigners::new()), Arc::new(TestCarriers::default()));
        let registry = open(
            Arc::clone(&store),
            Arc::clone(&clock),
            Arc::clone(&keys),
            Arc::clone(&signers),
            Arc::clone(&carriers),
        );
        let registry = registry.await.unwrap();
        let chief = account("chief", Body::Iab, Role::Administrator, "00-0000");
        let administrator = registry.found(chief).await.unwrap().actor();
        let add = async |login: &str, body, role, unit: &str| {
            join(&registry, &signers, administrator, account(login, body, role, unit)).await
        };
        let archivist = add("archivist", Body::Add, Role::Archivist, "00-0001").await;
        let members = [
            add("member-1", Body::Add, Role::Archivist, "00-0002").await,
            add("member-2", Body::Add, Role::Archivist, "00-0002").await,
            add("member-3", Body::Add, Role::Archivist, "00-0002").await,
        ];
        let head = add("head", Body::Add, Role::Head, "00-0003").await;
        let supervisor = add("supervisor", Body::Iab, Role::Supervisor, "00-0004").await;
        let other_supervisor = add("supervisor-2", Body::Iab, Role::Supervisor, "00-0005").await;
        let protector = add("protector", Body::Iab, Role::DataProtection, "00-0006").await;
        let register_head = add("head-iab", Body::Iab, Role::Head, "00-0008").await;
        let operator = add("desk", Body::Iab, Role::Operator, "00-0007").await;
        let world = World { registry, store, clock };
        Self {
            world,
            keys,
            signers,
            carriers,
            archivist,
            members,
            head,
            supervisor,
            other_supervisor,
            protector,
            register_head,
            operator,
            administrator,
        }
    }

    /// One officer more, with a key.
    pub async fn joined(&self, login: &str, body: Body, role: Role, unit: &str) -> Actor {
        join(self.registry(), &self.signers, self.administrator, account(login, body, role, unit)).await
    }

    /// The register opened again by a program that knows these rules of retention.
    pub async fn opened_with(self, catalogue: law::TermCatalogue) -> Self {
        let Self { world: World { registry, store, clock }, keys, signers, carriers, .. } = self;
        drop(registry);
        let (again, at) = (Arc::clone(&keys), Arc::clone(&clock));
        let registry = open(Arc::clone(&store), at, again, Arc::clone(&signers), Arc::clone(&carriers));
        let registry = registry.await.unwrap().with_term_rules(catalogue);
        Self { world: World { registry, store, clock }, keys, signers, carriers, ..self }
    }

    pub fn registry(&self) -> &Registry {
        &self.world.registry
    }

    /// Noon of a day in Kazakhstan.
    pub fn set_day(&self, day: &str) {
        self.world.clock.set(format!("{day}T07:00:00Z").parse().unwrap());
    }

    /// The same of a date.
    pub fn set_date(&self, day: jiff::civil::Date) {
        self.set_day(&day.to_string());
    }

    /// A citizen registered with consent, and the number of the record.
    pub async fn citizen(&self, n: u64) -> (CaseId, RegistryNumber) {
        let (case, _) = self.world.registered(n).await;
        (case, self.world.number_of(case).await)
    }

    /// A foreigner registered for a residence permit: ten years, then the archive.
    pub async fn foreigner(&self, n: u64) -> (CaseId, RegistryNumber) {
        let new = support::foreigner(n, Basis::B3);
        let opened = self.registry().open_case(support::operator(), new).await.unwrap();
        let case = opened.case.id;
        for evidence in opened.case.decision.missing_evidence.clone() {
            self.registry()
                .give_evidence(support::operator(), case, evidence, "ru", "decision 7")
                .await
                .unwrap();
        }
        self.world.capture_ten(support::operator(), case, n, support::FIRST).await;
        self.registry().check_duplicates(support::operator(), case).await.unwrap();
        self.registry().register(support::operator(), case).await.unwrap();
        (case, self.world.number_of(case).await)
    }

    pub fn new_act(&self, kind: ActKind, records: &[RegistryNumber]) -> NewAct {
        NewAct {
            kind,
            records: records.to_vec(),
            commission: self.members.iter().map(|member| member.officer).collect(),
            method: "erasure of keys and rows".to_owned(),
            carrier: None,
        }
    }

    /// An act signed by everybody.
    pub async fn approved(&self, new: NewAct) -> Act {
        let act = self.registry().draw_up_act(self.archivist, new).await.unwrap();
        for member in self.members {
            self.registry().sign_act_here(member, act.text.id, false, "open").await.unwrap();
        }
        self.registry().sign_act_here(self.head, act.text.id, true, "open").await.unwrap()
    }
}
