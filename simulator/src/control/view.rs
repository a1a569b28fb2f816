//! What of everything the page shows, as its address says.

use axum::http::{HeaderMap, header};
use url::form_urlencoded;

use crate::control::words::Language;

/// What of everything the page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct View {
    pub(crate) language: Language,
    /// The language was chosen by hand just now, and is to be remembered.
    pub(crate) chosen: Option<Language>,
    /// Only this provider.
    pub(crate) provider: Option<String>,
    /// Only orders in whose numbers this stands.
    pub(crate) number: Option<String>,
}

/// The cookie that remembers the language.
const COOKIE: &str = "payspec-lang";

impl View {
    pub(crate) fn read(query: Option<&str>, headers: &HeaderMap) -> Self {
        let mut view = Self::default();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
            match &*name {
                "lang" => view.chosen = value.as_deref().and_then(Language::of_tag),
                "provider" => view.provider = value,
                "number" => view.number = value,
                _ => {}
            }
        }
        let accepted = || Language::accepted(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?);
        view.language = view.chosen.or_else(|| remembered(headers)).or_else(accepted).unwrap_or_default();
        view
    }

    /// What remembers the language, if it was chosen.
    pub(crate) fn cookie(&self) -> Option<String> {
        let language = self.chosen?;
        Some(format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly", language.name()))
    }

    /// This view at an address: `/?provider=…`.
    pub(crate) fn at(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("lang", self.chosen.map(Language::name)),
            ("provider", self.provider.as_deref()),
            ("number", self.number.as_deref()),
        ] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    pub(crate) fn in_language(&self, language: Language) -> Self {
        Self { chosen: Some(language), ..self.clone() }
    }

    pub(crate) fn of_provider(&self, provider: Option<&str>) -> Self {
        Self { provider: provider.map(str::to_owned), ..self.clone() }
    }

    pub(crate) fn shows_provider(&self, provider: &str) -> bool {
        self.provider.as_deref().is_none_or(|only| only == provider)
    }

    /// Whether an order of one of these numbers is shown.
    pub(crate) fn shows_number<'n>(&self, numbers: impl IntoIterator<Item = &'n str>) -> bool {
        let wanted = self.number.as_deref();
        wanted.is_none_or(|wanted| numbers.into_iter().any(|number| number.contains(wanted)))
    }
}

fn remembered(headers: &HeaderMap) -> Option<Language> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, value)| Language::of_tag(value))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_language_is_the_chosen_one_or_the_remembered_one_or_the_accepted_one() {
        let mut headers = HeaderMap::new();
        let language = |query, headers: &HeaderMap| View::read(query, headers).language;
        assert_eq!(language(None, &headers), Language::English);
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("zh-CN"));
        assert_eq!(language(None, &headers), Language::Chinese);
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; payspec-lang=en"));
        assert_eq!(language(None, &headers), Language::English);
        assert_eq!(language(Some("lang=zh"), &headers), Language::Chinese);
        assert_eq!(language(Some("lang=tlh"), &headers), Language::English);
    }

    #[test]
    fn a_view_is_read_back_from_its_own_address() {
        let view = View::read(Some("provider=acme&number=%26+%3F%2F%E5%8D%95&else=1"), &HeaderMap::new());
        assert_eq!((view.provider.as_deref(), view.number.as_deref()), (Some("acme"), Some("& ?/单")));
        let address = view.in_language(Language::Chinese).at("/");
        let read = View::read(address.strip_prefix("/?"), &HeaderMap::new());
        assert_eq!(read, View { language: Language::Chinese, chosen: Some(Language::Chinese), ..view });
        assert_eq!(View::default().at("/"), "/");
    }
}
