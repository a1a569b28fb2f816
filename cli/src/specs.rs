//! Specifications: those that are built in, and those in files.

use std::path::Path;

use payspec_codegen::model::{Operation, Provider};
use payspec_codegen::{Loaded, load, load_text};

use crate::failure::Failure;

/// The specifications that are built in: file name and text.
static BUILT_IN: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/specs.rs"));

/// Every provider that is built in.
pub(crate) fn built_in() -> Result<Vec<Provider>, Failure> {
    let mut providers = Vec::new();
    for (file, text) in BUILT_IN {
        providers.extend(finished(load_text(file, text))?);
    }
    providers.sort_by(|one, other| one.name().cmp(other.name()));
    Ok(providers)
}

/// The providers of a file or of a folder.
pub(crate) fn in_file(path: &Path) -> Result<Vec<Provider>, Failure> {
    let providers = finished(load([path]))?;
    if providers.is_empty() {
        return Err(Failure::file(path, "there is no specification in it"));
    }
    Ok(providers)
}

/// The providers of files, of folders, and of the names of those that are built in; all that are built in if none is given.
pub(crate) fn chosen(specs: &[String]) -> Result<Vec<Provider>, Failure> {
    if specs.is_empty() {
        return built_in();
    }
    let mut providers = Vec::new();
    for spec in specs {
        if is_path(spec) {
            providers.extend(in_file(Path::new(spec))?);
        } else {
            providers.push(provider(spec, None)?);
        }
    }
    Ok(providers)
}

/// The file or the folder among those chosen that describes a provider; none where it is built in.
pub(crate) fn path_of<'a>(provider: &str, specs: &'a [String]) -> Option<&'a Path> {
    let paths = specs.iter().filter(|spec| is_path(spec)).map(Path::new);
    let describes = |path: &Path| {
        in_file(path).is_ok_and(|providers| providers.iter().any(|found| found.name() == provider))
    };
    paths.into_iter().find(|path| describes(path))
}

/// The provider of a name, built in or from a file.
pub(crate) fn provider(name: &str, spec: Option<&Path>) -> Result<Provider, Failure> {
    let providers = match spec {
        Some(path) => in_file(path)?,
        // The one file that most likely has it, before all of them.
        None => match BUILT_IN.iter().find(|(file, _)| file.strip_suffix(".yaml") == Some(name)) {
            Some((file, text)) => finished(load_text(file, text))?,
            None => built_in()?,
        },
    };
    let names: Vec<String> = providers.iter().map(|provider| provider.name().to_owned()).collect();
    providers.into_iter().find(|provider| provider.name() == name).ok_or_else(|| {
        let what = match spec {
            Some(path) => format!("{} does not describe a provider `{name}`", path.display()),
            None => format!("there is no built-in provider `{name}`; one of your own is given as a file (`--spec` of query, sign and verify)"),
        };
        Failure::not_found(what, name, names.iter().map(String::as_str))
    })
}

/// The file name and the text of a specification that is built in.
pub(crate) fn text(name: &str) -> Result<(&'static str, &'static str), Failure> {
    let names = BUILT_IN.iter().filter_map(|(file, _)| file.strip_suffix(".yaml"));
    match BUILT_IN.iter().find(|(file, _)| file.strip_suffix(".yaml") == Some(name)) {
        Some((file, text)) => Ok((file, text)),
        None => {
            let what = format!("there is no built-in provider `{name}`; one of your own is given as a file");
            Err(Failure::not_found(what, name, names))
        }
    }
}

/// Whether a word is meant as a path, not as the name of a provider.
pub(crate) fn is_path(word: &str) -> bool {
    Path::new(word).exists() || word.contains(['/', '\\', '.'])
}

/// The operation of a name.
pub(crate) fn operation<'a>(provider: &'a Provider, name: &str) -> Result<&'a Operation, Failure> {
    let names = provider.operations.iter().map(|operation| operation.name.as_str());
    provider.operations.iter().find(|operation| operation.name == name).ok_or_else(|| {
        let what = format!("{} has no operation `{name}`", provider.name());
        Failure::not_found(what, name, names)
    })
}

fn finished(loaded: Loaded) -> Result<Vec<Provider>, Failure> {
    loaded.into_result().map_err(Failure::Specification)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_specification_that_is_built_in_is_right_and_named_like_its_file() {
        let names: Vec<String> =
            built_in().unwrap().iter().map(|provider| format!("{}.yaml", provider.name())).collect();
        let files: Vec<&str> = BUILT_IN.iter().map(|(file, _)| *file).collect();
        assert_eq!(names, files);
        assert!(!files.is_empty());
    }

    #[test]
    fn a_provider_that_does_not_exist_is_answered_with_the_nearest_name() {
        let Err(Failure::NotFound { hint, .. }) = provider("leshau", None) else { panic!() };
        assert_eq!(hint.as_deref(), Some("did you mean `leshua`?"));
    }
}
