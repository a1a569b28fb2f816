//! `payspec docs`.

use std::fs;

use crate::payspec::{Folder, own_file, run};

#[test]
fn pages_are_written_once_and_again_only_where_something_changed() {
    let folder = Folder::new();
    let out = folder.path().join("reference");
    let arguments = ["docs", "--out", out.to_str().unwrap()];
    let first = run(arguments);
    assert_eq!(first.code, 0, "{}", first.stderr);
    for name in ["index.html", "leshua.html", "leopard.html"] {
        assert!(first.stdout.contains(name), "{}", first.stdout);
        assert!(fs::read_to_string(out.join(name)).unwrap().starts_with("<!DOCTYPE html>"), "{name}");
    }
    let again = run(arguments);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""));
    assert!(again.stderr.contains("6 unchanged"), "{}", again.stderr);
    let page = fs::read_to_string(out.join("leshua.html")).unwrap();
    fs::write(out.join("leshua.html"), page.replace("乐刷", "别的")).unwrap();
    let mended = run(arguments);
    assert_eq!(mended.stdout.lines().count(), 1, "{}", mended.stdout);
    assert_eq!(fs::read_to_string(out.join("leshua.html")).unwrap(), page);
}

#[test]
fn a_file_that_somebody_else_wrote_is_not_replaced_and_nothing_else_is_written() {
    let folder = Folder::new();
    for (format, name) in [("html", "leshua.html"), ("markdown", "leshua.md")] {
        let path = folder.file(name, "mine");
        let refused = run(["docs", "--format", format, "--out", folder.path().to_str().unwrap(), "leshua"]);
        assert_eq!(refused.code, 1);
        assert!(
            refused.stderr.contains(name) && refused.stderr.contains("does not replace it"),
            "{}",
            refused.stderr
        );
        assert_eq!(fs::read_to_string(path).unwrap(), "mine");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing but what was there before");
}

#[test]
fn two_specifications_of_one_provider_are_refused() {
    let folder = Folder::new();
    let spec = own_file("specs/leshua.yaml");
    let refused = run(["docs", "--out", folder.path().to_str().unwrap(), "leshua", &spec]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("two specifications"), "{}", refused.stderr);
}

#[test]
fn other_files_of_the_folder_stay_as_they_are() {
    let folder = Folder::new();
    let kept = folder.file("notes.txt", "kept");
    let written =
        run(["docs", "--out", folder.path().to_str().unwrap(), &own_file("tests/fixtures/acme.yaml")]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    assert_eq!(fs::read_to_string(kept).unwrap(), "kept");
    assert_eq!(written.stdout.lines().count(), 2, "an index and a page: {}", written.stdout);
}

#[test]
fn markdown_has_a_file_for_each_provider_and_one_that_compares_them() {
    let folder = Folder::new();
    let arguments =
        ["docs", "--format", "markdown", "--out", folder.path().to_str().unwrap(), "leshua", "ktspay"];
    let written = run(arguments);
    assert_eq!(written.code, 0, "{}", written.stderr);
    for (name, heading) in
        [("leshua.md", "# 乐刷 `leshua`"), ("ktspay.md", "# KTSPay `ktspay`"), ("index.md", "# ")]
    {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(text.starts_with(heading), "{name}: {}", text.lines().next().unwrap_or_default());
    }
    assert_eq!(run(arguments).stdout, "");
}

#[test]
fn a_reference_is_written_anew_when_the_title_of_its_provider_changes() {
    let folder = Folder::new();
    let before = fs::read_to_string(own_file("tests/fixtures/acme.yaml")).unwrap();
    let (_, title) = before.split_once("\ntitle: ").unwrap();
    let title = title.lines().next().unwrap();
    let spec = folder.file("acme.yaml", &before);
    let out = folder.path().join("reference");
    let arguments = ["docs", "--format", "markdown", "--out", out.to_str().unwrap(), &spec];
    assert_eq!(run(arguments).code, 0);
    fs::write(&spec, before.replace(&format!("title: {title}\n"), "title: 新名称\n")).unwrap();
    let again = run(arguments);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(fs::read_to_string(out.join("acme.md")).unwrap().starts_with("# 新名称"), "{}", again.stdout);
}

#[test]
fn a_path_that_leads_through_a_file_or_to_a_folder_says_so() {
    let folder = Folder::new();
    let file = folder.file("notes", "mine");
    fs::create_dir_all(folder.path().join("taken/index.html")).unwrap();
    let at = |path: &str| folder.path().join(path).to_str().unwrap().to_owned();
    for (out, says) in [
        (at("notes"), "notes: is a file, not a folder"),
        (at("notes/"), "notes: is a file, not a folder"),
        (at("notes/deeper"), "notes: is a file, not a folder"),
        (at("taken"), "index.html: is a folder, not a file"),
    ] {
        let refused = run(["docs", "--out", &out, "leshua"]);
        assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{out}");
        assert!(refused.stderr.contains(says), "{out}: {}", refused.stderr);
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "mine");
}
