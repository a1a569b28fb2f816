//! Responses.

use super::choices::Choices;
use super::codes::{self, Meaning, Table};
use super::field::{self, Context, Direction, Target};
use super::message::{Request, signature};
use super::rule::Rule;
use super::texts::{self, Alphabet};
use super::tree::Tree;
use super::{example, provider};

/// What an operation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Query,
    Batch,
    Other,
}

/// The tables that a decision needs.
pub(super) struct Deciding {
    pub(super) states: Table,
    pub(super) answers: Table,
}

impl Deciding {
    pub(super) fn new(choices: &mut Choices) -> Self {
        let meaning = if choices.one_in(3) { Meaning::Decisive } else { Meaning::Answers };
        Self { states: codes::table(choices, Meaning::States), answers: codes::table(choices, meaning) }
    }
}

/// A response under a rule.
pub(super) fn response(
    purpose: Purpose,
    request: &Request,
    rule: &Rule,
    deciding: &Deciding,
    tables: &[Table],
    choices: &mut Choices,
) -> Tree {
    let mut tree = Tree::map();
    let encoding = choices.pick(&["json", "xml", "form"]);
    tree.set("encoding", encoding);
    if encoding == "xml" {
        tree.set("root", choices.pick(&["xml", "leaf", "响应"]));
        tree.set("cdata", choices.one_in(2));
    }
    let alphabet = if encoding == "xml" { Alphabet::Elements } else { Alphabet::Any };
    let maker = Maker {
        context: Context { direction: Direction::Response, alphabet, tables, targets: Vec::new() },
        rule,
        deciding,
        top: Tree::map(),
        signed: Tree::map(),
    };
    maker.messages(purpose, request, &mut tree, choices);
    tree
}

struct Maker<'a> {
    context: Context<'a>,
    rule: &'a Rule,
    deciding: &'a Deciding,
    /// The fields at the top.
    top: Tree,
    /// The fields of the object of which the members are signed.
    signed: Tree,
}

