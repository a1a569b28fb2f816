//! Replies that are wrong in exactly one way each, for every provider that can send them.

pub mod amounts;
pub mod duplicates;
pub mod encodings;
pub mod identity;
pub mod signatures;
pub mod transport;
pub mod unsigned;

use crate::answer::Answer;
use crate::subject::Subject;

/// A way in which a reply can be wrong.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// Its name.
    pub name: &'static str,
    /// Whether it shows only when an amount is expected.
    pub expects_amount: bool,
    make: fn(Subject, &str) -> Option<Answer>,
}

impl Fault {
    /// The reply with this fault; `None` where the provider's messages leave no room for it.
    ///
    /// `elsewhere` is a URL that answers honestly and must not be asked.
    #[must_use]
    pub fn answer(&self, subject: Subject, elsewhere: &str) -> Option<Answer> {
        (self.make)(subject, elsewhere)
    }

    /// Every fault.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        [
            signatures::ALL,
            unsigned::ALL,
            duplicates::ALL,
            encodings::ALL,
            identity::ALL,
            amounts::ALL,
            transport::ALL,
        ]
        .into_iter()
        .flatten()
    }
}

/// Faults as constants, and a list of them that cannot forget one.
macro_rules! faults {
    (expects_amount: $expects_amount:literal; $(
        $(#[$doc:meta])*
        $name:ident($subject:pat_param, $elsewhere:pat_param) $make:block
    )+) => {
        $(
            $(#[$doc])*
            pub const $name: $crate::fault::Fault = $crate::fault::Fault {
                name: stringify!($name),
                expects_amount: $expects_amount,
                make: |$subject, $elsewhere| $make,
            };
        )+
        /// Those of this theme.
        pub const ALL: &[$crate::fault::Fault] = &[$($name),+];
    };
}
use faults;
