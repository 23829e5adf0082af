//! Options that a person types as text and that must have a form: names and colours.

use answers::{UserError, quote};
use liveagent::Color;

/// The name of a thing, without the space around it.
pub(crate) fn name(typed: &str, what: &str) -> Result<String, UserError> {
    match typed.trim() {
        "" => Err(UserError::new(format!("The name is empty. Give the {what} a name."))),
        name => Ok(name.to_owned()),
    }
}

/// A colour, if one was typed.
pub(crate) fn color(typed: Option<String>) -> Result<Option<Color>, UserError> {
    let Some(typed) = typed else { return Ok(None) };
    match Color::from_text(&typed) {
        Some(color) => Ok(Some(color)),
        None => Err(UserError::new(format!("{} isn't a colour. Use a code like `#c0392b` or `#f80`.", quote(&typed)))),
    }
}
