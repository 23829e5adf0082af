//! The limits of embeds.

use serde_json::Value;

use super::Check;

/// Characters of all embeds of a message together.
const ALL: usize = 6000;

/// Checks a message's embeds; how many there are.
pub(super) fn check(check: &mut Check, embeds: &Value) -> usize {
    let mut total = 0;
    let list = check.list("embeds", embeds, 10);
    for (index, embed) in list.iter().enumerate() {
        let at = |field: &str| format!("embeds.{index}.{field}");
        let mut length = check.text(&at("title"), &embed["title"], (0, 256));
        length += check.text(&at("description"), &embed["description"], (0, 4096));
        if !embed["footer"].is_null() {
            length += check.text(&at("footer.text"), &embed["footer"]["text"], (1, 2048));
        }
        if !embed["author"].is_null() {
            length += check.text(&at("author.name"), &embed["author"]["name"], (1, 256));
        }
        for (number, field) in check.list(&at("fields"), &embed["fields"], 25).iter().enumerate() {
            length += check.text(&at(&format!("fields.{number}.name")), &field["name"], (1, 256));
            length += check.text(&at(&format!("fields.{number}.value")), &field["value"], (1, 1024));
        }
        check.address(&at("url"), &embed["url"], &["http", "https"]);
        check.address(&at("author.url"), &embed["author"]["url"], &["http", "https"]);
        for picture in ["image", "thumbnail"] {
            check.address(&at(&format!("{picture}.url")), &embed[picture]["url"], &["http", "https", "attachment"]);
        }
        check.number(&at("color"), &embed["color"], 0..=0x00ff_ffff);
        if let Some(time) = embed["timestamp"].as_str()
            && time.parse::<jiff::Timestamp>().is_err()
        {
            check.error(&at("timestamp"), "DATE_TIME_TYPE_PARSE", "Could not parse timestamp. Should be ISO8601.");
        }
        let has_picture = ["image", "thumbnail"].iter().any(|picture| embed[*picture]["url"].is_string());
        if length == 0 && !has_picture {
            check.required(&at("description"));
        }
        total += length;
    }
    if total > ALL {
        check.error("embeds", "MAX_EMBED_SIZE_EXCEEDED", format!("Embed size exceeds maximum size of {ALL}"));
    }
    list.len()
}
