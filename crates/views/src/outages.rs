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
        ErrorKind::WrongKey => {
            Some("LiveAgent does not take the bot's key: whoever runs the bot must give it another.")
        }
        ErrorKind::Busy => Some("LiveAgent can't be asked now: the budget of requests is spent."),
        ErrorKind::NotLiveAgent(_) => Some("What answers at LiveAgent's address is not LiveAgent."),
        _ => None,
    }
}

/// Why a figure is missing, in a few words.
#[must_use]
pub fn why_missing(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Busy => "the request limit was reached",
        ErrorKind::WrongKey => "LiveAgent rejected the key",
        ErrorKind::NotLiveAgent(_) => "something else answers at LiveAgent's address",
        ErrorKind::Refused(_) | ErrorKind::NotFound => "LiveAgent refused",
        ErrorKind::Unreadable(_) => "LiveAgent's answer can't be read",
        ErrorKind::TooLarge => "LiveAgent's answer is too large",
        _ => "LiveAgent did not answer",
    }
}

/// It began. With why, if that is known.
#[must_use]
pub fn began(id: i64, began: Timestamp, why: Option<&str>, desk: &Desk) -> Message {
    let why = why.map(|why| format!("{why} ")).unwrap_or_default();
    let words = format!(
        "{why}It has not answered since {}. Figures stand still; this channel hears when it is back.",
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
