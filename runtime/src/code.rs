//! Values of code tables as generated enums.

use crate::Text;

/// A value of a code table: a generated enum with a variant for each known value and `Other` for the rest.
///
/// A provider may add values at any time; reading one never fails.
pub trait Code: Sized {
    /// The value as it stands on the wire. For an alias that was read, the value that it stands for.
    fn wire(&self) -> &str;

    /// The variant of a wire value or of one of its aliases, `Other` for a value that the table does not list.
    fn from_wire(wire: Text) -> Self;
}

/// Makes an enum that implements [`Code`] usable as a field of requests and replies.
///
/// Emits [`ToInput`](crate::ToInput), [`FromField`](crate::FromField), `Display` (the wire value) and, with the
/// feature `serde`, `Serialize` (the wire value).
#[macro_export]
macro_rules! code {
    ($type:ty) => {
        impl $crate::ToInput for $type {
            fn to_input(&self) -> $crate::Input<'_> {
                $crate::Input::Text(::std::borrow::Cow::Borrowed($crate::Code::wire(self)))
            }
        }

        impl $crate::FromField for $type {
            fn from_field(value: &$crate::Value<'_>) -> ::std::option::Option<Self> {
                value.text().map($crate::Code::from_wire)
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad($crate::Code::wire(self))
            }
        }

        $crate::if_serde! {
            impl $crate::generated::serde::Serialize for $type {
                fn serialize<S: $crate::generated::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::std::result::Result<S::Ok, S::Error> {
                    serializer.serialize_str($crate::Code::wire(self))
                }
            }
        }
    };
}
