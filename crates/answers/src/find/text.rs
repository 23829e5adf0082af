//! What a person remembers, read: a customer, a time, and words.

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    dates::{self, Period},
    fuzzy::Sought,
    names::is_mail,
};

/// The most words that name a date: `since 2 days ago`.
const MAX_DATE_WORDS: usize = 4;

/// Words that may stand before a date, and mean nothing else there.
const BEFORE_DATES: [&str; 7] = ["and", "between", "during", "from", "in", "on", "to"];

/// The quotation marks that keep words from being read as anything else.
const QUOTES: [char; 4] = ['"', '“', '”', '„'];

/// What to look for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Wanted {
    /// A customer that LiveAgent may know: a mail address, or what looks like a contact's id.
    pub(super) customer: Option<String>,
    /// All other words, as they were typed. One that was quoted may have spaces.
    pub(super) words: Vec<String>,
    /// When the conversation began.
    pub(super) period: Period,
}

/// A word, or several in quotation marks.
struct Token {
    text: String,
    is_quoted: bool,
}

impl Wanted {
    /// Reads what was typed.
    pub(super) fn read(text: &str, now: Timestamp, zone: &TimeZone) -> Self {
        let tokens = tokens(text);
        let mut wanted = Self::default();
        let mut at = 0;
        while at < tokens.len() {
            let token = &tokens[at];
            if let Some((period, length)) = date(&tokens[at..], now, zone) {
                wanted.period = if wanted.period.is_all() { period } else { wanted.period.through(period) };
                at += length;
                continue;
            }
            at += 1;
            if token.is_quoted {
                wanted.words.push(token.text.clone());
                continue;
            }
            let is_before_date = BEFORE_DATES.contains(&token.text.to_lowercase().as_str());
            if is_before_date && date(&tokens[at..], now, zone).is_some() {
                continue;
            }
            let mail = token.text.trim_start_matches("mailto:").trim_matches(['<', '>', '(', ')', ',', ';', ':', '.']);
            if wanted.customer.is_none() && is_mail(mail) {
                wanted.customer = Some(mail.to_owned());
            } else {
                wanted.words.push(token.text.clone());
            }
        }
        if let [word] = wanted.words.as_slice()
            && wanted.customer.is_none()
            && is_contact_id(word)
        {
            wanted.customer = wanted.words.pop();
        }
        wanted
    }

    /// The same for where LiveAgent knows no such customer: a word like the others.
    pub(super) fn without_customer(&self) -> Self {
        let words = self.customer.iter().chain(&self.words).cloned().collect();
        Self { customer: None, words, period: self.period }
    }

    /// The words to compare texts with.
    pub(super) fn sought(&self) -> Sought {
        Sought::of(self.words.iter().map(String::as_str))
    }
}

/// The words of a text. What is in quotation marks stays together.
fn tokens(text: &str) -> Vec<Token> {
    let pieces: Vec<&str> = text.split(QUOTES).collect();
    let mut tokens = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        // Every other piece is in quotation marks, unless it is the last: that one was not closed.
        if index % 2 == 1 && index + 1 < pieces.len() {
            let text = piece.split_whitespace().collect::<Vec<_>>().join(" ");
            tokens.extend((!text.is_empty()).then_some(Token { text, is_quoted: true }));
        } else {
            tokens.extend(piece.split_whitespace().map(|word| Token { text: word.to_owned(), is_quoted: false }));
        }
    }
    tokens
}

/// The date that these words begin with, and how many words it has.
fn date(tokens: &[Token], now: Timestamp, zone: &TimeZone) -> Option<(Period, usize)> {
    let plain = tokens.iter().take(MAX_DATE_WORDS).take_while(|token| !token.is_quoted).count();
    (1..=plain).rev().find_map(|length| {
        let words: Vec<&str> = tokens[..length].iter().map(|token| token.text.as_str()).collect();
        let words = words.join(" ");
        let period = dates::period(words.trim_end_matches([',', '.', ';', ':', '!', '?']), now, zone)?;
        Some((period, length))
    })
}

/// Whether LiveAgent may have a contact of this id: eight small letters and digits, some of each.
fn is_contact_id(word: &str) -> bool {
    let is_id = word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    is_id && word.bytes().any(|byte| byte.is_ascii_digit()) && word.bytes().any(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Wanted {
        Wanted::read(text, "2026-11-20T10:00:00Z".parse().unwrap(), &TimeZone::UTC)
    }

    #[test]
    fn a_text_is_a_customer_words_and_a_time() {
        let open = "";
        let last_week = ("2026-11-09T00:00:00Z", "2026-11-15T23:59:59Z");
        let table = [
            ("parcel", None, "parcel", (open, open)),
            ("  Jane   Doe ", None, "Jane|Doe", (open, open)),
            ("parcel last week", None, "parcel", last_week),
            ("last week: parcel", None, "parcel", last_week),
            ("Last week, parcel", None, "parcel", last_week),
            ("parcel from last week", None, "parcel", last_week),
            ("reply from Jane", None, "reply|from|Jane", (open, open)),
            ("jane@doe.example", Some("jane@doe.example"), "", (open, open)),
            ("Jane <jane@doe.example>, refund", Some("jane@doe.example"), "Jane|refund", (open, open)),
            ("a@b.example c@d.example", Some("a@b.example"), "c@d.example", (open, open)),
            ("jane@doe", None, "jane@doe", (open, open)),
            ("since friday refund", None, "refund", ("2026-11-20T00:00:00Z", open)),
            ("refund since 2 days ago", None, "refund", ("2026-11-18T00:00:00Z", open)),
            ("2 days ago", None, "", ("2026-11-18T00:00:00Z", "2026-11-18T23:59:59Z")),
            ("from monday to wednesday", None, "", ("2026-11-16T00:00:00Z", "2026-11-18T23:59:59Z")),
            ("2026-11-18 invoice 2026", None, "invoice|2026", ("2026-11-18T00:00:00Z", "2026-11-18T23:59:59Z")),
            ("\"last week\" offer", None, "last week|offer", (open, open)),
            ("“cyber  monday” yesterday", None, "cyber monday", ("2026-11-19T00:00:00Z", "2026-11-19T23:59:59Z")),
            ("5\" tyre", None, "5|tyre", (open, open)),
            ("ab12cd34", Some("ab12cd34"), "", (open, open)),
            ("delivery", None, "delivery", (open, open)),
            ("20261118", None, "20261118", (open, open)),
            ("ab12cd34 refund", None, "ab12cd34|refund", (open, open)),
            ("@everyone 🚲 طرد", None, "@everyone|🚲|طرد", (open, open)),
            ("", None, "", (open, open)),
        ];
        for (text, customer, words, (from, to)) in table {
            let instant = |text: &str| (text != open).then(|| text.parse::<Timestamp>().unwrap());
            let wanted = Wanted {
                customer: customer.map(str::to_owned),
                words: words.split('|').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
                period: Period { from: instant(from), to: instant(to) },
            };
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_customer_that_nobody_knows_is_a_word() {
        let wanted = read("jane@doe.example refund today").without_customer();
        assert_eq!((wanted.customer, wanted.words), (None, vec!["jane@doe.example".to_owned(), "refund".to_owned()]));
        assert_eq!(wanted.period, read("today").period);
    }
}
