//! A disk that is full when a test wants it to be.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "helpers; each test binary uses its part")]

use std::io::Write;
use std::path::Path;
use std::process::Command;

/// A file system of a few megabytes, unmounted at the end.
pub struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// `None` where this process may not mount.
    pub fn mount(bytes: usize) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={bytes}");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tanba-test"])
            .arg(folder.path())
            .output();
        mounted.is_ok_and(|done| done.status.success()).then_some(Self(folder))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Takes all the room that is left, but for what is no whole page.
    pub fn fill(&self, ballast: &Path) {
        let mut file = std::fs::File::create(ballast).unwrap();
        while file.write_all(&[1; 4096]).is_ok() {}
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}
