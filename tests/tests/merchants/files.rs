//! Files with secrets that everybody can read.

#[cfg(unix)]
#[tokio::test]
async fn a_file_with_a_secret_that_everybody_can_read_is_warned_of_once_and_no_other() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;

    use payspec_tests::capture;

    use crate::shops::{Shops, opened};

    capture::start();
    let shops = Shops::open(1).await;
    let merchant = |name: &str, credentials: &str| {
        format!(
            "[merchants.{name}]\nprovider = \"leshua\"\nurl = \"https://a.example\"\n[merchants.{name}.credentials]\n\
             merchant_id = \"1\"\n{credentials}\n"
        )
    };
    let write = |name: &str, contents: &str, mode: u32| {
        let path = shops.file(name, contents);
        set_permissions(&path, Permissions::from_mode(mode)).expect("its owner may");
        path
    };
    write("open.key", "k1", 0o644);
    write("group.key", "k2", 0o640);
    let files = merchant("a", "key_file = \"open.key\"")
        + &merchant("b", "key_file = \"open.key\"")
        + &merchant("c", "key_file = \"group.key\"");
    opened(&write("files-alone.toml", &files, 0o644));
    let inline = merchant("a", "key = \"s3cr3t0fthemerchant\"");
    opened(&write("secret.toml", &inline, 0o644));
    opened(&write("own.toml", &inline, 0o600));

    let logged = capture::logged();
    let warned = |name: &str| {
        let path = shops.path(name).display().to_string();
        logged.lines().filter(|line| line.contains(&path) && line.contains("everybody")).count()
    };
    assert_eq!((warned("open.key"), warned("secret.toml")), (1, 1), "{logged}");
    assert_eq!((warned("group.key"), warned("files-alone.toml"), warned("own.toml")), (0, 0, 0), "{logged}");
    assert!(!logged.contains("s3cr3t0fthemerchant"));
}
