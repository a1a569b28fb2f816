//! From a checked provider back to the specification that says it.
