//! What surrounds an act in an id: who may press it, and until when.

use jiff::Timestamp;

use super::{Act, Link};

/// The digits of base 62, in which ids of Discord take 11 characters instead of 19.
const DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

const ASKER: char = '~';
const EXPIRY: char = '!';
const END: char = ';';

/// An act that may be pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The act.
    pub act: Link,
    /// The only member who may press it.
    pub asker: Option<u64>,
    /// Until when it counts, to the second.
    pub expiry: Option<Timestamp>,
}

impl<A: Act> From<&A> for Offer {
    fn from(act: &A) -> Self {
        Self { act: Link::to_act(act), asker: None, expiry: None }
    }
}

impl Offer {
    /// The same, for this member alone.
    #[must_use]
    pub fn only_for(self, asker: u64) -> Self {
        Self { asker: Some(asker), ..self }
    }

    /// The same, until then.
    #[must_use]
    pub fn until(self, expiry: Timestamp) -> Self {
        Self { expiry: Timestamp::from_second(expiry.as_second()).ok(), ..self }
    }

    pub(crate) fn encode(&self) -> String {
        let asker = self.asker.map(|asker| format!("{ASKER}{}", base62(asker)));
        let expiry = self.expiry.map(|at| {
            // From the year before the first that there is, so that there is no sign.
            let second = at.as_second().saturating_sub(Timestamp::MIN.as_second());
            format!("{EXPIRY}{}", base62(second.unsigned_abs()))
        });
        let end = if asker.is_some() || expiry.is_some() { END.to_string() } else { String::new() };
        format!("{}{}{end}{}", asker.unwrap_or_default(), expiry.unwrap_or_default(), self.act.encode())
    }

    pub(crate) fn decode(text: &str) -> Option<Self> {
        if !text.starts_with([ASKER, EXPIRY]) {
            return Some(Self { act: Link::decode(text)?, asker: None, expiry: None });
        }
        let (envelope, act) = text.split_once(END)?;
        let (asker, expiry) = match envelope.split_once(EXPIRY) {
            Some((asker, expiry)) => (asker, Some(expiry)),
            None => (envelope, None),
        };
        let asker = if asker.is_empty() { None } else { Some(of_base62(asker.strip_prefix(ASKER)?)?) };
        let expiry = match expiry {
            Some(digits) => {
                let second = i64::try_from(of_base62(digits)?).ok()?.checked_add(Timestamp::MIN.as_second())?;
                Some(Timestamp::from_second(second).ok()?)
            }
            None => None,
        };
        Some(Self { act: Link::decode(act)?, asker, expiry })
    }
}

fn base62(mut value: u64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = usize::try_from(value % 62).unwrap_or_default();
        digits.push(char::from(DIGITS[digit]));
        value /= 62;
        if value == 0 {
            return digits.iter().rev().collect();
        }
    }
}

fn of_base62(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.bytes().try_fold(0_u64, |value, byte| {
        let digit = DIGITS.iter().position(|digit| *digit == byte)?;
        value.checked_mul(62)?.checked_add(u64::try_from(digit).ok()?)
    })
}
