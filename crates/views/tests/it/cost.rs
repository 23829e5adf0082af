//! Drawing is in proportion to what is drawn: steps are counted by the count that production stops at.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use views::Steps;
use views::html::{MAX_ARTICLE_SIZE, Mail, Reading, article};

use crate::hostile;

/// The most steps that a byte may cost, whatever stands around it.
const STEPS_A_BYTE: u64 = 24;

/// What a text costs however short it is.
const ALWAYS: u64 = 20_000;

const SIZES: [usize; 3] = [1024, 16 * 1024, 256 * 1024];

/// Pieces that were, or could be, worse than they look: repeated, they make the longest, deepest or densest of something.
const DENSE: [&str; 34] = [
    "https://",
    "https://a.",
    "a.",
    "https://a.example/",
    "https://a.example/(",
    ")",
    "]](((",
    "https://a.example/x`",
    "[",
    "<",
    "&",
    "&lt;",
    "&amp;amp;",
    "<b>",
    "<p>",
    "<li>x",
    "<ul><li>",
    "<table><tr><td>",
    "<td>",
    "<tr><td>a<td>b",
    "<br>",
    "x<br>",
    "<blockquote type=cite>",
    "<div class=gmail_quote>",
    "<a href='https://a.example/x'>x",
    "<a href='https://a.example/x'>x</a>",
    "<img src='https://a.example/x'>",
    "<sup>2",
    "<pre>x\n",
    "`",
    "> x\n",
    "\n--\nx\n",
    "On 24 Nov 2026 at 09:00 Anna wrote:\n",
    "From: a@b.example\n",
];

/// A text of `size` bytes that repeats `piece` behind `before`.
fn repeated(before: &str, piece: &str, size: usize) -> String {
    let mut text = before.to_owned();
    while text.len() < size {
        text.push_str(piece);
    }
    text
}

#[track_caller]
fn in_proportion(text: &str) {
    let limit = ALWAYS + STEPS_A_BYTE * text.len() as u64;
    for unfolded in [false, true] {
        // All of it: production stops long before.
        let (steps, reading) = (Steps::new(u64::MAX), Reading { unfolded, ..Reading::default() });
        let drawn = Mail::new(reading, &steps).text(text).finish();
        assert!(steps.taken() <= limit, "{} steps for {} bytes: {:?}", steps.taken(), text.len(), start(text));
        assert!(drawn.markdown.len() <= 4 * MAX_ARTICLE_SIZE, "{} bytes: {:?}", drawn.markdown.len(), start(text));
    }
    let steps = Steps::new(u64::MAX);
    let _ = article(text, &steps);
    assert!(steps.taken() <= limit, "{} steps for {} bytes: {:?}", steps.taken(), text.len(), start(text));
}

fn start(text: &str) -> String {
    text.chars().take(80).collect()
}

#[test]
fn what_is_repeated_costs_no_more_a_byte() {
    for size in SIZES {
        for piece in DENSE {
            in_proportion(&repeated("", piece, size));
            in_proportion(&repeated("<p>Hello", piece, size));
            in_proportion(&repeated(&format!("<a href='https://{}'>", "a.".repeat(size / 2)), piece, size));
        }
    }
}

#[test]
fn any_text_costs_no_more_a_byte() {
    let mut runner = TestRunner::deterministic();
    for size in SIZES {
        for _ in 0..24 {
            let plain = hostile::text().new_tree(&mut runner).unwrap().current();
            let html = hostile::html().new_tree(&mut runner).unwrap().current();
            for text in [plain, html] {
                if !text.is_empty() {
                    in_proportion(&repeated("", &text, size));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn reading_stops_when_the_steps_are_spent(text in hostile::html(), limit in 0..200_000_u64) {
        let text = repeated("", &format!("x{text}"), 256 * 1024);
        let steps = Steps::new(limit);
        let drawn = Mail::new(Reading::default(), &steps).text(&text).finish();
        // What was under way is finished: a token, a line.
        prop_assert!(steps.taken() <= limit + STEPS_A_BYTE * text.len() as u64);
        prop_assert!(!steps.are_spent() || drawn.cut);
    }
}
