//! What a spec author waits for: `cargo build` after one edit.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::measure::time;

/// A crate of its own with a copy of the specifications: builds it, edits one file, builds it again.
pub(crate) fn after_an_edit() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the workspace");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("edited");
    let _ = fs::remove_dir_all(folder.join("specs"));
    fs::create_dir_all(folder.join("src")).expect("a folder");
    fs::create_dir_all(folder.join("specs")).expect("a folder");
    for entry in fs::read_dir(root.join("specs")).expect("the specifications") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            fs::copy(&path, folder.join("specs").join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
    let root_text = root.display();
    let manifest = format!(
        "[package]\nname = \"edited\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\npayspec-runtime = {{ path = \"{root_text}/runtime\" }}\n\n\
         [build-dependencies]\npayspec-codegen = {{ path = \"{root_text}/codegen\" }}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("written");
    fs::write(
        folder.join("build.rs"),
        "fn main() { payspec_codegen::Generator::new().specs(\"specs\").build(); }\n",
    )
    .expect("written");
    fs::write(folder.join("src/lib.rs"), "payspec_runtime::include_providers!();\n").expect("written");
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("a copy");
    if !build(&folder) {
        return "not measured: the first build failed".to_owned();
    }
    let mut times = Vec::new();
    for round in 0..5 {
        let path = folder.join("specs/leshua.yaml");
        let text = fs::read_to_string(&path).expect("a specification");
        let code =
            format!("  order_status:\n    \"9{round}\": {{ name: New{round}, title: 新, state: Pending }}\n");
        fs::write(&path, text.replacen("  order_status:\n", &code, 1)).expect("written");
        let start = Instant::now();
        if !build(&folder) {
            return "not measured: a build failed".to_owned();
        }
        times.push(start.elapsed().as_nanos() as f64);
    }
    times.sort_by(f64::total_cmp);
    format!("{} (debug, a new code in one of five)", time(times[times.len() / 2]))
}

fn build(folder: &Path) -> bool {
    Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .status()
        .is_ok_and(|status| status.success())
}
