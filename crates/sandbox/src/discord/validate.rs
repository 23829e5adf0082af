//! Discord's limits as pure functions: what is wrong with a body, as Discord says it.
//!
//! Lengths are counted in Unicode characters, as Discord's documentation counts them. Codes are those that its API gives.

mod commands;
mod components;
mod embeds;

use serde_json::{Value, json};

pub use commands::commands;

/// What is wrong with a form, in Discord's tree: `{"embeds":{"0":{"title":{"_errors":[{"code":…,"message":…}]}}}}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Invalid {
    /// The tree.
    pub errors: Value,
    code: u32,
    message: &'static str,
}

impl Invalid {
    /// The body of the refusal.
    #[must_use]
    pub fn body(&self) -> Value {
        let mut body = json!({ "code": self.code, "message": self.message });
        if !self.errors.is_null() {
            body["errors"] = self.errors.clone();
        }
        body
    }
}

/// Gathers what is wrong.
#[derive(Default)]
struct Check {
    errors: Value,
}

impl Check {
    /// Notes an error at a path such as `embeds.0.title`.
    fn error(&mut self, path: &str, code: &str, message: impl Into<String>) {
        let mut at = &mut self.errors;
        for step in path.split('.').filter(|step| !step.is_empty()) {
            at = &mut at[step];
        }
        let list = &mut at["_errors"];
        if list.is_null() {
            *list = json!([]);
        }
        if let Some(list) = list.as_array_mut() {
            list.push(json!({ "code": code, "message": message.into() }));
        }
    }

    fn required(&mut self, path: &str) {
        self.error(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// A text of `min` to `max` characters; absent only where `min` is 0. Its length.
    fn text(&mut self, path: &str, value: &Value, (min, max): (usize, usize)) -> usize {
        let Some(text) = value.as_str() else {
            if !value.is_null() {
                self.error(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.");
            } else if min > 0 {
                self.required(path);
            }
            return 0;
        };
        let length = text.chars().count();
        if min > 0 && text.trim().is_empty() {
            self.required(path);
        } else if length > max && min > 0 {
            self.error(path, "BASE_TYPE_BAD_LENGTH", format!("Must be between {min} and {max} in length."));
        } else if length > max {
            self.error(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {max} or fewer in length."));
        }
        length
    }

    /// A list of at most `max`.
    fn list<'v>(&mut self, path: &str, value: &'v Value, max: usize) -> &'v [Value] {
        match value {
            Value::Null => &[],
            Value::Array(list) => {
                if list.len() > max {
                    self.error(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {max} or fewer in length."));
                }
                list
            }
            _ => {
                self.error(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
                &[]
            }
        }
    }

    /// A whole number in a range; absent is fine.
    fn number(&mut self, path: &str, value: &Value, range: std::ops::RangeInclusive<i64>) {
        match value.as_i64() {
            Some(number) if range.contains(&number) => {}
            Some(number) if number > *range.end() => {
                let most = range.end();
                self.error(path, "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {most}."));
            }
            Some(_) => {
                let least = range.start();
                self.error(path, "NUMBER_TYPE_MIN", format!("int value should be greater than or equal to {least}."));
            }
            None if value.is_null() => {}
            None => self.error(path, "NUMBER_TYPE_COERCE", "Value is not int."),
        }
    }

    /// An id: digits in a text, and no more of them than Discord's numbers have.
    fn snowflake(&mut self, path: &str, value: &Value) {
        let Some(text) = value.as_str() else {
            if value.is_null() {
                self.required(path);
            } else {
                self.error(path, "NUMBER_TYPE_COERCE", format!("Value \"{value}\" is not snowflake."));
            }
            return;
        };
        let is_number = text == "0" || !text.starts_with('0');
        if text.is_empty() || !is_number || !text.bytes().all(|digit| digit.is_ascii_digit()) {
            self.error(path, "NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not snowflake."));
        } else if text.parse::<i64>().is_err() {
            let most = i64::MAX;
            self.error(path, "NUMBER_TYPE_MAX", format!("snowflake value should be less than or equal to {most}."));
        }
    }

    /// An address with one of these schemes.
    fn address(&mut self, path: &str, value: &Value, schemes: &[&str]) {
        let Some(address) = value.as_str() else { return };
        if !schemes.iter().any(|scheme| address.starts_with(&format!("{scheme}://"))) {
            let all = schemes.iter().map(|scheme| format!("'{scheme}'")).collect::<Vec<_>>().join(", ");
            self.error(
                path,
                "URL_TYPE_INVALID_SCHEME",
                format!("Scheme \"{address}\" is not supported. Scheme must be one of ({all})."),
            );
        } else if address.contains(char::is_whitespace) || address.split("://").nth(1).is_none_or(str::is_empty) {
            self.error(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        } else if address.chars().count() > 2048 {
            self.error(path, "BASE_TYPE_MAX_LENGTH", "Must be 2048 or fewer in length.");
        }
    }

    fn end(self) -> Result<(), Invalid> {
        if self.errors.is_null() {
            return Ok(());
        }
        Err(Invalid { errors: self.errors, code: 50035, message: "Invalid Form Body" })
    }
}

/// A message's body. `empty_allowed` where files, or what is there already, make it a message.
pub fn message(body: &Value, empty_allowed: bool) -> Result<(), Invalid> {
    let mut check = Check::default();
    let content = check.text("content", &body["content"], (0, 2000));
    let embeds = embeds::check(&mut check, &body["embeds"]);
    let components = components::rows(&mut check, &body["components"]);
    check.text("nonce", if body["nonce"].is_string() { &body["nonce"] } else { &Value::Null }, (0, 25));
    if body["allowed_mentions"]["parse"]
        .as_array()
        .is_some_and(|parse| !parse.iter().all(|kind| kind == "users" || kind == "roles" || kind == "everyone"))
    {
        check.error(
            "allowed_mentions.parse",
            "BASE_TYPE_CHOICES",
            "Value must be one of ('users', 'roles', 'everyone').",
        );
    }
    check.number("flags", &body["flags"], 0..=i64::MAX);
    check.end()?;
    let is_blank = body["content"].as_str().is_none_or(|content| content.trim().is_empty());
    if (content == 0 || is_blank) && embeds == 0 && components == 0 && !empty_allowed {
        return Err(Invalid { errors: Value::Null, code: 50006, message: "Cannot send an empty message" });
    }
    Ok(())
}

/// A form that is opened.
pub fn modal(body: &Value) -> Result<(), Invalid> {
    let mut check = Check::default();
    check.text("title", &body["title"], (1, 45));
    check.text("custom_id", &body["custom_id"], (1, 100));
    components::inputs(&mut check, &body["components"]);
    check.end()
}

/// The choices of an option that is being typed.
pub fn autocomplete(body: &Value) -> Result<(), Invalid> {
    let mut check = Check::default();
    if !body["choices"].is_array() {
        check.required("choices");
    }
    for (index, choice) in check.list("choices", &body["choices"], 25).iter().enumerate() {
        let at = format!("choices.{index}");
        check.text(&format!("{at}.name"), &choice["name"], (1, 100));
        match &choice["value"] {
            Value::String(_) => {
                check.text(&format!("{at}.value"), &choice["value"], (1, 100));
            }
            Value::Number(_) => {}
            _ => check.required(&format!("{at}.value")),
        }
    }
    check.end()
}

#[cfg(test)]
mod tests;
