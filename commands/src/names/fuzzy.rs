//! Finds what somebody means by what they typed: by parts of words, and by words with a typo in them.
//!
//! Each word is compared with each label, so only the first few are: what is typed may be as long as somebody can paste.

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};

/// How alike two words must be for one to count as a typo of the other (Jaro-Winkler, 0 to 1).
const MIN_LIKENESS: f64 = 0.86;

/// How much of what is typed is compared, in characters and in words.
const MAX_CHARACTERS: usize = 100;
const MAX_WORDS: usize = 8;

/// The items that `typed` may mean, the likeliest first, `limit` at most. With nothing typed, the first ones as they come.
pub(crate) fn find<T>(
    typed: &str,
    items: impl IntoIterator<Item = T>,
    label: impl Fn(&T) -> &str,
    limit: usize,
) -> Vec<T> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MAX_CHARACTERS, MAX_WORDS, cut, find};

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

    proptest! {
        #[test]
        fn a_few_words_are_compared_whatever_is_typed(typed in "(\\PC{0,40}|[ \u{a0}\u{3000}]{0,40}){0,40}") {
            let compared = cut(&typed);
            prop_assert!(compared.chars().count() <= MAX_CHARACTERS && compared.split(' ').count() <= MAX_WORDS);
            prop_assert_eq!(compared.is_empty(), typed.trim().is_empty());
        }
    }
}
