//! Files that LiveAgent has.

use liveagent::FileInfo;
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::desk::{Desk, Words};
use crate::message::{Draft, Message};
use crate::page::rows_of;
use crate::payload::{Author, Embed, Field};
use crate::request::{Act, Look};
use crate::{text, time, words};

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Show {
    /// The file's id.
    pub file: String,
}

impl Look for Show {
    const TAG: &'static str = "fs";
    const NAME: &'static str = "show file";
}

/// Upload a file: one that a member gives, or one that LiveAgent fetches from the address in the input named [`FILE_ADDRESS`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Upload {}

impl Act for Upload {
    const TAG: &'static str = "fu";
    const NAME: &'static str = "upload file";
}

/// The name of the input with the address of a file.
pub const FILE_ADDRESS: &str = "url";

/// A file's particulars, with a link to it.
#[must_use]
pub fn show(file: &FileInfo, desk: &Desk) -> Message {
    let embed = card(file, "📎 File", desk);
    Draft { components: rows_of(&Show { file: file.file_id.clone() }, Vec::new()), ..Draft::embed(embed) }.fit()
}

/// The file was uploaded.
#[must_use]
pub fn uploaded(file: &FileInfo, desk: &Desk) -> Message {
    let kept = "✅ File uploaded. LiveAgent deletes a file that nothing uses after two weeks.";
    let embed = Embed { description: Some(kept.to_owned()), ..card(file, "📎 File uploaded", desk) };
    Draft { components: rows_of(&Show { file: file.file_id.clone() }, Vec::new()), ..Draft::embed(embed) }.fit()
}

/// What a file is called where it is offered while somebody types: "invoice.pdf · 12.1 KB".
#[must_use]
pub fn label(file: &FileInfo) -> String {
    let size = file.file_size.map(|size| format!(" · {}", words::size(size.get()))).unwrap_or_default();
    text::line(&format!("{}{size}", text::line(&file.file_name, 80)), 100)
}

/// The card of a file. The names of customers' files are their words, and who has the address has the file.
fn card(file: &FileInfo, about: &str, desk: &Desk) -> Embed {
    let is_shown = desk.shows(Words::All);
    let name = if is_shown { text::line(&file.file_name, 180) } else { String::new() };
    let name = if name.is_empty() { format!("File {}", text::line(&file.file_id, 40)) } else { name };
    let mut fields = Vec::new();
    if let Some(size) = file.file_size {
        fields.push(Field::inline("Size", words::size(size.get())));
    }
    if let Some(kind) = file.file_type.as_deref().filter(|kind| !kind.trim().is_empty()) {
        fields.push(Field::inline("Type", text::code(&text::line(kind, 100))));
    }
    if let Some(created) = file.created {
        fields.push(Field::inline("Uploaded", time::ago(created.at(&desk.zone))));
    }
    if let Some(downloads) = file.downloads {
        fields.push(Field::inline("Downloads", words::number(downloads.get())));
    }
    fields.push(Field::inline("ID", text::code(&file.file_id)));
    Embed {
        author: Some(Author { name: about.to_owned(), url: None }),
        title: Some(text::escape(&name)),
        url: file.download_url.as_deref().filter(|_| is_shown).and_then(address),
        color: Some(words::NEUTRAL),
        fields,
        ..Embed::default()
    }
}

/// The address of a download: https, also where LiveAgent leaves the scheme out. `None` where it is no web address.
fn address(address: &str) -> Option<String> {
    let whole = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    let url = url::Url::parse(whole.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn only_web_addresses_are_links() {
        for (given, expected) in [
            ("//acme.ladesk.com/f?x=1", Some("https://acme.ladesk.com/f?x=1")),
            ("https://acme.ladesk.com/a b", Some("https://acme.ladesk.com/a%20b")),
            ("javascript:alert(1)", None),
            ("/scripts/file.php", None),
            ("", None),
        ] {
            assert_eq!(address(given).as_deref(), expected, "{given}");
        }
    }
}
