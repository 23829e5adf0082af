//! HTML's entities in texts that are not HTML: LiveAgent writes `Tom &amp; Jerry` where it means `Tom & Jerry`.

use std::borrow::Cow;

use html_escape::NAMED_ENTITIES;

/// What browsers take the numbers 128 to 159 for: the characters of Windows 1252. The five that are not assigned stay.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// `text` with its entities decoded, each once: `&amp;lt;` becomes `&lt;`. What is no entity stays as it is; so does a name without
/// its semicolon, which is as likely a part of an address (`?a=1&copy=2`).
pub(super) fn decode(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains('&') {
        return text;
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        let read = entity(&rest[1..]);
        if let Some((_, ref character)) = read {
            decoded.push_str(character);
        } else {
            decoded.push('&');
        }
        rest = &rest[1 + read.map_or(0, |(length, _)| length)..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The entity that `text`, which stands behind an `&`, begins with: how long it is with its semicolon, and what it means.
fn entity(text: &str) -> Option<(usize, Cow<'static, str>)> {
    // It ends at the first byte that is neither: so no byte is looked at twice, however many `&` there are.
    let end = text.bytes().position(|byte| byte != b'#' && !byte.is_ascii_alphanumeric())?;
    let name = text[end..].starts_with(';').then_some(&text[..end])?;
    let meaning = if let Some(number) = name.strip_prefix('#') {
        Cow::Owned(numbered(number)?.to_string())
    } else {
        let at = NAMED_ENTITIES.binary_search_by(|(known, _)| (*known).cmp(name.as_bytes())).ok()?;
        Cow::Borrowed(NAMED_ENTITIES[at].1)
    };
    Some((end + 1, meaning))
}

/// The character of `38`, `x26` or `X26`: the replacement character where there is none, or none that may be in a text.
fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    Some(match u32::from_str_radix(digits, radix) {
        Ok(0) | Err(_) => char::REPLACEMENT_CHARACTER,
        Ok(code @ 0x80..=0x9F) => WINDOWS_1252.chars().nth(code as usize - 0x80).unwrap_or(char::REPLACEMENT_CHARACTER),
        Ok(code) => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(text: &str) -> String {
        decode(text.into()).into_owned()
    }

    #[test]
    fn entities_are_decoded_once() {
        let table = [
            ("Tom &amp; Jerry&#039;s order", "Tom & Jerry's order"),
            ("O&#039;Brien", "O'Brien"),
            ("&lt;b&gt; &quot;x&quot; &apos;", "<b> \"x\" '"),
            ("&amp;lt; &amp;amp; &amp;#38;", "&lt; &amp; &#38;"),
            ("&#x26;lt;", "&lt;"),
            ("&nbsp;&hellip;&euro;&Zcaron;&zcaron;&NotEqualTilde;", "\u{a0}…€Žž≂\u{338}"),
            ("&CounterClockwiseContourIntegral;", "∳"),
            ("&#8364;&#x20AC;&#X20ac;&#000000008364;", "€€€€"),
            ("&#128512;", "😀"),
            ("&#146;&#x80;&#159;", "’€Ÿ"),
            ("&#0;&#xD83D;&#57343;&#x110000;&#99999999999999999999;", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
        ];
        for (text, meant) in table {
            assert_eq!(decoded(text), meant, "{text}");
        }
    }

    #[test]
    fn what_is_no_entity_stays() {
        let table = [
            "",
            "plain",
            "&",
            "&&&",
            "AT&T",
            "R&D; fish & chips;",
            "&;",
            "&#;",
            "&#x;",
            "&#xg;",
            "&#12a;",
            "&#-1;",
            "&#+1;",
            "&# 38;",
            "&#٣;",
            "&amp",
            "?a=1&copy=2&lt=3",
            "&nosuchname;",
            "&notit;",
            "&AmP;",
            "&ž;",
            "& amp;",
            "&amp ;",
            "&\u{10ffff};",
            "Ž&ž",
        ];
        for text in table {
            assert_eq!(decoded(text), text);
        }
    }

    #[test]
    fn every_name_of_html_is_known() {
        assert_eq!(NAMED_ENTITIES.len(), 2125);
        for (name, meant) in NAMED_ENTITIES {
            let name = std::str::from_utf8(name).unwrap();
            assert_eq!(decoded(&format!("<&{name};>")), format!("<{meant}>"), "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_text_comes_back_from_its_entities(text in ".{0,40}") {
            let escaped: String = text.chars().map(|letter| match letter {
                '&' => "&amp;".to_owned(),
                '<' => "&lt;".to_owned(),
                '\'' => "&#039;".to_owned(),
                '"' => "&#x22;".to_owned(),
                letter => letter.to_string(),
            }).collect();
            prop_assert_eq!(decoded(&escaped), text);
        }

        #[test]
        fn anything_is_read(text in "[&#x;a-z0-9é]{0,60}") {
            decoded(&text);
        }
    }
}
