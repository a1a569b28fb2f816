//! What each rule of the checker is about, with an example.
