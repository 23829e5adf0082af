//! Finds what somebody means by what they typed: by parts of words, and by words with a typo in them.
//!
//! Each word is compared with each label, so only the first few are: what is typed may be as long as somebody can paste. Names are short and compared
//! loosely ([`find`]). Long texts hold almost any letters in some order, so there each word must be whole ([`Sought`]).

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    chars::normalize,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};

/// How alike two words must be for one to count as a typo of the other (Jaro-Winkler, 0 to 1).
const MIN_LIKENESS: f64 = 0.86;

/// How much of what is typed is compared, in characters and in words.
const MAX_CHARACTERS: usize = 100;
const MAX_WORDS: usize = 8;

/// The shortest word in which a typo is looked for, in characters: shorter ones are like too many others.
const MIN_TYPO_LENGTH: usize = 4;

/// The items that `typed` may mean, the likeliest first, `limit` at most. With nothing typed, the first ones as they come.
pub fn find<T>(typed: &str, items: impl IntoIterator<Item = T>, label: impl Fn(&T) -> &str, limit: usize) -> Vec<T> {
    let typed = cut(typed);
    if typed.is_empty() {
        return items.into_iter().take(limit).collect();
    }
    // Words as they are: nobody who types a tag's name means a syntax.
    let pattern = Pattern::new(&typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    let mut buffer = Vec::new();
    for item in items {
        match pattern.score(Utf32Str::new(label(&item), &mut buffer), &mut matcher) {
            Some(score) => found.push((score, item)),
            None => rest.push(item),
        }
    }
    // The sort is stable: what is alike stays in the order in which it came.
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let mut found: Vec<T> = found.into_iter().map(|(_, item)| item).collect();
    if found.len() < limit {
        let typed = typed.to_lowercase();
        let mut near: Vec<(f64, T)> =
            rest.into_iter().filter_map(|item| Some((likeness(&typed, label(&item))?, item))).collect();
        near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        found.extend(near.into_iter().map(|(_, item)| item));
    }
    found.truncate(limit);
    found
}

/// The first words of what is typed.
fn cut(typed: &str) -> String {
    let first: String = typed.trim_start().chars().take(MAX_CHARACTERS).collect();
    first.split_whitespace().take(MAX_WORDS).collect::<Vec<_>>().join(" ")
}

/// How well the worst of the typed words, in lower case, is met by the best word of the label, if each may be a typo of one.
fn likeness(typed: &str, label: &str) -> Option<f64> {
    let label = label.to_lowercase();
    let words: Vec<&str> = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    typed.split(' ').try_fold(1.0, |worst: f64, typed| {
        let best = words.iter().map(|word| strsim::jaro_winkler(typed, word)).fold(0.0, f64::max);
        (best >= MIN_LIKENESS).then(|| worst.min(best))
    })
}

/// Words to look for in texts, in any order.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Sought(Vec<String>);

impl Sought {
    /// The words of what is typed.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        Self::of(cut(typed).split(' '))
    }

    /// These words, each of which may have spaces in it. Only the first few are sought.
    pub fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words = words.into_iter().map(|word| fold(bare(word))).filter(|word| !word.is_empty());
        Self(words.take(MAX_WORDS).collect())
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a [folded](fold) text has each of the words.
    #[must_use]
    pub fn is_in(&self, folded: &str) -> bool {
        self.0.iter().all(|word| folded.contains(word.as_str()))
    }

    /// Whether a [folded](fold) text has each of the words, or one that it may be a typo of.
    #[must_use]
    pub fn is_near(&self, folded: &str) -> bool {
        let words: Vec<&str> = parts(folded).collect();
        let is_typo = |part: &str| {
            part.chars().count() >= MIN_TYPO_LENGTH
                && words.iter().any(|word| strsim::jaro_winkler(part, word) >= MIN_LIKENESS)
        };
        let is_near = |word: &str| {
            let mut parts = parts(word).peekable();
            // Emoji have no letters.
            parts.peek().is_some() && parts.all(|part| folded.contains(part) || is_typo(part))
        };
        self.0.iter().all(|word| folded.contains(word.as_str()) || is_near(word))
    }
}

/// A text in lower case without accents, for comparisons.
#[must_use]
pub fn fold(text: &str) -> String {
    let is_accent = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    text.chars().map(normalize).flat_map(char::to_lowercase).filter(|c| !is_accent(c)).collect()
}

