//! From a provider's document to a draft of a specification.
