//! Words from outside do nothing in a message: properties over hostile text, as Discord would read it.

use crate::hostile;
use proptest::prelude::*;
use views::{Steps, cut, html, text};

/// Walks markdown as Discord does: a backslash takes the next mark's meaning; in code nothing has any. Calls `mark` for every
/// character that still has a meaning, with what follows it.
fn live_marks(markdown: &str, mut mark: impl FnMut(&str, &str)) {
    let mut rest = markdown;
    let mut before = String::new();
    while let Some(c) = rest.chars().next() {
        let escaped = c == '\\' && rest[1..].chars().next().is_some_and(|next| next.is_ascii_punctuation());
        if escaped {
            before.push('x');
            rest = &rest[2..];
            continue;
        }
        mark(&before, rest);
        before.push(c);
        let code = (c == '`').then(|| rest[1..].find('`').map_or(rest.len(), |end| end + 2));
        rest = &rest[code.unwrap_or(c.len_utf8())..];
    }
}

/// Fails if `markdown`, which holds nothing of our own, does anything.
#[track_caller]
fn inert(markdown: &str, links: bool) {
    live_marks(markdown, |before, rest| {
        for call in ["@everyone", "@here", "<@", "<#", "<t:", "<a:", "<:", "</", "**", "__", "~~", "||", "`", "["] {
            let address = before.rfind("http").is_some_and(|at| !before[at..].contains(char::is_whitespace));
            assert!(
                !rest.starts_with(call) || (address && call == "__") || (links && call == "["),
                "{call} in {markdown:?}"
            );
        }
        let line_start = before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
        for call in ["# ", "- ", "* ", "-# ", "> "] {
            assert!(!(line_start && rest.starts_with(call)), "{call:?} in {markdown:?}");
        }
    });
    let unseen = ['\u{202e}', '\u{202a}', '\u{2066}', '\u{feff}', '\u{ad}', '\u{0}', '\u{7f}', '\u{2028}'];
    assert!(!markdown.contains(unseen), "{markdown:?}");
}

/// Every masked link in `markdown`, as its words and its address.
fn links(markdown: &str) -> Vec<(String, String)> {
    let mut links = Vec::new();
    live_marks(markdown, |_, rest| {
        let Some(from) = rest.strip_prefix('[') else { return };
        let mut end = None;
        let mut escaped = false;
        for (at, c) in from.char_indices() {
            match c {
                '\\' if !escaped => escaped = true,
                ']' if !escaped => {
                    end = Some(at);
                    break;
                }
                _ => escaped = false,
            }
        }
        let Some(end) = end else { return };
        if let Some((address, _)) = from[end + 1..].strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            links.push((from[..end].to_owned(), address.to_owned()));
        }
    });
    links
}

proptest! {
    #[test]
    fn a_line_does_nothing(content in hostile::text()) {
        let line = text::escape(&content);
        prop_assert!(!line.contains('\n') && !line.contains("]("), "{line:?}");
        inert(&line, false);
        prop_assert!(links(&line).is_empty());
    }

    #[test]
    fn lines_do_nothing_but_lead_where_they_say(content in hostile::text()) {
        let lines = text::escape_lines(&content);
        inert(&lines, true);
        for (words, address) in links(&lines) {
            let host = text::escape(text::Address::read(&address).unwrap().host());
            prop_assert!(words.starts_with(&host), "{words} hides {address}");
        }
    }

    #[test]
    fn code_holds_everything_in(content in hostile::text()) {
        let code = text::code(&content);
        prop_assert!(code.is_empty() || code.matches('`').count() == 2, "{code:?}");
        let fence = text::fence(&content);
        prop_assert!(fence.is_empty() || fence.matches("```").count() == 2, "{fence:?}");
        for markdown in [code, fence] {
            prop_assert!(!markdown.to_lowercase().contains("@everyone") && !markdown.to_lowercase().contains("@here"));
        }
    }

    #[test]
    fn a_width_is_the_number_of_units(content in hostile::text()) {
        prop_assert_eq!(cut::width(&content), content.encode_utf16().count());
    }

    #[test]
    fn a_label_is_one_line_in_its_room(content in hostile::text(), room in 0..120_usize) {
        let label = text::line(&content, room);
        prop_assert!(cut::width(&label) <= room && !label.contains('\n'));
    }

    #[test]
    fn a_cut_of_safe_text_is_safe(content in hostile::text(), room in 0..3000_usize) {
        let cut = cut::markdown(&text::escape_lines(&content), room);
        prop_assert!(cut::width(&cut) <= room);
        inert(&cut, true);
    }

    #[test]
    fn pages_hold_the_whole_text(content in hostile::text(), room in 80..900_usize) {
        let whole = text::escape_lines(&content);
        let pages = cut::pages(&whole, room);
        for page in &pages {
            prop_assert!(cut::width(page) <= room, "{page:?}");
            inert(page, true);
        }
        if !pages.contains(&"…".to_owned()) {
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(squeezed(&pages.concat()), squeezed(&whole));
        }
    }

    #[test]
    fn html_does_nothing_but_lead_where_it_says(content in hostile::html()) {
        for markdown in [html::message(&content), html::article(&content, &Steps::default()).markdown] {
            let lower = markdown.to_lowercase();
            prop_assert!(!lower.contains("@everyone") && !lower.contains("@here"), "{markdown:?}");
            prop_assert!(markdown.matches("```").count() % 2 == 0, "{markdown:?}");
            let prose: String = markdown.split("```").step_by(2).collect();
            live_marks(&prose, |_, rest| {
                for call in ["<@", "<#", "<t:", "<a:", "||", "__"] {
                    assert!(!rest.starts_with(call), "{call} in {markdown:?}");
                }
            });
            for (words, address) in links(&prose) {
                let host = text::escape(text::Address::read(&address).unwrap().host());
                prop_assert!(words.contains(&host), "{words} hides {address}");
            }
        }
    }

    #[test]
    fn words_are_one_plain_line(content in hostile::html()) {
        prop_assert!(!html::words(&content, 400).contains('\n'));
    }
}