impl Maker<'_> {
    /// Adds a field where the signature covers it. Returns its path.
    fn covered(&mut self, field: Tree, choices: &mut Choices) -> String {
        let name = texts::wire(choices, self.context.alphabet);
        match self.rule.member {
            Some(member) => {
                let path = format!("{member}.{name}");
                self.signed.set(name, field);
                path
            }
            None => {
                self.top.set(name.as_str(), field);
                name
            }
        }
    }

    fn messages(mut self, purpose: Purpose, request: &Request, tree: &mut Tree, choices: &mut Choices) {
        let mut decision = Tree::map();
        let decides = purpose != Purpose::Other || choices.one_in(2);
        for tier in ["transport", "business"] {
            if decides && choices.one_in(2) {
                let tier_tree = self.tier(choices);
                decision.set(tier, tier_tree);
            }
        }
        let mut identity = Tree::map();
        if decides {
            let state = self.state(purpose, tree, choices);
            decision.set("state", state);
            if choices.one_in(4) {
                provider::provenance(&mut decision, choices);
            }
        }
        self.roles(purpose, choices);
        for index in 0..choices.below(3) {
            let equals = match request.keys.get(index) {
                Some(key) if !choices.one_in(3) => format!("request.{key}"),
                _ => "credentials.mid".to_owned(),
            };
            let field = plain(choices);
            let path = self.covered(field, choices);
            identity.set(path, compared(equals, choices));
        }
        for _ in 0..choices.below(6) {
            field::add(&mut self.top, "", 0, &mut self.context, choices);
        }
        if let Some(member) = self.rule.member {
            let inside = format!("{member}.");
            for _ in 0..choices.below(3) {
                field::add(&mut self.signed, &inside, 1, &mut self.context, choices);
            }
            let mut object = Tree::map();
            object.set("title", texts::any(choices));
            object.set("presence", "optional");
            object.set("type", "object");
            object.set("fields", self.signed);
            self.top.set(member, object);
        }
        if self.rule.signed && !self.rule.in_header {
            self.top.set(texts::wire(choices, self.context.alphabet), signature(choices));
        }
        tree.set("fields", self.top);
        if self.rule.signed && !self.context.targets.is_empty() && choices.one_in(3) {
            let target = &self.context.targets[choices.below(self.context.targets.len())];
            let mut when = Tree::map();
            let mut absent = Tree::map();
            absent.set("present", false);
            when.set(
                target.path.as_str(),
                if choices.one_in(2) { absent } else { texts_of(target, choices) },
            );
            let mut refusals = Tree::map();
            refusals.set("when", when);
            if choices.one_in(2) {
                provider::provenance(&mut refusals, choices);
            }
            tree.set("unsigned_refusals", refusals);
        }
        if decides {
            tree.set("decision", decision);
        }
        if !matches!(&identity, Tree::Map(entries) if entries.is_empty()) {
            tree.set("identity", identity);
        }
    }

    fn tier(&mut self, choices: &mut Choices) -> Tree {
        let mut tier = Tree::map();
        let answers = &self.deciding.answers;
        let mut field = plain(choices);
        field.set("type", "code");
        field.set("table", answers.name.as_str());
        let path = if answers.decides {
            self.covered(field, choices)
        } else {
            let name = texts::wire(choices, self.context.alphabet);
            self.top.set(name.as_str(), field);
            name
        };
        self.context
            .targets
            .push(Target { path: path.clone(), values: Some(self.deciding.answers.values.clone()) });
        tier.set("field", path);
        tier.set("pass", vec![self.deciding.answers.values[0].clone()]);
        for key in ["code", "text"] {
            if choices.one_in(2) {
                let field = plain(choices);
                let path = self.covered(field, choices);
                tier.set(key, path);
            }
        }
        if choices.one_in(4) {
            provider::provenance(&mut tier, choices);
        }
        tier
    }

    /// Adds the field that holds the trade state. Returns its path.
    fn state(&mut self, purpose: Purpose, response: &mut Tree, choices: &mut Choices) -> String {
        let mut field = plain(choices);
        field.set("type", "code");
        field.set("table", self.deciding.states.name.as_str());
        if purpose != Purpose::Batch {
            return self.covered(field, choices);
        }
        let name = texts::wire(choices, self.context.alphabet);
        let mut fields = Tree::map();
        fields.set(name.as_str(), field);
        let mut list = plain(choices);
        list.set("type", "list");
        if !self.rule.takes_objects {
            list.set("written", "json_text");
        }
        let mut number = plain(choices);
        number.set("is", "merchant_order_no");
        fields.set(texts::wire(choices, self.context.alphabet), number);
        list.set("fields", fields);
        // Inside of what is signed, but at the top where a list is signed as the text that it is.
        let path = match self.rule.member {
            Some(_) if self.rule.takes_objects => self.covered(list, choices),
            _ => {
                let orders = texts::wire(choices, self.context.alphabet);
                self.top.set(orders.as_str(), list);
                orders
            }
        };
        response.set("orders", path.as_str());
        format!("{path}[].{name}")
    }

    /// Adds fields of the unified order.
    fn roles(&mut self, purpose: Purpose, choices: &mut Choices) {
        let numbers: &[&str] = match purpose {
            Purpose::Batch => &["merchant_no", "channel"],
            _ => &[
                "merchant_no",
                "merchant_order_no",
                "provider_order_no",
                "channel_order_no",
                "channel",
                "currency",
            ],
        };
        for role in numbers {
            if choices.one_in(4) {
                let mut field = plain(choices);
                field.set("is", *role);
                self.covered(field, choices);
            }
        }
        let moments: &[(&str, &'static str)] = match choices.below(4) {
            0 => &[],
            1 => &[("amount", "money"), ("paid_at", "datetime")],
            2 => &[("paid_date", "date"), ("paid_time", "time")],
            _ => &[("created_at", "milliseconds"), ("amount", "money")],
        };
        for (role, kind) in moments {
            let mut field = plain(choices);
            example::set(&mut field, kind, choices);
            field.set("is", *role);
            self.covered(field, choices);
        }
        if choices.one_in(4) {
            let mut date = plain(choices);
            example::set(&mut date, "date", choices);
            let path = self.covered(date, choices);
            let mut moment = plain(choices);
            moment.set("type", "datetime");
            moment.set("format", "MMddHHmmss");
            moment.set("year_from", path);
            self.covered(moment, choices);
        }
    }
}

fn texts_of(target: &Target, choices: &mut Choices) -> Tree {
    match &target.values {
        Some(values) => values[choices.below(values.len())].clone().into(),
        None => texts::any(choices).into(),
    }
}

/// A field with nothing but what every field has.
fn plain(choices: &mut Choices) -> Tree {
    let mut field = Tree::map();
    field.set("title", texts::any(choices));
    field.set("presence", choices.pick(&["optional", "required", "conditional"]));
    field
}

/// What a field must equal.
fn compared(equals: String, choices: &mut Choices) -> Tree {
    if choices.one_in(2) {
        return equals.into();
    }
    let mut long = Tree::map();
    long.set("equals", equals);
    long.set("trim", choices.one_in(2));
    if choices.one_in(2) {
        provider::provenance(&mut long, choices);
    }
    long
}
