//! The compiler's opinion of what breaks: a user of everything that was generated before is compiled against what is
//! generated now.
//!
//! `PAYSPEC_THOROUGH=1` tries every small change of every specification here; that takes more than an hour.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "what was tried, for who asks for it with --nocapture")]

#[path = "../../../codegen/tests/diff/mutation.rs"]
mod mutation;
mod rustc;
mod user;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use payspec_codegen::diff::{Class, Diff, ItemKind, between};
use payspec_codegen::model::Provider;
use payspec_codegen::{load_text, source};
use quote::ToTokens as _;

/// A specification and everything that is generated from it.
struct Base {
    path: PathBuf,
    text: String,
    providers: Vec<Provider>,
    generated: String,
    user: String,
}

/// The specifications of this repository that are tried: one, or all of them.
fn bases() -> Vec<Base> {
    let root = root();
    let mut paths = BTreeSet::from([root.join(COMPLETE)]);
    let folders = ["specs", "tests/invented/specs", "codegen/tests/documents", "codegen/tests/explanations"];
    for folder in if thorough() { &folders[..] } else { &[] } {
        let entries = std::fs::read_dir(root.join(folder)).expect("the folder is there");
        paths.extend(entries.map(|entry| entry.expect("an entry").path()));
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.into_iter().map(Base::read).collect()
}

const COMPLETE: &str = "codegen/tests/diff/complete.yaml";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn thorough() -> bool {
    std::env::var_os("PAYSPEC_THOROUGH").is_some()
}

impl Base {
    fn complete() -> Self {
        Self::read(root().join(COMPLETE))
    }

    fn read(path: PathBuf) -> Self {
        let text = std::fs::read_to_string(&path).expect("a specification");
        let providers = load(&text).unwrap_or_else(|| panic!("{} has mistakes", path.display()));
        let [provider] = &*providers else { panic!("a file is a provider") };
        let source = source(provider).unwrap_or_else(|error| panic!("{error}"));
        let user = user::crate_of(provider.name(), &source);
        Self { generated: generated(&providers), path, text, user, providers }
    }
}

fn load(text: &str) -> Option<Vec<Provider>> {
    load_text("it.yaml", text).into_result().ok()
}

/// What is generated, without what people read and without the tables, on which no user's code depends.
fn generated(providers: &[Provider]) -> String {
    let modules = providers.iter().map(|provider| {
        let source = source(provider).unwrap_or_else(|error| panic!("{error}"));
        let (face, tables) = source.split_once("\nmod tables {").expect("the tables stand at the end");
        let attributes = face.lines().rev().take_while(|line| line.starts_with("#[")).count();
        assert!(!tables.contains("\npub "), "nothing else does");
        let lines: Vec<&str> = face.lines().filter(|line| !line.trim_start().starts_with("///")).collect();
        let face = lines[..lines.len() - attributes].join("\n");
        format!("pub mod {} {{\n{face}\n{TABLES}\n}}\n", provider.name())
    });
    modules.collect()
}

const TABLES: &str = "mod tables {
    use ::payspec_runtime::table::Provider;
    pub(super) static PROVIDER: Provider = Provider::new(\"\", \"\", \"\");
}";

/// What was tried, and what came of it.
#[derive(Default)]
struct Tally {
    differences: AtomicUsize,
    compiled: AtomicUsize,
    broken: AtomicUsize,
    silent: AtomicUsize,
    known: Mutex<HashSet<String>>,
    wrong: Mutex<Vec<String>>,
}

#[test]
fn what_is_called_breaking_does_not_compile_and_nothing_else_is() {
    let bases = bases();
    let engine = engine(&bases, "engine");
    let mutants: Vec<(&Base, mutation::Mutant)> =
        bases.iter().flat_map(|base| tried(base).into_iter().map(move |mutant| (base, mutant))).collect();
    let (next, tally) = (AtomicUsize::new(0), Tally::default());
    std::thread::scope(|scope| {
        for worker in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            let (next, tally, engine, mutants) = (&next, &tally, &engine, &mutants);
            scope.spawn(move || {
                let folder = folder(&worker.to_string());
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((base, mutant)) = mutants.get(at) else { break };
                    if at > 0 && at.is_multiple_of(1_000) {
                        println!("{at} of {}", mutants.len());
                    }
                    judge(base, &mutant.what, &mutant.of(&base.text), engine, &folder, tally);
                }
                std::fs::remove_dir_all(&folder).expect("the folder can be removed");
            });
        }
    });
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    println!(
        "{} changes of {} specifications make {} differences; {} of them differ in Rust and were compiled; {} break, \
         and {} of these compile all the same, as is said",
        mutants.len(),
        bases.len(),
        count(&tally.differences),
        count(&tally.compiled),
        count(&tally.broken),
        count(&tally.silent)
    );
    let wrong = tally.wrong.into_inner().expect("no thread panics with it");
    assert!(wrong.is_empty(), "{} disagree:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count(&tally.broken) < count(&tally.compiled), "some of what is tried compiles");
    assert!(count(&tally.silent) < count(&tally.broken), "some of what breaks does not");
    assert!(thorough() || count(&tally.differences) == TRIED.len(), "some of what is tried changes nothing");
}

