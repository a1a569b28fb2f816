//! Compiles a generated module, and a crate of a user against it, as far as a user's mistakes show.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The engine on which both crates stand, and the folder with all that it stands on itself: as they were built for this test.
pub(super) struct Engine {
    library: PathBuf,
    folder: PathBuf,
}

impl Engine {
    /// Those that stand beside this test, the latest first. Builds with other features leave theirs there, too.
    pub(super) fn all() -> Vec<Self> {
        let test = std::env::current_exe().expect("a test is a file");
        let folder = test.parent().expect("a file has a folder");
        let entries = std::fs::read_dir(folder).expect("the folder of the test");
        let mut libraries: Vec<_> = entries
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                name.starts_with("libpayspec_runtime-") && name.ends_with(".rlib")
            })
            .map(|path| (path.metadata().and_then(|about| about.modified()).expect("a time"), path))
            .collect();
        libraries.sort();
        let engines = libraries.into_iter().rev();
        engines.map(|(_, library)| Self { library, folder: folder.to_path_buf() }).collect()
    }

    /// What the compiler says of a crate that uses another, which it knows as `subject`; `None` where it is content.
    ///
    /// # Panics
    /// If the other does not compile: what is generated always does.
    pub(super) fn user(&self, folder: &Path, subject: &str, user: &str) -> Option<String> {
        let complaint = self.compile(folder, "subject", subject);
        assert!(complaint.is_none(), "{}\n{subject}", complaint.unwrap_or_default());
        self.compile(folder, "user", user)
    }

    /// What the compiler says of a crate that uses both, or of the engine itself: it may be one of an older toolchain, or lack
    /// a feature that the test has.
    pub(super) fn complaint(&self, folder: &Path, subject: &str, user: &str) -> Option<String> {
        self.compile(folder, "subject", subject).or_else(|| self.compile(folder, "user", user))
    }

    fn compile(&self, folder: &Path, name: &str, source: &str) -> Option<String> {
        let path = folder.join(format!("{name}.rs"));
        std::fs::write(&path, source).expect("a file can be written");
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(rustc)
            .args(["--edition", "2024", "--crate-type", "lib", "--emit", "metadata", "--cap-lints", "allow"])
            .args(["--crate-name", name, "--error-format", "short", "--out-dir"])
            .arg(folder)
            .arg("--extern")
            .arg(format!("payspec_runtime={}", self.library.display()))
            .args(if name == "user" { vec!["--extern", "subject"] } else { Vec::new() })
            .arg("-L")
            .arg(folder)
            .arg("-L")
            .arg(format!("dependency={}", self.folder.display()))
            .arg(&path)
            .output()
            .expect("rustc runs");
        (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
