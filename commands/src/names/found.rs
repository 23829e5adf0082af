//! Finds the conversations that a text names: codes, links to LiveAgent's panel, and public links.

/// The longest id or code in a link, in bytes. An option of a select holds it.
const MAX_ID_LENGTH: usize = 32;

/// The conversations that a text names, by code, id or public url code, in its order. `panel` is LiveAgent's address.
pub(crate) fn conversations(text: &str, panel: &str) -> Vec<String> {
    let mut found = Vec::new();
    let words = text.split(|c: char| c.is_whitespace() || "<>()[]{}\"'`|,*".contains(c));
    for word in words.filter(|word| !word.is_empty()) {
        if word.contains("://") {
            add(&mut found, in_link(word, panel));
        } else {
            for code in codes(word) {
                add(&mut found, Some(code));
            }
        }
    }
    found
}

/// The conversation that an address of LiveAgent leads to.
pub(crate) fn in_link<'a>(link: &'a str, panel: &str) -> Option<&'a str> {
    let (_, address) = link.split_once("://")?;
    let (_, panel) = panel.split_once("://")?;
    let rest = address.strip_prefix(panel)?.strip_prefix('/')?;
    let is_conversation = rest.contains("Conversation");
    let in_part = |part: &'a str| {
        let named = part.strip_prefix("conversationid=").or_else(|| part.strip_prefix("ct="));
        named.or_else(|| part.strip_prefix("id=").filter(|_| is_conversation))
    };
    let named = rest.split(['?', '&', ';', '#']).find_map(in_part);
    let from = named.or_else(|| rest.strip_prefix("conversations/"))?;
    let end = from.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).unwrap_or(from.len());
    Some(&from[..end]).filter(|id| (1..=MAX_ID_LENGTH).contains(&id.len()))
}

fn add(found: &mut Vec<String>, name: Option<&str>) {
    if let Some(name) = name.filter(|name| found.iter().all(|known| known != name)) {
        found.push(name.to_owned());
    }
}

/// The codes in a word. They are in capitals: in small letters, too much else looks like one.
fn codes(word: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| c.is_alphanumeric() || "-_".contains(c);
    word.split(move |c: char| !inside(c)).filter(|part| is_code(part))
}

/// Whether it is a code, such as `ABC-DEFGH-123`, or `AX4-B4T-FD8` as older accounts have them.
fn is_code(part: &str) -> bool {
    let groups: Vec<&str> = part.split('-').collect();
    let [first, middle, last] = groups[..] else { return false };
    let is_group = |group: &str| group.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let has_letter = part.bytes().any(|byte| byte.is_ascii_uppercase());
    first.len() == 3
        && (3..=5).contains(&middle.len())
        && last.len() == 3
        && groups.iter().all(|group| is_group(group))
        && has_letter
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANEL: &str = "https://acme.ladesk.com";

    #[test]
    fn codes_and_links_are_found_each_once() {
        let table: [(&str, &[&str]); 14] = [
            ("see ABC-DEFGH-123.", &["ABC-DEFGH-123"]),
            ("(ABC-DEFGH-123), **XYZ-ABCDE-456**: ABC-DEFGH-123", &["ABC-DEFGH-123", "XYZ-ABCDE-456"]),
            ("RE:ABC-DEFGH-123/AX4-B4T-FD8", &["ABC-DEFGH-123", "AX4-B4T-FD8"]),
            ("https://acme.ladesk.com/agent/#Conversation;id=12ab34cd", &["12ab34cd"]),
            ("[Pay](https://acme.ladesk.com/agent/#Conversation;id=12ab34cd)!", &["12ab34cd"]),
            ("<http://acme.ladesk.com/conversations/m6uoFJd2e4I8Z18q/>", &["m6uoFJd2e4I8Z18q"]),
            ("https://acme.ladesk.com/agent/index.php?conversationid=12ab34cd&x=1", &["12ab34cd"]),
            ("https://evil.example/agent/#Conversation;id=12ab34cd", &[]),
            ("https://acme.ladesk.com.evil.example/conversations/abc", &[]),
            ("https://acme.ladesk.com/agent/#Customer;id=12ab34cd", &[]),
            ("https://acme.ladesk.com/123-how-to-pay", &[]),
            ("abc-defgh-123 555-1234-567 ABC-DEFGH-1234 xABC-DEFGH-123 ÄBC-DEFGH-123", &[]),
            ("😀ABC-DEFGH-123😀 \u{202e}@everyone", &["ABC-DEFGH-123"]),
            ("", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(conversations(text, PANEL), expected, "{text}");
        }
        let long = format!("https://acme.ladesk.com/conversations/{}", "x".repeat(33));
        assert!(conversations(&long, PANEL).is_empty(), "no button could hold it");
        assert_eq!(conversations(&"ABC-DEFGH-123 ".repeat(10_000), PANEL), ["ABC-DEFGH-123"]);
    }
}