#[test]
fn what_breaks_although_it_compiles_is_said_to_compile() {
    let bases = [Base::complete()];
    let [base] = &bases;
    let (name, tally) = ("silent", Tally::default());
    let engine = engine(&bases, name);
    let folder = folder(name);
    let another_argument = base.text.replace(
        "        day: { title: 交易日期, presence: required",
        "        from: { title: 开始日期, presence: required",
    );
    let another_credential =
        base.text.replace("credentials.mid", "credentials.shop").replace("\n  mid: {", "\n  shop: {");
    judge(base, "another argument of the same type", &another_argument, &engine, &folder, &tally);
    judge(base, "another name of a credential", &another_credential, &engine, &folder, &tally);
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    let wrong = tally.wrong.into_inner().expect("no thread panics with it");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(tally.silent.into_inner(), 2, "both compile, and both are breaking");
}

/// The latest engine beside this test on which every specification as it is, and its user, compile.
fn engine(bases: &[Base], name: &str) -> rustc::Engine {
    let folder = folder(name);
    let mut complaints = Vec::new();
    let fits = |engine: &rustc::Engine| {
        let complaint = bases.iter().find_map(|base| engine.complaint(&folder, &base.generated, &base.user));
        complaints.extend(complaint.clone());
        complaint.is_none()
    };
    let engine = rustc::Engine::all().into_iter().find(fits);
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    engine.unwrap_or_else(|| panic!("nothing compiles as it is:\n{}", complaints.join("\n")))
}

/// A folder for what is compiled.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("diff-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// The changes that are tried: one for each way in which Rust changes, or all.
fn tried(base: &Base) -> Vec<mutation::Mutant> {
    let mut mutants = mutation::mutants(&base.text);
    if thorough() {
        few_of_each_sort(&mut mutants);
        return mutants;
    }
    let found = |what: &str| mutants.iter().filter(|mutant| mutant.what.starts_with(what)).count();
    let stale: Vec<_> =
        TRIED.iter().filter(|what| found(what) != 1).map(|what| (what, found(what))).collect();
    assert_eq!(stale, [], "no single change of {} begins so", base.path.display());
    mutants.retain(|mutant| TRIED.iter().any(|what| mutant.what.starts_with(what)));
    mutants
}

/// What is true of a change at one place is true at others of the same kind; fields that are required, optional, inside
/// others or part of a group make several of them worth while.
fn few_of_each_sort(mutants: &mut Vec<mutation::Mutant>) {
    const FEW: usize = 3;
    let mut seen: HashMap<String, usize> = HashMap::new();
    mutants.retain(|mutant| {
        let count = seen.entry(mutant.sort.clone()).or_default();
        *count += 1;
        *count <= FEW
    });
}

