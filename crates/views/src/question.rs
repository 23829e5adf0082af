//! The question before a change that can't be undone.

use jiff::Timestamp;

use crate::message::{Draft, Message};
use crate::payload::{Button, ButtonStyle, Embed, Row};
use crate::press::Press;
use crate::request::Offer;
use crate::{text, time, words};

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked, in plain words: "Delete the tag VIP?"
    pub title: String,
    /// What is lost, in markdown.
    pub lost: String,
    /// What the button says that does it.
    pub button: &'static str,
}

/// Asks. `offer` says who may confirm, and until when.
#[must_use]
pub fn ask(question: &Question, offer: Offer) -> Message {
    let until = offer.expiry.map(until).unwrap_or_default();
    let embed = Embed {
        title: Some(text::escape_to(&question.title, 200)),
        description: Some(format!("{}{until}", question.lost)),
        color: Some(words::BAD),
        ..Embed::default()
    };
    let button = Button::new(question.button, &Press::Act(offer)).emoji("🗑️").style(ButtonStyle::Danger);
    Draft::embed(embed).row(Row::buttons([button])).fit()
}

fn until(expiry: Timestamp) -> String {
    format!("\n-# This confirmation expires {}.", time::ago(expiry))
}
