//! `payspec diff`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::payspec::{Folder, Run, command, own_file, run};

fn acme() -> String {
    fs::read_to_string(own_file("tests/fixtures/acme.yaml")).unwrap()
}

/// The specification with another text in place of one that stands there.
fn edited(from: &str, to: &str) -> String {
    let text = acme();
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

/// Compares the specification with an edited one.
fn diff(from: &str, to: &str, options: &[&str]) -> Run {
    let folder = Folder::new();
    let new = folder.file("acme.yaml", edited(from, to));
    run(["diff", &own_file("tests/fixtures/acme.yaml"), &new].iter().chain(options))
}

fn in_folder(folder: &Path, arguments: &[&str]) -> Run {
    let output = command(["diff"]).args(arguments).current_dir(folder).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Git in a folder, with nothing of the machine's own settings; `None` where it is not installed.
fn git(folder: &Path, arguments: &[&str]) -> Option<()> {
    let status = Command::new("git")
        .args(["-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    assert!(status.success(), "git {arguments:?}");
    Some(())
}

/// A repository with two commits; the first is tagged `v1`. `None` where there is no git.
fn repository() -> Option<Folder> {
    let folder = Folder::new();
    fs::create_dir(folder.path().join("specs")).unwrap();
    let commit = |text: &str| {
        fs::write(folder.path().join("specs/acme.yaml"), text).unwrap();
        git(folder.path(), &["add", "."])?;
        git(folder.path(), &["commit", "--quiet", "--message", "edit"])
    };
    if git(folder.path(), &["init", "--quiet"]).is_none() {
        eprintln!("skipped: git is not installed");
        return None;
    }
    commit(&acme())?;
    git(folder.path(), &["tag", "v1"])?;
    commit(&edited("state: Pending }", "state: Unknown }"))?;
    Some(folder)
}

#[test]
fn nothing_changes_between_a_file_and_itself() {
    let run = diff("title", "title", &[]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "nothing changes\n"), "{}", run.stderr);
}

#[test]
fn another_state_stands_above_other_behaviour_and_exits_with_1() {
    let run = diff("state: Pending }", "state: Unknown }", &["--version", "0.3.1"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "behaviour, states and amounts of orders\n  acme · Acme 支付\n    `\"0\"` (支付中) of `order_status`, `state` `Pending` → `Unknown`: orders that \
         were Pending are now Unknown.\n      codes.order_status.\"0\".state\n\nversion: 0.3.1 → 0.3.2\n"
    );
}

#[test]
fn a_variant_that_is_gone_is_breaking_and_exits_with_3() {
    let run = diff("name: Paying", "name: Waiting", &["--version", "0.3.1"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stdout.starts_with("breaking\n"), "{}", run.stdout);
    assert!(run.stdout.contains("variant acme::OrderStatus::Paying\n        - Paying\n"), "{}", run.stdout);
    assert!(run.stdout.ends_with("version: 0.3.1 → 0.4.0\n"), "{}", run.stdout);
    let words = diff("name: Paying", "name: Waiting", &[]).stdout;
    assert!(words.ends_with("version: major (minor while 0.x)\n"), "{words}");
}

#[test]
fn the_json_has_the_documented_shape() {
    let run = diff("name: Paying", "name: Waiting", &["--version", "1.2.3", "--json"]);
    let answer = run.json();
    assert_eq!(run.code, 3);
    assert_eq!(
        answer,
        json!({
            "class": "breaking", "bump": "major", "version": "1.2.3", "next_version": "2.0.0",
            "providers": [{ "provider": "acme", "title": "Acme 支付", "changes": [{
                "class": "breaking",
                "places": ["codes.order_status.\"0\".name"],
                "summary": "`\"0\"` (支付中) of `order_status`, `name` `Paying` → `Waiting`",
                "effect": null, "old": "`Paying`", "new": "`Waiting`",
                "items": [
                    { "class": "breaking", "kind": "variant", "path": "acme::OrderStatus::Paying", "old": "Paying", "new": null },
                    { "class": "additive", "kind": "variant", "path": "acme::OrderStatus::Waiting", "old": null, "new": "Waiting" },
                ],
            }] }],
        })
    );
    let nothing = diff("title", "title", &["--json"]).json();
    assert_eq!(
        (&nothing["class"], &nothing["bump"], &nothing["version"]),
        (&Value::Null, &"none".into(), &Value::Null)
    );
}

#[test]
fn the_changelog_is_markdown() {
    let run = diff("state: Pending }", "state: Unknown }", &["--format", "markdown", "--version", "1.2.3"]);
    assert!(
        run.stdout.starts_with(
            "## 1.3.0\n\n### Behaviour, states and amounts of orders\n\n**acme** (Acme 支付)\n\n- "
        ),
        "{}",
        run.stdout
    );
}

#[test]
fn a_revision_is_compared_with_the_folder_and_with_another_revision() {
    let Some(folder) = repository() else { return };
    let (here, specs) = (folder.path(), folder.path().join("specs"));
    for (place, arguments, code) in [
        (here, &["HEAD~1", "HEAD"][..], 1),
        (here, &["v1", "specs"], 1),
        (here, &["HEAD", "specs"], 0),
        (here, &["v1:specs/acme.yaml", "specs/acme.yaml"], 1),
        (here, &["v1:specs", "v1", "--path", "specs/acme.yaml"], 0),
        (&*specs, &["v1", "HEAD", "--path", "."], 1),
        (&*specs, &["v1", "HEAD", "--path", "../specs/"], 1),
        (&*specs, &["v1:./acme.yaml", "acme.yaml"], 1),
    ] {
        let run = in_folder(place, arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}{}", run.stdout, run.stderr);
        assert_eq!(
            run.stdout.contains("orders that were Pending are now Unknown"),
            code == 1,
            "{arguments:?}"
        );
    }
}

#[test]
fn a_mistake_of_a_revision_is_shown_with_the_revision_in_its_path() {
    let Some(folder) = repository() else { return };
    fs::write(folder.path().join("specs/acme.yaml"), edited("is: merchant_no }", "is: nothing }")).unwrap();
    git(folder.path(), &["commit", "--quiet", "--all", "--message", "a mistake"]).unwrap();
    let run = in_folder(folder.path(), &["v1", "HEAD"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("HEAD:specs/acme.yaml:") && run.stderr.contains("PS0104"), "{}", run.stderr);
}

/// Puts everything of a folder into a commit.
fn commit_all(folder: &Path) {
    git(folder, &["add", "--all"]).unwrap();
    git(folder, &["commit", "--quiet", "--message", "another"]).unwrap();
}

#[test]
fn files_may_have_other_names_and_specifications_may_come_and_go() {
    let Some(folder) = repository() else { return };
    let specs = folder.path().join("specs");
    fs::rename(specs.join("acme.yaml"), specs.join("gateway.yml")).unwrap();
    commit_all(folder.path());
    let renamed = in_folder(folder.path(), &["HEAD~1", "HEAD"]);
    assert_eq!((renamed.code, renamed.stdout.as_str()), (0, "nothing changes\n"), "{}", renamed.stderr);
    fs::write(specs.join("birch.yaml"), acme().replace("provider: acme", "provider: birch")).unwrap();
    commit_all(folder.path());
    let added = in_folder(folder.path(), &["HEAD~1", "HEAD"]);
    assert_eq!(added.code, 1, "{}", added.stderr);
    assert!(added.stdout.contains("the provider `birch` (Acme 支付) is new"), "{}", added.stdout);
    let removed = in_folder(folder.path(), &["HEAD", "HEAD~1"]);
    assert_eq!(removed.code, 3, "{}", removed.stderr);
    assert!(removed.stdout.contains("the provider `birch` (Acme 支付) is gone"), "{}", removed.stdout);
    let one = in_folder(folder.path(), &["v1", "HEAD", "--path", "specs/gateway.yml"]);
    assert_eq!(one.code, 2, "{}", one.stdout);
    assert!(one.stderr.contains("the revision `v1` has no `specs/gateway.yml`"), "{}", one.stderr);
    assert!(one.stderr.contains("whatever their files are called"), "{}", one.stderr);
}

#[test]
fn a_revision_that_a_shallow_clone_lacks_is_said_to_be_fetched() {
    let Some(folder) = repository() else { return };
    let origin = format!("file://{}", folder.path().display());
    git(folder.path(), &["clone", "--quiet", "--depth", "1", &origin, "shallow"]).unwrap();
    let run = in_folder(&folder.path().join("shallow"), &["HEAD~1", "HEAD"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("`HEAD~1` is neither a file nor a git revision"), "{}", run.stderr);
    assert!(run.stderr.contains("this clone is shallow: `git fetch --unshallow"), "{}", run.stderr);
    let whole = in_folder(folder.path(), &["HEAD~9", "HEAD"]);
    assert!(whole.stderr.contains("`git log --oneline`"), "{}", whole.stderr);
}

#[test]
fn a_repository_that_git_refuses_is_not_said_to_be_none() {
    let Some(folder) = repository() else { return };
    let broken = folder.path().join("specs");
    fs::write(broken.join(".git"), "nonsense").unwrap();
    let run = in_folder(&broken, &["HEAD~1", "HEAD", "--path", "."]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("git does not read this repository: fatal: "), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_of_a_revision_is_said_to_be_one() {
    let Some(folder) = repository() else { return };
    std::os::unix::fs::symlink("specs", folder.path().join("linked")).unwrap();
    std::os::unix::fs::symlink("acme.yaml", folder.path().join("specs/other.yaml")).unwrap();
    commit_all(folder.path());
    for (path, says) in [
        ("linked", "HEAD:linked is a symbolic link to `specs`"),
        ("specs/other.yaml", "HEAD:specs/other.yaml is a symbolic link to `acme.yaml`"),
        ("specs", "HEAD:specs/other.yaml is a symbolic link to `acme.yaml`"),
    ] {
        let run = in_folder(folder.path(), &["HEAD", "HEAD", "--path", path]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{path}");
        assert!(run.stderr.contains(says), "{path}: {}", run.stderr);
    }
    let top = in_folder(&folder.path().join("specs"), &["HEAD:linked", "HEAD:linked"]);
    assert!(top.stderr.contains("HEAD:linked is a symbolic link"), "{}", top.stderr);
}

#[test]
fn what_git_does_not_know_is_said_and_exits_with_2() {
    let Some(folder) = repository() else { return };
    fs::write(folder.path().join("empty.txt"), "").unwrap();
    for (old, new, says) in [
        ("v9", "HEAD", "`v9` is neither a file nor a git revision"),
        ("HEAD:none", "HEAD", "the revision `HEAD` has no `none`"),
        ("HEAD", "--output=stolen", "`--output=stolen` is neither a file nor a git revision"),
        ("", "HEAD", "`` is neither a file nor a git revision"),
        (":/first", "HEAD", "`:/first` is neither a file nor a git revision"),
    ] {
        let run = in_folder(folder.path(), &["--", old, new]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{old} {new}");
        assert!(run.stderr.contains(says), "{old} {new}: {}", run.stderr);
    }
    assert!(!folder.path().join("stolen").exists());
    let json = in_folder(folder.path(), &["v9", "HEAD", "--json"]).json();
    assert_eq!(json["error"]["kind"], "git");
}

#[test]
fn without_a_repository_or_without_git_files_are_compared_all_the_same() {
    let folder = Folder::new();
    let (old, new) = (folder.file("old.yaml", acme()), folder.file("new.yaml", acme()));
    let without_git = |arguments: &[&str]| {
        command(["diff"])
            .args(arguments)
            .current_dir(folder.path())
            .env("PATH", folder.path())
            .output()
            .unwrap()
    };
    assert_eq!(without_git(&[&old, &new]).status.code(), Some(0));
    let output = without_git(&["HEAD", &new]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("git is not installed"));
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: git is not installed");
        return;
    }
    // The folders above may be a repository: they are not looked at.
    let output = command(["diff", "HEAD", &new])
        .current_dir(folder.path())
        .env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.contains("there is no file `HEAD`, and no git repository here"), "{complaint}");
}