/// A word without the punctuation around it, unless it is nothing else.
fn bare(word: &str) -> &str {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() { word.trim() } else { bare }
}

/// The words of letters and digits in a text.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MAX_CHARACTERS, MAX_WORDS, Sought, cut, find, fold};

    const TAGS: [&str; 9] = [
        "Billing",
        "Refund",
        "Bug report",
        "Feature request",
        "Shipping delay",
        "VIP",
        "Über-wichtig",
        "!urgent",
        "Paid $",
    ];

    fn found(typed: &str) -> Vec<&'static str> {
        find(typed, TAGS, |tag| tag, 25)
    }

    #[test]
    fn parts_of_words_typos_and_accents_are_met() {
        let table = [
            ("bil", "Billing"),
            ("bililng", "Billing"),
            ("refnud", "Refund"),
            ("ship del", "Shipping delay"),
            ("report", "Bug report"),
            ("vip", "VIP"),
            ("uber", "Über-wichtig"),
            ("featrue request", "Feature request"),
            ("!urg", "!urgent"),
            ("paid $", "Paid $"),
        ];
        for (typed, expected) in table {
            assert_eq!(found(typed).first(), Some(&expected), "typed {typed:?}, found {:?}", found(typed));
        }
    }

    #[test]
    fn nothing_typed_keeps_the_order_and_nonsense_finds_nothing() {
        assert_eq!(found(""), TAGS);
        assert_eq!(find("", TAGS, |tag| tag, 2), ["Billing", "Refund"]);
        assert!(found("zzzzqqqq").is_empty());
    }

    #[test]
    fn what_is_pasted_behind_a_name_does_not_hide_it() {
        let pasted = "and all that follows ".repeat(300);
        for typed in [format!("{:100}{pasted}", "refund"), format!("{}{pasted}", "refnud ".repeat(MAX_WORDS))] {
            assert_eq!(found(&typed), ["Refund"], "typed {typed:.20}…");
        }
    }

    #[test]
    fn each_word_is_in_a_text_or_close_to_one_of_its_words() {
        const TEXT: &str = "Where is my parcel? 🚲 ✨\nZuzana Kováč\nzuzana.kovac@mail.example\nABC-DEFGH-123\nطرد";
        let folded = fold(TEXT);
        for (typed, is_in, is_near) in [
            ("parcel", true, true),
            ("PARCEL, kovac", true, true),
            ("Kováč", true, true),
            ("kova\u{301}c\u{30c}", true, true),
            ("arce", true, true),
            ("\"parcel\"", true, true),
            ("zuzana.kovac@mail.example", true, true),
            ("@mail", true, true),
            ("🚲", true, true),
            ("طرد", true, true),
            ("def", true, true),
            ("parcle", false, true),
            ("zuzana.kovac@mial.example", false, true),
            ("zuznaa parcel", false, true),
            ("my parcel invoice", false, false),
            ("mu parcel", false, false),
            ("🎈", false, false),
            ("@everyone", false, false),
            ("", true, true),
        ] {
            let sought = Sought::new(typed);
            assert_eq!((sought.is_in(&folded), sought.is_near(&folded)), (is_in, is_near), "{typed:?} {sought:?}");
        }
        assert!(Sought::of(["my parcel"]).is_in(&folded) && !Sought::of(["parcel my"]).is_in(&folded));
        assert!(Sought::new(" \u{a0} ").is_empty());
    }

    proptest! {
        #[test]
        fn a_text_is_found_by_any_word_of_it(words in prop::collection::vec("\\PC{1,12}", 1..12), place in 0..12_usize) {
            let text = fold(&words.join(" "));
            prop_assert!(Sought::new(&words[place % words.len()]).is_in(&text));
            prop_assert!(Sought::new(&words.join(" ")).is_near(&text));
        }

        #[test]
        fn a_few_words_are_compared_whatever_is_typed(typed in "(\\PC{0,40}|[ \u{a0}\u{3000}]{0,40}){0,40}") {
            let compared = cut(&typed);
            prop_assert!(compared.chars().count() <= MAX_CHARACTERS && compared.split(' ').count() <= MAX_WORDS);
            prop_assert_eq!(compared.is_empty(), typed.trim().is_empty());
        }
    }
}
