//! The audit as a file for spreadsheets: RFC 4180 in UTF-8, with times in UTC.
//!
//! No field is a formula, and no id is a number, which a spreadsheet would round.

use std::sync::Arc;

use ::csv::{Terminator, Writer, WriterBuilder};
use jiff::Timestamp;

use super::{Entry, line, words};
use crate::message::{Draft, Message};
use crate::payload::{Embed, File};
use crate::{limits, time};

/// The most changes in a file.
pub const MAX_ROWS: u32 = 50_000;

/// The largest file, in bytes: what Discord takes, less a little.
const MAX_SIZE: usize = limits::FILES_BYTES - 16 * 1024;

/// Tells Excel that the file is in UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

const COLUMNS: [&str; 8] = ["time", "member", "change", "target", "detail", "outcome", "channel", "name"];

/// A file that is being written.
#[derive(Debug)]
pub struct Csv {
    writer: Writer<Vec<u8>>,
    rows: u64,
    /// The times of the first and the last row: the newest and the oldest change.
    span: Option<(Timestamp, Timestamp)>,
    is_full: bool,
}

impl Default for Csv {
    fn default() -> Self {
        let begun = BYTE_ORDER_MARK.as_bytes().to_vec();
        let mut csv = Self {
            writer: WriterBuilder::new().terminator(Terminator::CRLF).from_writer(begun),
            rows: 0,
            span: None,
            is_full: false,
        };
        csv.write(&COLUMNS.map(str::to_owned));
        csv
    }
}

impl Csv {
    /// Adds a change if there is room. Returns whether there was.
    pub fn push(&mut self, entry: &Entry) -> bool {
        let fields = [
            entry.at.to_string(),
            line::plain_member(entry),
            words::action(&entry.action),
            line::plain_target(entry),
            line::plain_detail(entry),
            words::outcome(entry.outcome).to_owned(),
            format!("<#{}>", entry.channel),
            entry.action.clone(),
        ];
        self.is_full |= self.rows >= u64::from(MAX_ROWS) || !self.write(&fields.map(harmless));
        if !self.is_full {
            self.rows += 1;
            self.span = Some((self.span.map_or(entry.at, |(newest, _)| newest), entry.at));
        }
        !self.is_full
    }

    /// Writes a row, if it surely fits.
    fn write(&mut self, fields: &[String; 8]) -> bool {
        // Each character may be a quotation mark, which is doubled.
        let most: usize = fields.iter().map(|field| field.len() * 2 + 3).sum();
        self.writer.get_ref().len() + most <= MAX_SIZE
            && self.writer.write_record(fields).is_ok()
            && self.writer.flush().is_ok()
    }

    /// The message with the file, of `total` changes.
    #[must_use]
    pub fn finish(self, total: u64, now: Timestamp) -> Message {
        let Some((newest, oldest)) = self.span else {
            return Draft::embed(Embed { description: Some("No changes found.".to_owned()), ..Embed::default() }).fit();
        };
        let rows = crate::words::count(self.rows, "change", "changes");
        let mut lines = vec![format!("📄 {rows}, {} to {}.", time::at(oldest), time::at(newest))];
        if self.rows < total {
            lines.push(format!(
                "⚠️ The file is cut: {} older changes are missing. Use `/audit to:` with an earlier date to get them.",
                crate::words::number(total - self.rows)
            ));
        }
        let bytes: Arc<[u8]> = self.writer.into_inner().unwrap_or_default().into();
        let name = format!("audit-{}.csv", now.strftime("%Y-%m-%d"));
        let embed =
            Embed { description: Some(lines.join("\n")), color: Some(crate::words::NEUTRAL), ..Embed::default() };
        Draft::embed(embed).file(File { name, bytes, description: None }).fit()
    }
}

/// A field that spreadsheets don't read as a formula.
fn harmless(field: String) -> String {
    let begins = field.chars().next();
    if begins.is_some_and(|c| "=+-@\t\r\n＝＋－＠".contains(c)) { format!("'{field}") } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Outcome;

    fn entry(action: &str, target: &str, detail: &str) -> Entry {
        Entry {
            at: "2026-11-23T17:30:05.123Z".parse().unwrap(),
            who: Some(1_200_000_000_000_000_001),
            channel: 5,
            action: action.to_owned(),
            target: target.to_owned(),
            about: None,
            detail: detail.to_owned(),
            outcome: Outcome::Done,
        }
    }

    fn text(message: &Message) -> String {
        String::from_utf8(message.files()[0].bytes.to_vec()).unwrap()
    }

    #[test]
    fn a_spreadsheet_reads_it_and_runs_nothing() {
        let mut csv = Csv::default();
        let hostile = [
            entry("=cmd|'/c calc'!A1", "+1", "-1"),
            entry("@SUM(A1)", "\t=1", "＝1+1"),
            entry("a \"quoted\", name", "two\r\nlines", "b;c"),
            Entry { who: None, outcome: Outcome::Refused, ..entry("set roles", "member 3", "7 1300000000000000012") },
        ];
        assert!(hostile.iter().all(|entry| csv.push(entry)));
        let message = csv.finish(4, "2026-11-24T00:00:00Z".parse().unwrap());
        assert_eq!(message.files()[0].name, "audit-2026-11-24.csv");
        let text = text(&message);
        let lines: Vec<&str> = text.strip_prefix(BYTE_ORDER_MARK).unwrap().split("\r\n").collect();
        let who = "2026-11-23T17:30:05.123Z,<@1200000000000000001>";
        assert_eq!(
            lines,
            [
                "time,member,change,target,detail,outcome,channel,name".to_owned(),
                format!("{who},'=cmd|'/c calc'!A1,'+1,'-1,done,<#5>,'=cmd|'/c calc'!A1"),
                format!("{who},'@SUM(A1),'\t=1,'＝1+1,done,<#5>,'@SUM(A1)"),
                format!("{who},\"A \"\"quoted\"\", name\",\"two"),
                "lines\",b;c,done,<#5>,\"a \"\"quoted\"\", name\"".to_owned(),
                "2026-11-23T17:30:05.123Z,a forgotten member,Set roles,a forgotten member,<@&7> <@&1300000000000000012>,refused,<#5>,set roles"
                    .to_owned(),
                String::new(),
            ]
        );
    }

    #[test]
    fn a_file_that_is_too_large_says_what_it_covers() {
        let large = entry("note", "conversation a1", &"\"".repeat(64 * 1024));
        let mut csv = Csv::default();
        let mut second = 0_u64;
        let at = |second: u64| Timestamp::from_second(1_780_000_000 - second.cast_signed()).unwrap();
        while csv.push(&Entry { at: at(second), ..entry("tag", "conversation a1", &large.detail) }) {
            second += 1;
        }
        assert!(!csv.push(&entry("note", "", "")), "nothing follows what was left out");
        let message = csv.finish(1_000, at(0));
        assert!((limits::FILES_BYTES - 300 * 1024..=limits::FILES_BYTES).contains(&message.files()[0].bytes.len()));
        let said = message.embeds()[0].description.clone().unwrap();
        assert!(
            said.contains(&format!("{second} changes, {} to {}", time::at(at(second - 1)), time::at(at(0)))),
            "{said}"
        );
        assert!(said.contains(&format!("{} older changes are missing", 1_000 - second)), "{said}");
    }
}
