//! Macros of generated code: they follow the features of this crate, not those of the crate it stands in.

/// Includes the modules that `payspec-codegen` made in this crate's build script.
#[macro_export]
macro_rules! include_providers {
    () => {
        include!(concat!(env!("OUT_DIR"), "/providers.rs"));
    };
}

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

/// Emits, with the feature `blocking`, a module `blocking` with the client of a generated module for programs
/// without an async runtime: `blocking_client!(query(Query) -> QueryReply)`.
#[macro_export]
macro_rules! blocking_client {
    ($($method:ident($request:ty) -> $reply:ty),* $(,)?) => {
        $crate::if_blocking! {
            /// The client for programs without an async runtime.
            pub mod blocking {
                #[allow(unused_imports, reason = "the types of the operations")]
                use super::*;

                /// Asks the provider, waiting for each answer.
                ///
                /// Cloning is cheap and shares the connections. Inside an async runtime every call is an error.
                #[derive(Debug, Clone)]
                pub struct Client($crate::blocking::Client);

                impl Client {
                    /// A client for one merchant. Nothing is opened or sent before the first question.
                    #[must_use]
                    pub fn new(environment: super::Environment, credentials: super::Credentials) -> Self {
                        Self::from(super::Client::new(environment, credentials))
                    }

                    $(
                        #[doc = concat!("As [`super::Client::", stringify!($method), "`].")]
                        ///
                        /// # Errors
                        /// As there.
                        pub fn $method(
                            &self,
                            request: $request,
                        ) -> ::std::result::Result<$reply, $crate::Error> {
                            self.0.call(&request)
                        }
                    )*

                    /// As `until_final` of the asynchronous client, waiting for the outcome.
                    pub fn until_final(&self, key: $crate::OrderKey, patience: $crate::Patience) -> $crate::Outcome {
                        self.0.until_final(key, patience)
                    }

                    /// As `query_all` of the asynchronous client, waiting for each answer.
                    pub fn query_all<'c>(
                        &'c self,
                        keys: impl IntoIterator<Item = $crate::OrderKey> + 'c,
                        concurrency: $crate::Concurrency,
                    ) -> impl Iterator<Item = $crate::Answer> + 'c {
                        self.0.query_all(keys, concurrency)
                    }
                }

                /// With the settings of an asynchronous client.
                impl From<super::Client> for Client {
                    fn from(client: super::Client) -> Self {
                        Self($crate::blocking::Client::from(client.0))
                    }
                }
            }
        }
    };
}