/// How the changes of the complete specification begin that are always tried.
const TRIED: &[&str] = &[
    "provider longer",
    "environments.production gone",
    "environments String(\"test\") renamed",
    "credentials reversed",
    "codes.return_code.0.name longer",
    "codes.return_code.1 gone",
    "codes.return_code.3.aliases gone",
    "codes.channel with 5:",
    "operations reversed",
    "operations String(\"query\") renamed",
    "operations.query.purpose is String(\"other\")",
    "operations.query.request.fields reversed",
    "operations.query.request.fields String(\"day\") renamed",
    "operations.query.request.fields String(\"moment\") renamed",
    "operations.query.request.fields with code: Mapping",
    "operations.query.request.fields with count:",
    "operations.query.request.fields.service.constant gone",
    "operations.query.request.fields.kind.name gone",
    "operations.query.request.fields.moment.presence is String(\"required\")",
    "operations.query.request.fields.pin.secret gone",
    "operations.query.request.fields.detail.fields with name:",
    "operations.query.request.fields.detail.fields with from:",
    "operations.query.request.at_least_one gone",
    "operations.query.response.fields with no:",
    "operations.query.response.fields.msg with secret:",
    "operations.query.response.fields.msg with type: String(\"integer\")",
    "operations.query.response.fields.data.fields String(\"parts\") renamed",
    "operations.query.response.fields.data.fields.channel.table is String(\"return_code\")",
    "operations.query.response.decision.business gone",
    "operations.query_many.request.exactly_one.[0] gone",
    "operations.query_many.response.identity gone",
    "operations.ping gone",
    "operations.ping.request.fields with count:",
];

/// Notes where the compiler disagrees with what is told of a change.
fn judge(base: &Base, what: &str, text: &str, engine: &rustc::Engine, folder: &Path, tally: &Tally) {
    let Some(providers) = load(text).filter(|providers| *providers != base.providers) else { return };
    let add = |counter: &AtomicUsize| counter.fetch_add(1, Ordering::Relaxed);
    add(&tally.differences);
    let diff = between(&base.providers, &providers).unwrap_or_else(|error| panic!("{error}"));
    let (breaks, silent) = (diff.class() == Some(Class::Breaking), is_silent(&diff));
    let new = generated(&providers);
    let complaint = if new == base.generated {
        None
    } else {
        // The same Rust for another reason is not compiled again.
        let key = format!("{}{new}{breaks}{silent}", base.path.display());
        if !tally.known.lock().expect("no thread panics with it").insert(key) {
            return;
        }
        add(&tally.compiled);
        engine.user(folder, &new, &base.user)
    };
    if breaks {
        add(&tally.broken);
    }
    let words = match (&complaint, breaks, silent) {
        (None, false, _) | (Some(_), true, false) => return,
        (None, true, true) => {
            add(&tally.silent);
            return;
        }
        (None, ..) => "it compiles",
        (Some(complaint), ..) => complaint,
    };
    let words = format!("{}, {what}: {words}\nTold is\n{}", base.path.display(), diff.markdown(None));
    tally.wrong.lock().expect("no thread panics with it").push(words);
}

/// Whether code compiles all the same: arguments have other names in the same places and mean something else, or files
/// that name a credential do not work any more.
fn is_silent(diff: &Diff) -> bool {
    let mut items =
        diff.changes().flat_map(|change| &change.items).filter(|item| item.class == Class::Breaking);
    let types = |signature: &Option<String>| {
        let signature: syn::Signature = syn::parse_str(signature.as_deref()?).ok()?;
        let inputs = signature.inputs.iter().map(|input| match input {
            syn::FnArg::Typed(input) => input.ty.to_token_stream().to_string(),
            receiver => receiver.to_token_stream().to_string(),
        });
        let output = signature.output.to_token_stream().to_string();
        Some((signature.ident.to_string(), inputs.collect::<Vec<String>>(), output))
    };
    let same = items.all(|item| {
        item.kind == ItemKind::Function && types(&item.old).is_some() && types(&item.old) == types(&item.new)
    });
    let mut breaking = diff.changes().filter(|change| change.class == Class::Breaking).peekable();
    breaking.peek().is_some()
        && same
        && breaking.all(|change| {
            let sentence = change.sentence();
            sentence.contains("calls compile all the same")
                || sentence.contains("configurations that give it")
        })
}
