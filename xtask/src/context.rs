//! Where things are.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::process::{self, Finished};

/// The repository, the built program and the shared data, when there are any.
pub(crate) struct Context {
    /// The repository's root.
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
    /// The folder of shared data beside the repository, when present.
    pub(crate) shared: Option<PathBuf>,
}

impl Context {
    /// Finds the places from where `cargo xtask` was called: two checkouts may share a target folder,
    /// so where this program was compiled says little.
    pub(crate) fn find() -> Result<Self, String> {
        let own = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&own).join("..");
        let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
        let mut metadata = process::cargo(&root);
        metadata.args(["metadata", "--format-version", "1", "--no-deps"]);
        let output = process::run(metadata, 120)?;
        let value: serde_json::Value =
            serde_json::from_str(&output.stdout).map_err(|_| format!("cargo metadata: {}", output.stderr))?;
        let target =
            value["target_directory"].as_str().ok_or("cargo metadata names no target folder")?.into();
        let shared = Some(root.join("../shared")).filter(|folder| folder.is_dir());
        Ok(Self { root, target, shared })
    }

    /// The built program.
    pub(crate) fn tanba(&self) -> PathBuf {
        self.target.join("release/tanba")
    }

    /// Runs the program with these arguments; `Err` when it does not exist or does not end in time.
    pub(crate) fn run_tanba(&self, arguments: &[&str], seconds_max: u64) -> Result<Finished, String> {
        let mut command = std::process::Command::new(self.tanba());
        command.args(arguments).current_dir(&self.root);
        process::run(command, seconds_max)
    }

    /// Why a command of the program cannot be tried: it was not built (a failure of its own step), or
    /// it refuses the command as wrong usage. Anything else that is wrong shows when it is tried.
    pub(crate) fn missing(&self, command: &[&str]) -> Option<String> {
        if !self.tanba().is_file() {
            return Some("the program was not built".to_owned());
        }
        let arguments = [command, &["--help"]].concat();
        let wrong_usage = self.run_tanba(&arguments, 30).is_ok_and(|finished| finished.code == Some(2));
        wrong_usage.then(|| format!("there is no command `tanba {}` yet", command.join(" ")))
    }

    /// A folder or file of the shared data; `Err` says what is missing.
    pub(crate) fn shared(&self, path: &str) -> Result<PathBuf, String> {
        let found = self.shared.as_ref().map(|folder| folder.join(path)).filter(|path| path.exists());
        found.ok_or_else(|| format!("../shared/{path} is not here"))
    }
}

/// A folder of our own that goes away with its value.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Makes an empty folder in the system's temporary folder.
    pub(crate) fn new() -> Result<Self, String> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("tanba-xtask-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self(path))
    }

    /// A path inside, as text.
    pub(crate) fn join(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("could not remove {}: {error}", self.0.display());
        }
    }
}
