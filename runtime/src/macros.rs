//! Macros that let generated code follow the features of this crate, not those of the crate it stands in.

/// Expands to its input with the feature `blocking`, to nothing without.
#[cfg(feature = "blocking")]
#[macro_export]
macro_rules! if_blocking {
    ($($item:tt)*) => { $($item)* };
}

/// Expands to its input with the feature `blocking`, to nothing without.
#[cfg(not(feature = "blocking"))]
#[macro_export]
macro_rules! if_blocking {
    ($($item:tt)*) => {};
}

/// Expands to its input with the feature `serde`, to nothing without.
#[cfg(feature = "serde")]
#[macro_export]
macro_rules! if_serde {
    ($($item:tt)*) => { $($item)* };
}

/// Expands to its input with the feature `serde`, to nothing without.
#[cfg(not(feature = "serde"))]
#[macro_export]
macro_rules! if_serde {
    ($($item:tt)*) => {};
}
