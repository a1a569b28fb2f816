//! `payspec new`.

use std::fs;
use std::path::Path;

use crate::payspec::{Folder, Run, command, run};

fn in_folder(folder: &Path, arguments: &[&str]) -> Run {
    let output = command(["new"]).args(arguments).current_dir(folder).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_new_specification_stands_in_the_folder_specs_and_has_no_mistake() {
    let folder = Folder::new();
    let new = in_folder(folder.path(), &["acme"]);
    assert_eq!((new.code, new.stderr.as_str()), (0, ""));
    assert_eq!(Path::new(new.stdout.trim_end()), Path::new("specs").join("acme.yaml"));
    let path = folder.path().join("specs/acme.yaml");
    let check = run(["check", path.to_str().unwrap()]);
    assert_eq!(check.code, 0, "{}", check.stderr);
}

#[test]
fn a_file_that_is_there_is_not_overwritten_unless_forced() {
    let folder = Folder::new();
    let path = folder.file("acme.yaml", "mine");
    let refused = in_folder(folder.path(), &["acme", "--out", "acme.yaml"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert!(refused.stderr.contains("is there already; --force overwrites it"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(in_folder(folder.path(), &["acme", "--out", "acme.yaml", "--force"]).code, 0);
    assert!(fs::read_to_string(&path).unwrap().contains("\nprovider: acme "));
}

#[test]
fn it_is_written_into_a_folder_or_to_standard_output() {
    let folder = Folder::new();
    let path = folder.path().to_str().unwrap();
    assert_eq!(run(["new", "acme", "--out", path]).code, 0);
    let file = fs::read_to_string(folder.path().join("acme.yaml")).unwrap();
    assert_eq!(run(["new", "acme", "--out", "-"]).stdout, file);
}

#[test]
fn what_cannot_be_a_name_or_a_file_is_refused_and_nothing_is_written() {
    let folder = Folder::new();
    for (arguments, says) in [
        (&["Acme"][..], "cannot be the name of a provider"),
        (&["../acme"], "cannot be the name of a provider"),
        (&["match"], "keyword"),
        (&["acme-pay", "--out", "nowhere/"], "cannot be the name of a provider"),
    ] {
        let refused = in_folder(folder.path(), arguments);
        assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{arguments:?}");
        assert!(refused.stderr.contains(says), "{arguments:?}: {}", refused.stderr);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_that_is_not_there_is_made_and_a_path_that_names_no_yaml_is_a_folder() {
    for (out, file) in [
        ("missing/", "missing/acme.yaml"),
        ("missing", "missing/acme.yaml"),
        ("far/away/", "far/away/acme.yaml"),
        ("far/away/other.yml", "far/away/other.yml"),
        ("v1.2", "v1.2/acme.yaml"),
    ] {
        let folder = Folder::new();
        let new = in_folder(folder.path(), &["acme", "--out", out]);
        assert_eq!((new.code, new.stderr.as_str()), (0, ""), "{out}");
        assert_eq!(Path::new(new.stdout.trim_end()), Path::new(file), "{out}");
        assert!(fs::read_to_string(folder.path().join(file)).unwrap().contains("\nprovider: acme "), "{out}");
    }
}

#[test]
fn a_path_that_leads_through_a_file_or_to_a_folder_says_so() {
    let folder = Folder::new();
    folder.file("notes", "mine");
    fs::create_dir_all(folder.path().join("specs/acme.yaml")).unwrap();
    for (arguments, says) in [
        (&["acme"][..], "acme.yaml: is a folder, not a file"),
        (&["acme", "--force"], "acme.yaml: is a folder, not a file"),
        (&["acme", "--out", "notes"], "notes: is there already; --force overwrites it"),
        (&["acme", "--out", "notes/"], "notes: is a file, not a folder"),
        (&["acme", "--out", "notes/acme.yaml"], "notes: is a file, not a folder"),
        (&["acme", "--out", "notes/a/b/"], "notes: is a file, not a folder"),
    ] {
        let refused = in_folder(folder.path(), arguments);
        assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{arguments:?}");
        assert!(refused.stderr.contains(says), "{arguments:?}: {}", refused.stderr);
    }
    assert_eq!(fs::read_to_string(folder.path().join("notes")).unwrap(), "mine");
}
