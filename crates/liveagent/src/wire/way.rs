//! Where in an answer a value stands.

use std::fmt;

/// The path to a value, from the outside in. It is on the reader's stack, so it costs nothing unless something can't be read.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    from: Option<&'a Way<'a>>,
    step: Step<'a>,
}

/// One step of the way.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// Into a field.
    Field(&'a str),
    /// Into any item of a list.
    Item,
}

impl<'a> Way<'a> {
    /// On into a field.
    pub(super) fn field(from: Option<&'a Self>, name: &'a str) -> Self {
        Self { from, step: Step::Field(name) }
    }

    /// On into an item of a list.
    pub(super) fn item(from: Option<&'a Self>) -> Self {
        Self { from, step: Step::Item }
    }
}

impl fmt::Display for Way<'_> {
    /// `conversations[].datedue`, without the numbers of items.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(from) = self.from {
            from.fmt(f)?;
        }
        match (self.step, self.from) {
            (Step::Item, _) => f.write_str("[]"),
            (Step::Field(name), Some(_)) => write!(f, ".{name}"),
            (Step::Field(name), None) => f.write_str(name),
        }
    }
}
