//! The limits of embeds: each part by itself, and all embeds of a message together.

use super::{
    ADDRESS, AUTHOR, DESCRIPTION, EMBEDS, EMBEDS_TOTAL, FIELD_NAME, FIELD_VALUE, FIELDS, FOOTER, TITLE, blank, optional,
};
use crate::cut;
use crate::payload::{Author, Embed, Field, Footer};

/// A name for a field that has none: a space that Discord does not take for empty.
const NO_NAME: &str = "\u{200b}";

/// The longest texts are shortened down to this many units before anything is left out.
const SHORT: usize = 64;

/// The embeds that one message can take.
pub(crate) fn embeds(embeds: Vec<Embed>) -> Vec<Embed> {
    let mut kept: Vec<Embed> = embeds.into_iter().map(embed).filter(shows).take(EMBEDS).collect();
    while let Some(over) = total(&kept).checked_sub(EMBEDS_TOTAL).filter(|over| *over > 0) {
        shrink(&mut kept, over);
    }
    kept.retain(shows);
    kept
}

/// Whether Discord can open or show `url`: http or https, a host with a dot or a port of a loopback address, no characters
/// that an address can't have, at most `max` units.
pub(crate) fn web_address(url: &str, max: usize) -> bool {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let odd = |c: char| !c.is_ascii_graphic() || "<>\"\\^`{|}".contains(c);
    url.len() <= max
        && !url.contains(odd)
        && host.trim_matches('.').contains('.')
        && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:_".contains(c))
}

fn embed(embed: Embed) -> Embed {
    let address = |url: &String| web_address(url, ADDRESS);
    let author = embed.author.filter(|author| !blank(&author.name));
    Embed {
        author: author
            .map(|author| Author { name: cut::plain(author.name.trim(), AUTHOR), url: author.url.filter(address) }),
        title: markdown(embed.title, TITLE),
        url: embed.url.filter(address),
        description: markdown(embed.description, DESCRIPTION),
        color: embed.color.map(|color| color & 0x00ff_ffff),
        fields: embed.fields.into_iter().filter_map(field).take(FIELDS).collect(),
        image: embed.image.filter(|image| address(&image.url) || image.url.starts_with("attachment://")),
        footer: optional(embed.footer.map(|footer| footer.text), FOOTER).map(|text| Footer { text }),
        timestamp: embed.timestamp,
    }
}

fn field(field: Field) -> Option<Field> {
    let value = markdown(Some(field.value), FIELD_VALUE)?;
    let name = markdown(Some(field.name), FIELD_NAME).unwrap_or_else(|| NO_NAME.to_owned());
    Some(Field { name, value, inline: field.inline })
}

fn markdown(text: Option<String>, max: usize) -> Option<String> {
    text.filter(|text| !blank(text)).map(|text| cut::markdown(text.trim(), max))
}

/// An embed of a colour or a timestamp alone is refused as empty.
fn shows(embed: &Embed) -> bool {
    embed.author.is_some()
        || embed.title.is_some()
        || embed.description.is_some()
        || !embed.fields.is_empty()
        || embed.image.is_some()
        || embed.footer.is_some()
}

fn total(embeds: &[Embed]) -> usize {
    embeds.iter().map(length).sum()
}

fn length(embed: &Embed) -> usize {
    let texts = [
        embed.author.as_ref().map(|author| author.name.as_str()),
        embed.title.as_deref(),
        embed.description.as_deref(),
        embed.footer.as_ref().map(|footer| footer.text.as_str()),
    ];
    let fields = embed.fields.iter().map(|field| cut::width(&field.name) + cut::width(&field.value));
    texts.into_iter().flatten().map(cut::width).sum::<usize>() + fields.sum::<usize>()
}

/// Shortens the longest text by `over` units, or, when all are short, leaves out the last field or the last embed.
fn shrink(embeds: &mut Vec<Embed>, over: usize) {
    let texts = embeds.iter_mut().flat_map(|embed| {
        let footer = embed.footer.as_mut().map(|footer| &mut footer.text);
        embed.description.iter_mut().chain(footer).chain(embed.fields.iter_mut().map(|field| &mut field.value))
    });
    let longest = texts.max_by_key(|text| cut::width(text));
    if let Some(text) = longest.filter(|text| cut::width(text) > SHORT) {
        *text = cut::markdown(text, cut::width(text).saturating_sub(over).max(SHORT));
    } else if let Some(embed) = embeds.iter_mut().rev().find(|embed| !embed.fields.is_empty()) {
        embed.fields.pop();
    } else {
        embeds.pop();
    }
}
