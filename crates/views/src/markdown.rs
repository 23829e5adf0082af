//! Markdown that members write for customers, as HTML: articles and replies.
//!
//! Only Markdown becomes markup; HTML in it is text. Links lead to web and mail addresses, pictures become links to them, and a
//! line break stays one, as in Discord.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};
use url::Url;

/// Turns Markdown into HTML.
#[must_use]
pub fn to_html(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES);
    let mut links = Links::default();
    let mut out = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut out, events.filter_map(|event| links.safe(event)));
    out
}

/// The links and pictures that are open, and whether each is written.
#[derive(Default)]
struct Links(Vec<bool>);

impl Links {
    /// The event as it is written; `None` if it is left out.
    fn safe<'m>(&mut self, event: Event<'m>) -> Option<Event<'m>> {
        Some(match event {
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            Event::SoftBreak => Event::HardBreak,
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            // The language would be a class, which means nothing to the reader's mail program.
            Event::Start(Tag::CodeBlock(_)) => Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                return self.open(&format!("{scheme}{dest_url}"));
            }
            Event::Start(Tag::Image { dest_url, .. }) => return self.open(&dest_url),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                return self.0.pop().unwrap_or(false).then_some(Event::End(TagEnd::Link));
            }
            event => event,
        })
    }

    /// The beginning of a link, unless it leads nowhere or is inside another one.
    fn open(&mut self, target: &str) -> Option<Event<'static>> {
        let address = if self.0.contains(&true) { None } else { address(target) };
        self.0.push(address.is_some());
        let link = |address: String| Tag::Link {
            link_type: LinkType::Inline,
            dest_url: address.into(),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        address.map(link).map(Event::Start)
    }
}

/// A web or mail address in its usual form; `None` for anything else.
fn address(target: &str) -> Option<String> {
    let url = Url::parse(target).ok()?;
    let is_safe = match url.scheme() {
        "http" | "https" => url.has_host(),
        "mailto" => url.path().contains('@'),
        _ => false,
    };
    is_safe.then(|| url.into())
}
