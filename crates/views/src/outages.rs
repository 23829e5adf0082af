//! LiveAgent is away, and back.

use jiff::Timestamp;
use liveagent::ErrorKind;

use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::payload::{Embed, Footer};
use crate::{time, words};

/// Why LiveAgent can't be read, in a sentence, where it is not simply away.
#[must_use]
pub fn why(kind: &ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::WrongKey => Some("LiveAgent rejected the API key. Tell the person who runs Switchboard."),
        ErrorKind::Busy => Some("Request limit reached."),
        ErrorKind::NotLiveAgent(_) => Some("Something else is answering at LiveAgent's address."),
        _ => None,
    }
}

/// Why a figure is missing, in a few words.
#[must_use]
pub fn why_missing(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Busy => "the request limit was reached",
        ErrorKind::WrongKey => "LiveAgent rejected the API key",
        ErrorKind::NotLiveAgent(_) => "something else is answering at LiveAgent's address",
        ErrorKind::Refused(_) | ErrorKind::NotFound => "LiveAgent refused the request",
        ErrorKind::Unreadable(_) => "LiveAgent's response can't be read",
        ErrorKind::TooLarge => "LiveAgent's response is too large",
        _ => "LiveAgent didn't respond",
    }
}

/// It began. With why, if that is known.
#[must_use]
pub fn began(id: i64, began: Timestamp, why: Option<&str>, desk: &Desk) -> Message {
    let why = why.map_or_else(|| format!("It stopped responding {}.", time::ago(began)), str::to_owned);
    let words = format!("{why} Figures are paused; I'll update this message when it's back.");
    draw("🔌 LiveAgent isn't responding", words, words::BAD, (format!("Outage {id}"), began), desk)
}

/// It is over.
#[must_use]
pub fn over(id: i64, began: Timestamp, ended: Timestamp, desk: &Desk) -> Message {
    let length = time::length(ended.duration_since(began).as_secs().max(0).unsigned_abs());
    let words = format!("It was down for {length}, until {}.", time::at(ended));
    draw("✅ LiveAgent is back", words, words::GOOD, (format!("Outage {id} over"), began), desk)
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
