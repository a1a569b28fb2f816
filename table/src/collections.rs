//! Texts and lists that are `static` in generated code and owned when a specification is read at run time.

use std::borrow::Cow;
use std::ops::Deref;

/// A text.
pub type Str = Cow<'static, str>;

/// The path segment that stands for every element of a list.
pub const EACH: &str = "[]";

/// A list of values.
#[derive(Debug, Clone)]
pub enum List<T: 'static> {
    /// In generated code.
    Static(&'static [T]),
    /// Read at run time.
    Owned(Vec<T>),
}

impl<T> Deref for List<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Self::Static(items) => items,
            Self::Owned(items) => items,
        }
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for List<T> {}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self::Owned(items)
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A list of texts.
#[derive(Debug, Clone)]
pub enum Names {
    /// In generated code.
    Static(&'static [&'static str]),
    /// Read at run time.
    Owned(Vec<String>),
}

impl Names {
    /// How many there are.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        match self {
            Self::Static(names) => names.len(),
            Self::Owned(names) => names.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text at a position.
    #[must_use]
    #[inline]
    pub fn get(&self, index: usize) -> Option<&str> {
        match self {
            Self::Static(names) => names.get(index).copied(),
            Self::Owned(names) => names.get(index).map(String::as_str),
        }
    }

    /// The texts in order.
    #[inline]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// A path as it stands in a specification: `data.amount`, `orders[].status`.
    #[must_use]
    pub fn dotted(&self) -> String {
        let mut dotted = String::new();
        for segment in self.iter() {
            if !dotted.is_empty() && segment != EACH {
                dotted.push('.');
            }
            dotted.push_str(segment);
        }
        dotted
    }

    /// Whether they begin with all of these.
    #[must_use]
    pub fn starts_with(&self, beginning: &Self) -> bool {
        match (self, beginning) {
            (Self::Static(names), Self::Static(beginning)) => names.starts_with(beginning),
            _ => {
                beginning.len() <= self.len()
                    && self.iter().zip(beginning.iter()).all(|(one, other)| one == other)
            }
        }
    }

    /// Whether a text is among them, to the letter.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        match self {
            Self::Static(names) => names.contains(&name),
            Self::Owned(names) => names.iter().any(|known| known == name),
        }
    }
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Names {}

impl From<Vec<String>> for Names {
    fn from(names: Vec<String>) -> Self {
        Self::Owned(names)
    }
}

/// A place in a message: wire names from its top, [`EACH`] for the elements of a list.
pub type Path = Names;

/// Replaces a part of a table in a `const` context, where nothing may be dropped.
///
/// The part that is replaced was made by a constructor of this crate and owns nothing, so not dropping it leaks nothing.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident($argument:ident: $type:ty) { $($field:ident = $value:expr),+ })*) => {$(
        $(#[$doc])*
        #[allow(clippy::mem_replace_option_with_some, reason = "some parts are options, most are not")]
        #[must_use]
        pub const fn $name(mut self, $argument: $type) -> Self {
            $(let _ = std::mem::ManuallyDrop::new(std::mem::replace(&mut self.$field, $value));)+
            self
        }
    )*};
}
pub(crate) use setters;
