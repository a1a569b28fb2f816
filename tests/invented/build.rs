//! All that a crate with providers of its own needs.

fn main() {
    payspec_codegen::Generator::new().specs("specs").build();
}
