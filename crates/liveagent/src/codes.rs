//! LiveAgent's constlists as enums: one letter on the wire, a name here, LiveAgent's own word as the label.
//!
//! A letter that is not known is kept as `Other`, so that a newer LiveAgent breaks nothing. Anything that is
//! not exactly one letter is read as `Other('\u{FFFD}')`. Each file holds the codes of one area.

mod conversations;
mod knowledgebase;
mod people;
mod widgets;

use std::fmt::{self, Debug};

pub use conversations::{
    Channel, ConversationStatus, MessageGroupStatus, MessageGroupType, MessageType, NewMessageType, YesNo,
};
pub use knowledgebase::{Access, CategoryType, EntryStatus, EntryType, NewArticleStatus};
pub use people::{AgentRole, CustomerRole, Gender, Presence, RankingType};
use serde::{
    Deserializer,
    de::{EnumAccess, VariantAccess as _, Visitor},
};
pub use widgets::{WidgetStatus, WidgetType, WidgetUse};

/// A constlist: a closed list of letters in the reference, an open one here.
pub trait Code: Copy + Debug + Eq + Ord {
    /// The letters that are known; none where any may be one.
    const LETTERS: &'static [&'static str];

    /// The code for a letter; `Other` where it is not known.
    fn from_letter(letter: char) -> Self;
    /// The letter on the wire.
    fn letter(self) -> char;

    /// The code for a wire text, which should be one letter.
    #[must_use]
    fn from_text(text: &str) -> Self {
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => Self::from_letter(letter),
            _ => Self::from_letter(char::REPLACEMENT_CHARACTER),
        }
    }
}

/// Any letter is a code of its own where the reference names none.
impl Code for char {
    const LETTERS: &'static [&'static str] = &[];

    fn from_letter(letter: char) -> Self {
        letter
    }

    fn letter(self) -> char {
        self
    }
}

/// Reads the text of a code, saying which there are, so that the reader can tell when it is another one.
pub(crate) fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
    name: &'static str,
    letters: &'static [&'static str],
) -> Result<String, D::Error> {
    struct Letter;

    impl<'de> Visitor<'de> for Letter {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a letter")
        }

        fn visit_enum<A: EnumAccess<'de>>(self, letter: A) -> Result<String, A::Error> {
            let (letter, rest) = letter.variant()?;
            rest.unit_variant()?;
            Ok(letter)
        }
    }

    deserializer.deserialize_enum(name, letters, Letter)
}

/// Declares a constlist: `Name { 'A' => Answered "LiveAgent's word", ... }`.
macro_rules! code {
    ($(#[$meta:meta])* $name:ident { $($letter:literal => $variant:ident $label:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum $name {
            $(#[doc = concat!("`", $letter, "`: ", $label, ".")] $variant,)+
            /// A letter that is not known.
            Other(char),
        }

        impl $name {
            /// Every letter that is known, in the reference's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The letter on the wire.
            #[must_use]
            pub const fn letter(self) -> char {
                match self { $(Self::$variant => $letter,)+ Self::Other(letter) => letter }
            }

            /// The code for a letter.
            #[must_use]
            pub const fn from_letter(letter: char) -> Self {
                match letter { $($letter => Self::$variant,)+ letter => Self::Other(letter) }
            }

            /// LiveAgent's own word for it.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ Self::Other(_) => "Unknown" }
            }
        }

        impl $crate::codes::Code for $name {
            const LETTERS: &'static [&'static str] = &[$(concat!($letter)),+];

            fn from_letter(letter: char) -> Self {
                Self::from_letter(letter)
            }

            fn letter(self) -> char {
                self.letter()
            }
        }

        /// Nothing, or nothing that can be read: `Other('\u{FFFD}')`.
        impl Default for $name {
            fn default() -> Self {
                Self::Other(char::REPLACEMENT_CHARACTER)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    Self::Other(letter) => write!(f, "Unknown ({letter})"),
                    known => f.pad(known.label()),
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_char(self.letter())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = $crate::codes::read(deserializer, stringify!($name), <Self as $crate::codes::Code>::LETTERS)?;
                Ok($crate::codes::Code::from_text(&text))
            }
        }
    };
}
use code;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_come_back_as_they_went() {
        for status in ConversationStatus::ALL {
            assert_eq!(ConversationStatus::from_letter(status.letter()), *status);
        }
        assert_eq!(ConversationStatus::from_letter('?'), ConversationStatus::Other('?'));
        assert_eq!(ConversationStatus::Other('?').letter(), '?');
        assert_eq!(ConversationStatus::Other('?').to_string(), "Unknown (?)");
        assert_eq!(ConversationStatus::Resolved.to_string(), "Resolved");
    }

    #[test]
    fn a_reward_has_the_same_letter_in_threads_and_in_rankings() {
        let table = [
            (MessageType::PositiveRating, RankingType::Positive, 'W'),
            (MessageType::NegativeRating, RankingType::Negative, 'P'),
        ];
        for (message, ranking, letter) in table {
            assert_eq!((message.letter(), ranking.letter()), (letter, letter));
            assert_eq!((MessageType::from_letter(letter), RankingType::from_letter(letter)), (message, ranking));
        }
    }

    #[test]
    fn what_is_not_one_letter_is_unknown() {
        let unknown = Channel::Other(char::REPLACEMENT_CHARACTER);
        assert_eq!(Channel::from_text(""), unknown);
        assert_eq!(Channel::from_text("EE"), unknown);
        assert_eq!(Channel::from_text("E"), Channel::Email);
    }
}
