//! What a provider's document says now, against what a specification or an older version of it says.
