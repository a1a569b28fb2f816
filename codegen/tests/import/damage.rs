//! Damaged documents: whatever is left of them makes a draft that the checker accepts.
//!
//! The damage follows from a seed alone. `PAYSPEC_THOROUGH=1` tries many more.

use payspec_codegen::document::read;
use payspec_codegen::import::import;
use payspec_codegen::load_text;

/// Numbers that follow from a seed: a linear congruential generator, of which the upper half is used.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }
}

/// The pieces that are put where they do not belong.
const PIECES: [&str; 16] = [
    "|",
    "||",
    "\t",
    "`",
    "<br>",
    "<table>",
    "</td>",
    "<td rowspan=3>",
    "# ",
    "：",
    "—",
    "\0",
    "\u{3000}",
    "𠮷",
    "**",
    "0-",
];

fn damage(text: &str, chance: &mut Chance) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=chance.below(6) {
        let at = chance.below(lines.len());
        let other = chance.below(lines.len());
        let Some(line) = lines.get(at).cloned() else { break };
        match chance.below(10) {
            0 => drop(lines.remove(at)),
            1 => lines[at] = line.replace('|', "||"),
            2 => lines.retain(|line| !line.starts_with('#')),
            3 => lines[at] = line.split('|').rev().collect::<Vec<_>>().join("|"),
            4 => lines[at] = line.chars().take(chance.below(line.chars().count())).collect(),
            5 => lines.swap(at, other),
            6 => lines.insert(other, line),
            7 => lines.retain(|line| !line.contains("---")),
            8 => drop(lines.drain(at.min(other)..at.max(other).min(at.min(other) + 8))),
            _ => {
                let place = chance.below(line.chars().count() + 1);
                let (before, after): (String, String) =
                    (line.chars().take(place).collect(), line.chars().skip(place).collect());
                lines[at] = format!("{before}{}{after}", PIECES[chance.below(PIECES.len())]);
            }
        }
    }
    lines.join("\n")
}

#[test]
fn every_draft_of_a_damaged_document_is_accepted() {
    let seeds = if std::env::var_os("PAYSPEC_THOROUGH").is_some() { 5_000 } else { 120 };
    for seed in 0..seeds {
        let mut chance = Chance(seed);
        let layout = super::LAYOUTS[chance.below(super::LAYOUTS.len())];
        let text = std::fs::read_to_string(super::file(layout, "md")).expect("a document");
        let text = damage(&text, &mut chance);
        let draft = import(&[read("damaged.md", &text)], "acme").yaml;
        let found = load_text("draft.yaml", &draft).diagnostics;
        assert_eq!(found.errors(), 0, "seed {seed}, {layout}: {found}\n{draft}\n{text}");
        assert!(!draft.contains("does not make a specification"), "seed {seed}, {layout}: {text}");
    }
}
