//! What the views write for a mail, and which marks of it are theirs.

use serde::Serialize;
use views::html::{Mail as Read, Reading};
use views::{Steps, cut, html, text};

use crate::{mails::Mail, witnesses::Finding};

/// Markdown that could stand in a message.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Document {
    pub(crate) kind: &'static str,
    /// The marks that the views write for this mail, by the names that `parsers.mjs` gives them.
    pub(crate) may: Vec<&'static str>,
    pub(crate) markdown: String,
}

/// The marks that we write for elements of a mail.
const MARKS: [(&str, &[&str]); 5] = [
    ("bold", &["b", "strong", "th", "dt", "h1", "h2", "h3", "h4", "h5", "h6"]),
    ("strike", &["s", "strike", "del"]),
    ("code", &["code", "kbd", "tt", "samp"]),
    ("fence", &["pre"]),
    ("list", &["li"]),
];

/// The longest text that a message has room for.
const LONGEST: usize = 4096;

/// More documents than any mail is drawn as.
const DOCUMENTS: usize = 1 << 16;

/// A mail, numbered as its documents are.
pub(crate) fn numbered(index: usize, mail: &Mail) -> impl Iterator<Item = (usize, Document)> + use<> {
    draw(mail).into_iter().enumerate().map(move |(document, drawn)| (index * DOCUMENTS + document, drawn))
}

/// Which mail, and which of its documents, `finding` is of.
pub(crate) fn place(finding: &Finding) -> (usize, usize) {
    (finding.id / DOCUMENTS, finding.id % DOCUMENTS)
}

/// Everything that the views make of a mail, as far as it fits into a message. None of it is there twice.
pub(crate) fn draw(mail: &Mail) -> Vec<Document> {
    let Mail { text: mail, is_html, room } = mail;
    let elements = marks_of(mail);
    let of_article = [elements.as_slice(), if has_element(mail, "blockquote") { &["quote"] } else { &[] }].concat();
    // What was quoted and what is a signature is told in marks of our own.
    let of_message = [elements.as_slice(), &["quote", "small print"]].concat();
    let mut drawn = Drawn::default();

    if !is_html {
        let lines = text::escape_lines(mail);
        drawn.add("line", &[], text::escape(mail));
        drawn.add("line", &[], text::escape_to(mail, *room));
        drawn.add("cut", &[], cut::markdown(&lines, *room));
        drawn.add("lines", &[], lines);
    }
    let steps = Steps::default();
    let article = html::article(mail, &steps).markdown;
    let whole = Read::new(Reading { unfolded: true, ..Reading::default() }, &steps).text(mail).finish().markdown;
    for (kind, may, markdown) in [
        ("article", of_article, article),
        ("message", of_message.clone(), html::message(mail)),
        ("whole", of_message, whole),
    ] {
        drawn.add("cut", &may, cut::markdown(&markdown, *room));
        for page in cut::pages(&markdown, *room) {
            drawn.add("page", &may, page);
        }
        drawn.add(kind, &may, markdown);
    }
    drawn.0
}

#[derive(Default)]
struct Drawn(Vec<Document>);

impl Drawn {
    /// Adds a document, unless it is there already with no more allowed in it.
    fn add(&mut self, kind: &'static str, may: &[&'static str], markdown: String) {
        let is_known = |known: &Document| {
            known.markdown == markdown
                && known.may.iter().all(|mark| may.contains(mark))
                && (kind != "line" || known.kind == "line")
        };
        if cut::width(&markdown) <= LONGEST && !self.0.iter().any(is_known) {
            self.0.push(Document { kind, may: may.to_vec(), markdown });
        }
    }
}

fn marks_of(mail: &str) -> Vec<&'static str> {
    let asks = |(_, elements): &&(_, &[&str])| elements.iter().any(|element| has_element(mail, element));
    MARKS.iter().filter(asks).map(|(mark, _)| *mark).collect()
}

/// Whether a start tag of this name is in the mail, broken or not.
fn has_element(mail: &str, name: &str) -> bool {
    mail.split('<').skip(1).any(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest[..end].eq_ignore_ascii_case(name)
    })
}
