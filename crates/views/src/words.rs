//! LiveAgent's codes in words, icons and colours. Only an unknown code is shown as its letter.

mod conversation;
mod knowledgebase;
mod online;
mod widgets;

pub use conversation::{channel, channel_icon, colour, status, status_icon, status_parts};
pub use knowledgebase::{access, entry_icon, entry_kind, entry_status, entry_word};
pub use online::{dot, is_online, online, online_icons};
pub use widgets::{widget_dot, widget_icon, widget_kind, widget_status, widget_use};

/// The colour of what has no state of its own: lists, searches, help.
pub const NEUTRAL: u32 = 0x5b_6e_e1;
/// The colour of what went well.
pub const GOOD: u32 = 0x2e_cc_71;
/// The colour of what needs somebody.
pub const WAITING: u32 = 0xe6_7e_22;
/// The colour of what failed.
pub const BAD: u32 = 0xe7_4c_3c;
/// The colour of what is over, or of no concern.
pub const QUIET: u32 = 0x74_7f_8d;

/// The words for an unknown code, with its letter: "Unknown state (X)".
pub(crate) fn unknown(words: &str, letter: char) -> String {
    if letter.is_alphanumeric() { format!("{words} ({letter})") } else { words.to_owned() }
}

/// A number with its thousands parted: "12,345".
#[must_use]
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number, or a dash where it is not known.
#[must_use]
pub fn known(value: Option<u64>) -> String {
    value.map_or_else(|| "–".to_owned(), number)
}

/// A size in bytes as people read it: "47.1 KB".
#[must_use]
pub fn size(bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = bytes.saturating_mul(10) / unit;
        if tenths >= 1000 || tenths.is_multiple_of(10) {
            (tenths / 10).to_string()
        } else {
            format!("{}.{}", tenths / 10, tenths % 10)
        }
    };
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", tenths(1024)),
        _ => format!("{} MB", tenths(1_048_576)),
    }
}

/// A number with its noun: "1 message", "12 messages".
#[must_use]
pub fn count(value: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(value), if value == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::{count, number, unknown};

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(unknown("Unknown state", 'Z'), "Unknown state (Z)");
        assert_eq!(unknown("Unknown state", '*'), "Unknown state");
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_000), "1,000");
        assert_eq!(number(12_345_678), "12,345,678");
        assert_eq!(count(1, "message", "messages"), "1 message");
        assert_eq!(count(1_587, "message", "messages"), "1,587 messages");
    }
}
