//! LiveAgent is away, and back.

use jiff::Timestamp;

use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::payload::{Embed, Footer};
use crate::{time, words};

/// It began.
#[must_use]
pub fn began(id: i64, began: Timestamp, desk: &Desk) -> Message {
    let words = format!(
        "It has not answered since {}. Figures stand still; this channel hears when it is back.",
        time::ago(began)
    );
    draw("🔌 LiveAgent does not answer", words, words::BAD, (format!("Outage {id}"), began), desk)
}

/// It is over.
#[must_use]
pub fn over(id: i64, began: Timestamp, ended: Timestamp, desk: &Desk) -> Message {
    let length = time::length(ended.duration_since(began).as_secs().max(0).unsigned_abs());
    let words = format!("It was away for {length}, until {}.", time::at(ended));
    draw("✅ LiveAgent answers again", words, words::GOOD, (format!("Outage {id} over"), began), desk)
}

fn draw(title: &str, words: String, colour: u32, (footer, at): (String, Timestamp), desk: &Desk) -> Message {
    Draft::embed(Embed {
        title: Some(title.to_owned()),
        url: Some(desk.panel_url()),
        description: Some(words),
        color: Some(colour),
        footer: Some(Footer { text: footer }),
        timestamp: Some(at),
        ..Embed::default()
    })
    .fit()
}
