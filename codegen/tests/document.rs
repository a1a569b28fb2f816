//! What is read from documents in the layouts in which providers write them.
//!
//! Every `documents/layout-*.md` has beside it what must be read from it, a line per row, as `.read`.
//! `UPDATE_GOLDEN=1` writes those files; read what changed.
#![cfg(feature = "toolbox")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "document/hostile.rs"]
mod hostile;
#[path = "document/hostile_tables.rs"]
mod hostile_tables;
#[path = "document/prose.rs"]
mod prose;
#[path = "document/readable.rs"]
mod readable;
#[path = "document/tables.rs"]
mod tables;
#[path = "document/words.rs"]
mod words;

use std::path::{Path, PathBuf};

use payspec_codegen::document::read;

fn check(layout: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(format!("{layout}.md"));
    let text = std::fs::read_to_string(&path).expect("a document");
    let found = readable::document(&read(&path, &text));
    let golden: PathBuf = path.with_extension("read");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, &found).expect("a golden file");
    }
    let expected = std::fs::read_to_string(&golden).expect("a golden file");
    assert_eq!(found, expected, "{layout}: if what is read now is right, UPDATE_GOLDEN=1 writes it");
}

macro_rules! layouts {
    ($($test:ident: $layout:literal),* $(,)?) => { $(#[test] fn $test() { check($layout); })* };
}

layouts! {
    tables_of_field_name_length_presence_and_words_are_read: "layout-fields",
    tables_of_titles_and_variables_with_code_tables_are_read: "layout-variables",
    tables_with_examples_and_a_table_for_what_is_inside_a_field_are_read: "layout-examples",
    sections_and_lists_inside_tables_of_several_operations_are_read: "layout-sections",
    tables_without_outer_pipes_and_without_headings_are_read: "layout-parameters",
    english_tables_are_read: "layout-english",
    fields_in_tables_apart_for_each_outcome_are_read: "market-shouted-xml",
    public_and_business_parameters_with_a_tree_are_read: "market-envelope",
    types_of_banks_and_repeated_fields_are_read: "market-both-ways",
    data_wrapped_in_a_field_is_read: "market-wrapped-data",
    examples_inside_descriptions_are_read: "market-samples-in-words",
    tables_in_html_with_cells_over_several_rows_are_read: "market-html",
    heads_and_bodies_are_read: "market-head-body",
    terse_tables_without_outer_pipes_are_read: "market-terse",
    english_tables_of_lengths_and_codes_are_read: "market-english",
    the_reference_that_this_program_writes_is_read_to_the_letter: "layout-native",
}

#[test]
fn line_ends_of_windows_and_a_byte_order_mark_change_nothing() {
    for layout in ["layout-fields", "layout-sections", "layout-parameters", "layout-native"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(format!("{layout}.md"));
        let text = std::fs::read_to_string(&path).expect("a document");
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(
            readable::document(&read(&path, &text)),
            readable::document(&read(&path, &windows)),
            "{layout}"
        );
    }
}
