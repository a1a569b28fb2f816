//! The generator alone, without rustc.

use std::fs;
use std::path::{Path, PathBuf};

use crate::measure::{median, time};

/// The five specifications, and a thousand copies under other names.
pub(crate) fn specifications() -> String {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generate");
    let run = |specs: &Path, out: &str| {
        let out = folder.join(out);
        let _ = fs::remove_dir_all(&out);
        fs::create_dir_all(&out).expect("a folder");
        payspec_codegen::Generator::new().specs(specs).generate(&out).expect("code").len()
    };
    let five = median(20, || run(&specs, "five"));
    let hundred = copies(&specs, &folder.join("hundred-specs"), 100);
    let thousand = copies(&specs, &folder.join("thousand-specs"), 1_000);
    let hundred = median(3, || run(&hundred, "hundred"));
    let thousand = median(3, || run(&thousand, "thousand"));
    format!(
        "five {}; 1,000 {}, {:.2} × ten times 100 ({})",
        time(five),
        time(thousand),
        thousand / (hundred * 10.0),
        time(hundred)
    )
}

/// As many specifications, copies of the real ones under other names.
fn copies(specs: &Path, folder: &Path, count: usize) -> PathBuf {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).expect("a folder");
    let mut originals: Vec<String> = fs::read_dir(specs)
        .expect("the specifications")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| fs::read_to_string(path).expect("a specification"))
        .collect();
    originals.sort();
    for index in 0..count {
        let text = &originals[index % originals.len()];
        let line = text.lines().find(|line| line.starts_with("provider: ")).expect("a name");
        let copy = text.replacen(line, &format!("{line}_copy{index}"), 1);
        fs::write(folder.join(format!("{index}.yaml")), copy).expect("written");
    }
    folder.to_owned()
}
