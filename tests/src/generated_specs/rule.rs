//! Signature rules, of every family.

use super::choices::Choices;
use super::field::Direction;
use super::texts;
use super::tree::Tree;

/// A rule, and what it asks of the messages that follow it.
#[derive(Clone)]
pub(super) struct Rule {
    pub(super) tree: Tree,
    /// Whether it signs at all.
    pub(super) signed: bool,
    /// Whether the signature stands in a header.
    pub(super) in_header: bool,
    /// Whether it names the fields of one message.
    pub(super) fixed: bool,
    /// Whether it says how objects are signed.
    pub(super) takes_objects: bool,
    /// The object of which it signs the members.
    pub(super) member: Option<&'static str>,
}

impl Rule {
    /// One that does not say how anything is signed.
    const fn without_steps(tree: Tree, signed: bool) -> Self {
        Self { tree, signed, in_header: false, fixed: false, takes_objects: true, member: None }
    }

    /// Whether another rule can be like it.
    pub(super) fn can_be_like(&self) -> bool {
        !self.fixed && self.tree.get("unsigned").is_none() && self.tree.get("undecided").is_none()
    }

    /// The same under another name, or nearly: blanks may count otherwise.
    pub(super) fn like(&self, name: &str, choices: &mut Choices) -> Self {
        let mut tree = Tree::map();
        tree.set("like", name);
        if self.has_members() && choices.one_in(2) {
            tree.set("skip", choices.pick(&["empty", "nothing", "absent", "blank"]));
        }
        tree.set("basis", choices.pick(&["doc", "inferred"]));
        Self { tree, ..self.clone() }
    }

    /// Lets the fields of a message take part in their order, and no others.
    pub(super) fn fix(&mut self, fields: &Tree) {
        let (Tree::Map(rule), Tree::Map(fields)) = (&mut self.tree, fields) else { return };
        let names: Vec<String> = fields
            .iter()
            .filter(|(_, field)| field.get("signature").is_none())
            .map(|(name, _)| name.clone())
            .collect();
        if let Some((_, order)) = rule.iter_mut().find(|(key, _)| key == "order")
            && self.member.is_none()
            && !names.is_empty()
        {
            *order = names.into();
            self.fixed = true;
        }
    }

    fn has_members(&self) -> bool {
        self.tree.get("order").is_some()
    }
}

/// A rule for a direction.
pub(super) fn rule(direction: Direction, choices: &mut Choices) -> Rule {
    match choices.below(12) {
        10 => {
            let mut tree = Tree::map();
            tree.set("unsigned", true);
            tree.set("basis", choices.pick(&["doc", "stated"]));
            tree.set("because", texts::some(choices));
            return Rule::without_steps(tree, false);
        }
        11 => {
            let mut tree = Tree::map();
            tree.set("undecided", true);
            if choices.one_in(2) {
                tree.set("because", texts::any(choices));
            }
            return Rule::without_steps(tree, true);
        }
        _ => {}
    }
    let mut tree = Tree::map();
    let over_body = choices.one_in(6);
    let member = (!over_body && direction == Direction::Response && choices.one_in(4)).then_some("data");
    let mut takes_objects = over_body;
    if over_body {
        tree.set("over", "body");
    } else {
        match member {
            Some(member) => {
                let mut over = Tree::map();
                over.set("member", member);
                tree.set("over", over);
            }
            None if choices.one_in(3) => tree.set("over", "message"),
            None => {}
        }
        takes_objects = choices.one_in(2);
        members(&mut tree, takes_objects, choices);
    }
    key(&mut tree, direction, choices);
    let in_header = over_body || choices.one_in(6);
    if in_header {
        let mut header = Tree::map();
        header.set("name", choices.pick(&["X-Signature", "Authorization", "x|sign", "`"]));
        header
            .set("value", choices.pick(&["{signature}", "{credentials.mid}:{signature}", "a|{signature}`"]));
        tree.set("header", header);
    }
    let basis = choices.pick(&["doc", "verified", "stated", "inferred", "unknown"]);
    tree.set("basis", basis);
    if choices.one_in(2) {
        tree.set("because", texts::any(choices));
    }
    Rule { tree, signed: true, in_header, fixed: false, takes_objects, member }
}

fn members(tree: &mut Tree, takes_objects: bool, choices: &mut Choices) {
    if choices.one_in(3) {
        let names: Vec<String> = (0..=choices.below(2)).map(|_| texts::some(choices)).collect();
        tree.set("exclude", names);
    }
    tree.set("skip", choices.pick(&["empty", "nothing", "absent", "blank"]));
    if takes_objects {
        tree.set("nested", "json_text");
    } else if choices.one_in(3) {
        tree.set("nested", "refuse");
    }
    tree.set("order", choices.pick(&["name", "name_ignoring_case", "piece", "piece_ignoring_case"]));
    tree.set(
        "piece",
        choices.pick(&["{name}={value}", "{value}", "{{{name}|{value}}}", "`{name}`:{value}\n"]),
    );
    if choices.one_in(4) {
        tree.set("joint", texts::any(choices));
    } else {
        tree.set("joint", choices.pick(&["&", "|", "", "`"]));
    }
}

fn key(tree: &mut Tree, direction: Direction, choices: &mut Choices) {
    let algorithm = choices.pick(&["md5", "sha256", "hmac_sha256", "rsa_sha1", "rsa_sha256"]);
    let rsa = algorithm.starts_with("rsa");
    let keyed = matches!(algorithm, "md5" | "sha256") || (!rsa && choices.one_in(3));
    let affix = |holds_key: bool, choices: &mut Choices| {
        let middle = if holds_key { "{key}" } else { choices.pick(&["", "{credentials.mid}"]) };
        format!("{}{middle}{}", texts::literal(choices), texts::literal(choices))
    };
    let in_prefix = keyed && choices.one_in(4);
    if in_prefix || choices.one_in(5) {
        tree.set("prefix", affix(in_prefix, choices));
    }
    if keyed && !in_prefix || choices.one_in(5) {
        tree.set("suffix", affix(keyed && !in_prefix, choices));
    }
    tree.set("algorithm", algorithm);
    tree.set("encoding", choices.pick(&["hex_upper", "hex_lower", "base64"]));
    let key = match (rsa, direction) {
        (false, _) => "credentials.key",
        (true, Direction::Request) => "credentials.merchant_key",
        (true, Direction::Response) => "credentials.provider_key",
    };
    tree.set("key", key);
}
