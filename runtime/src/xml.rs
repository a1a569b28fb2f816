//! XML 1.0, as far as payment messages use it: elements with texts, or with elements.

mod read;
mod tree;
mod write;

pub use read::read;
pub use write::write;

/// Whether XML 1.0 can carry a character at all, even as a reference (section 2.2).
fn is_char(letter: char) -> bool {
    !matches!(letter, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

/// What XML calls white space; Unicode has more.
fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n')
}

/// Whether a text can be the name of an element (section 2.3).
fn is_name(text: &str) -> bool {
    let starts = |letter: char| {
        matches!(letter, ':' | '_' | 'A'..='Z' | 'a'..='z'
            | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
            | '\u{37f}'..='\u{1fff}' | '\u{200c}' | '\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
            | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
    };
    let continues = |letter: char| {
        starts(letter)
            || matches!(letter, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
    };
    text.starts_with(starts) && text.chars().all(continues)
}

#[cfg(test)]
mod tests;
