//! Variables, one by one, and all that is wrong with them.

use super::{ConfigError, Problem};

/// Reads variables and gathers what is wrong with them.
pub(super) struct Reader<F> {
    variable: F,
    problems: Vec<Problem>,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    pub(super) fn new(variable: F) -> Self {
        Self { variable, problems: Vec::new() }
    }

    /// What is wrong, if anything is.
    pub(super) fn end(self) -> Result<(), ConfigError> {
        if self.problems.is_empty() { Ok(()) } else { Err(ConfigError(self.problems)) }
    }

    /// The value of `NAME`, or what the file holds that `NAME_FILE` names; blank counts as not set.
    pub(super) fn optional(&mut self, setting: &'static str) -> Option<String> {
        let value = (self.variable)(setting).and_then(|value| filled(&value));
        let path = (self.variable)(&format!("{setting}_FILE")).and_then(|path| filled(&path));
        let found = match (value, path) {
            (Some(_), Some(_)) => Err(format!("{setting} and {setting}_FILE are both set; keep one")),
            (None, Some(path)) => file(setting, &path).map(Some),
            (value, None) => Ok(value),
        };
        match found.and_then(|value| value.map(plain).transpose()) {
            Ok(value) => value,
            Err(problem) => {
                self.problem(setting, problem);
                None
            }
        }
    }

    pub(super) fn required(&mut self, setting: &'static str, what: &str) -> Option<String> {
        let before = self.problems.len();
        let value = self.optional(setting);
        if value.is_none() && self.problems.len() == before {
            self.problem(setting, format!("not set; {what}"));
        }
        value
    }

    pub(super) fn parse<T>(
        &mut self,
        setting: &'static str,
        value: Option<String>,
        parse: impl Fn(String) -> Result<T, String>,
    ) -> Option<T> {
        match parse(value?) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.problem(setting, problem);
                None
            }
        }
    }

    fn problem(&mut self, setting: &'static str, problem: String) {
        self.problems.push(Problem { setting, problem });
    }
}

fn filled(value: &str) -> Option<String> {
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// The content of a file. Its name is not printed: somebody may have put the secret itself where the file's name belongs.
fn file(setting: &str, path: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        format!(
            "can't read the file that {setting}_FILE names ({}); it holds a path, and that file the value",
            error.kind()
        )
    })?;
    filled(&text).ok_or_else(|| format!("the file that {setting}_FILE names is empty"))
}

/// Every setting is one line, without quotes round it: some programs that set variables leave them on.
fn plain(value: String) -> Result<String, String> {
    let lines = value.lines().count();
    if lines > 1 {
        return Err(format!("has {lines} lines; put the value alone on one line"));
    }
    if value.contains(char::is_control) {
        return Err("has a character that can't be seen, such as a tab; type it again".to_owned());
    }
    let quoted = |quote| value.len() > 1 && value.starts_with(quote) && value.ends_with(quote);
    if quoted('"') || quoted('\'') {
        return Err("is in quotes, which count as a part of it; take them off".to_owned());
    }
    Ok(value)
}
