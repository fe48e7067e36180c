//! A PostgreSQL server of our own: started once for a run of tests in a temporary folder, reached by a
//! socket in it, stopped afterwards.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::context::{Context, Scratch};
use crate::process::{self, Finished, Group, is_root};
use crate::steps::Outcome;

/// Tells the tests where the server is; without it they say that they are skipped.
pub(crate) const VARIABLE: &str = "TANBA_TEST_POSTGRES";
/// Where Debian keeps the programs, one folder a version.
const PROGRAMS: &str = "/usr/lib/postgresql";
const VERSION_MIN: u32 = 15;
/// The server refuses to run as root.
const ACCOUNT: &str = "postgres";
/// The role of the tests: it may make databases and roles, as the register's role on its first start.
const ROLE: &str = "tanba";
const PORT: u16 = 5432;
const START_SECONDS_MAX: u64 = 60;

/// A running server. Durable like a real one: fsync is on.
pub(crate) struct Postgres {
    // Dropped first: the server stops before its folder goes.
    _group: Group,
    scratch: Scratch,
    programs: PathBuf,
}

impl Postgres {
    /// Installs the server when it is absent and may be installed, and starts it; `Err` says why not.
    pub(crate) fn start() -> Result<Self, String> {
        let programs = installed()?;
        let scratch = Scratch::new()?;
        let (data, socket) = (scratch.join("data"), scratch.join("socket"));
        for folder in [&data, &socket] {
            fs::create_dir_all(folder).map_err(|error| format!("{folder}: {error}"))?;
        }
        if is_root() {
            // The folder above stays ours, but the server's account must pass through it.
            let open = fs::Permissions::from_mode(0o755);
            fs::set_permissions(scratch.join("."), open).map_err(|error| error.to_string())?;
            let mut chown = Command::new("chown");
            chown.args([ACCOUNT, &data, &socket]);
            succeeded(chown, "chown")?;
        }
        let mut initdb = as_account(&programs.join("initdb"));
        initdb.args(["-D", &data, "-U", ACCOUNT, "-A", "trust", "--encoding=UTF8", "--locale=C"]);
        succeeded(initdb, "initdb")?;
        let log = scratch.join("log");
        let file = fs::File::create(&log).map_err(|error| format!("{log}: {error}"))?;
        let errors = file.try_clone().map_err(|error| format!("{log}: {error}"))?;
        let mut server = as_account(&programs.join("postgres"));
        server.args(["-D", &data, "-k", &socket, "-c", "listen_addresses=", "-c", "max_connections=200"]);
        server.args(["-p", &PORT.to_string()]).stdout(Stdio::from(file)).stderr(Stdio::from(errors));
        let group = Group::start(&mut server)?;
        let postgres = Self { _group: group, scratch, programs };
        postgres.wait(&log)?;
        let role = format!("CREATE ROLE {ROLE} LOGIN CREATEDB CREATEROLE");
        succeeded(postgres.psql(&role), "psql")?;
        Ok(postgres)
    }

    /// The address of its maintenance database for the role of the tests.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{ROLE}@localhost:{PORT}/postgres?host={}", self.scratch.join("socket"))
    }

    fn psql(&self, sql: &str) -> Command {
        let mut command = Command::new(self.programs.join("psql"));
        command.args(["-X", "-q", "-h", &self.scratch.join("socket"), "-p", &PORT.to_string()]);
        command.args(["-U", ACCOUNT, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-c", sql]);
        command
    }

    fn wait(&self, log: &str) -> Result<(), String> {
        let started = Instant::now();
        while !process::run(self.psql("SELECT 1"), 10).is_ok_and(|finished| finished.success) {
            if started.elapsed() > Duration::from_secs(START_SECONDS_MAX) {
                let said = fs::read_to_string(log).unwrap_or_default();
                return Err(format!("PostgreSQL did not start within {START_SECONDS_MAX} s: {said}"));
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

impl Drop for Postgres {
    /// Stops the server by the id in its folder; what is then left of its group is killed.
    fn drop(&mut self) {
        let mut stop = as_account(&self.programs.join("pg_ctl"));
        stop.args(["stop", "-D", &self.scratch.join("data"), "-m", "immediate", "-w"]);
        if let Err(error) = succeeded(stop, "pg_ctl") {
            eprintln!("the test server did not stop by itself: {error}");
        }
    }
}

/// The program as the account that may run a server.
fn as_account(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups", "--"]).arg(program);
    command.current_dir("/");
    command
}

fn succeeded(command: Command, name: &str) -> Result<(), String> {
    match process::run(command, START_SECONDS_MAX)? {
        Finished { success: true, .. } => Ok(()),
        finished => Err(format!("{name}: {}", finished.tail(5))),
    }
}

/// The folder of the server's programs, after installing them when they are absent and may be installed.
fn installed() -> Result<PathBuf, String> {
    if let Some(programs) = newest(Path::new(PROGRAMS)) {
        return Ok(programs);
    }
    process::install(&["postgresql"])?;
    newest(Path::new(PROGRAMS)).ok_or_else(|| format!("no PostgreSQL {VERSION_MIN} below {PROGRAMS}"))
}

fn newest(folder: &Path) -> Option<PathBuf> {
    let versions = fs::read_dir(folder).ok()?.filter_map(|version| {
        let number: u32 = version.as_ref().ok()?.file_name().to_str()?.parse().ok()?;
        let programs = version.ok()?.path().join("bin");
        (number >= VERSION_MIN && programs.join("initdb").is_file()).then_some((number, programs))
    });
    versions.max().map(|(_, programs)| programs)
}

/// `cargo xtask with-postgres COMMAND…`: runs one command with a server.
pub(crate) fn run_with(context: &Context, arguments: &[String]) -> Result<bool, String> {
    let [program, rest @ ..] = arguments else { return Err("with-postgres wants a command".to_owned()) };
    let server = Postgres::start()?;
    let mut command = Command::new(program);
    command.args(rest).env(VARIABLE, server.url()).current_dir(&context.root);
    command.status().map(|status| status.success()).map_err(|error| format!("{program}: {error}"))
}

/// Runs tests that want a server; why there is none stands in the note, and they say that they are skipped.
pub(crate) fn with_server(run: impl FnOnce(&[(&str, &str)]) -> Outcome) -> Outcome {
    match Postgres::start() {
        Ok(server) => run(&[(VARIABLE, &server.url())]),
        Err(why) => {
            println!("   without PostgreSQL: {why}");
            run(&[])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_server_that_is_new_enough_is_taken() {
        let scratch = Scratch::new().unwrap();
        let folder = PathBuf::from(scratch.join("."));
        assert_eq!(newest(&folder), None);
        for version in ["9", "13", "15", "16", "notes"] {
            fs::create_dir_all(folder.join(version).join("bin")).unwrap();
            fs::write(folder.join(version).join("bin/initdb"), "").unwrap();
        }
        assert_eq!(newest(&folder), Some(folder.join("16/bin")));
        assert_eq!(newest(Path::new("/no/such/folder")), None);
    }
}
