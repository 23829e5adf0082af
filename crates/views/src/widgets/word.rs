//! Codes as the words that people read, for the file of a widget. A letter is taken, too: newer accounts have letters without a word.

use std::borrow::{Borrow, Cow};

use liveagent::{Code, WidgetStatus, WidgetType, WidgetUse};
use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

use crate::words;

/// A code that has words.
pub(super) trait Worded: Code + 'static {
    /// The setting in words.
    const WHAT: &'static str;
    /// The known codes.
    const KNOWN: &'static [Self];

    /// Its word.
    fn word(self) -> Cow<'static, str>;
}

macro_rules! worded {
    ($($code:ident: $what:literal, $word:path);+ $(;)?) => {$(
        impl Worded for $code {
            const WHAT: &'static str = $what;
            const KNOWN: &'static [Self] = Self::ALL;

            fn word(self) -> Cow<'static, str> {
                $word(self)
            }
        }
    )+};
}

worded! {
    WidgetType: "kind", words::widget_kind;
    WidgetStatus: "status", words::widget_status;
    WidgetUse: "time to be shown", words::widget_use;
}

pub(super) fn serialize<C: Worded, S: Serializer>(
    code: &impl Borrow<Option<C>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match code.borrow() {
        Some(code) if C::KNOWN.contains(code) => serializer.serialize_str(&code.word()),
        Some(code) if code.letter().is_ascii_uppercase() => serializer.serialize_char(code.letter()),
        _ => serializer.serialize_none(),
    }
}

pub(super) fn deserialize<'de, C: Worded, D: Deserializer<'de>>(deserializer: D) -> Result<Option<C>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let text = text.trim();
    let mut letters = text.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && letter.is_ascii_uppercase()
    {
        return Ok(Some(C::from_letter(letter)));
    }
    let known = C::KNOWN.iter().find(|code| code.word().eq_ignore_ascii_case(text));
    known.copied().map(Some).ok_or_else(|| {
        let words: Vec<String> = C::KNOWN.iter().map(|code| format!("`{}`", code.word())).collect();
        D::Error::custom(format!("`{text}` isn't a {}, use one of {}", C::WHAT, words.join(", ")))
    })
}
