//! One setting, read from its variable or from the file that `NAME_FILE` names.

use super::{Config, Setting, Unset};

impl Setting {
    /// Reads it into `config`, or says what is wrong with it.
    pub(super) fn read(&self, variable: impl Fn(&str) -> Option<String>, config: &mut Config) -> Result<(), String> {
        match (given(self.name, variable)?, self.unset) {
            (Some(value), _) => self.kind.read(config, value),
            (None, Unset::Default(value)) => self.kind.read(config, value.to_owned()),
            (None, Unset::Refused { hint, .. }) => Err(format!("not set; {hint}")),
            (None, Unset::None(_)) => Ok(()),
        }
    }
}

/// The value of `NAME`, or what the file holds that `NAME_FILE` names; blank counts as not set.
fn given(name: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Option<String>, String> {
    let value = variable(name).and_then(|value| filled(&value));
    let path = variable(&format!("{name}_FILE")).and_then(|path| filled(&path));
    let value = match (value, path) {
        (Some(_), Some(_)) => return Err(format!("{name} and {name}_FILE are both set; keep one")),
        (None, Some(path)) => Some(file(name, &path)?),
        (value, None) => value,
    };
    value.map(plain).transpose()
}

fn filled(value: &str) -> Option<String> {
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// The content of a file. Its name is not printed: somebody may have put the secret itself where the file's name belongs.
fn file(setting: &str, path: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        format!(
            "can't read the file named by {setting}_FILE ({}); set it to the path of a file that holds the value",
            error.kind()
        )
    })?;
    filled(&text).ok_or_else(|| format!("the file named by {setting}_FILE is empty"))
}

/// Every setting is one line, without quotes round it: some programs that set variables leave them on.
fn plain(value: String) -> Result<String, String> {
    let lines = value.lines().count();
    if lines > 1 {
        return Err(format!("has {lines} lines; put the value alone on one line"));
    }
    if value.contains(char::is_control) {
        return Err("has an invisible character, such as a tab; type it again".to_owned());
    }
    let quoted = |quote| value.len() > 1 && value.starts_with(quote) && value.ends_with(quote);
    if quoted('"') || quoted('\'') {
        return Err("is in quotes, which count as part of the value; remove them".to_owned());
    }
    Ok(value)
}
