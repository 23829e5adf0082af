//! The names of the audit in words that a team lead understands.

use super::Outcome;

/// The names that are shown in other words.
const ACTIONS: [(&str, &str); 23] = [
    ("acknowledge", "Acknowledge incident"),
    ("ask for a note", "Open note form"),
    ("ask for tags", "Open tags form"),
    ("ask what to include", "Open digest form"),
    ("change alert", "Edit alert"),
    ("change board", "Edit board"),
    ("change digest", "Edit digest"),
    ("change roles", "Set roles"),
    ("choose roles", "Set roles"),
    ("include", "Edit digest"),
    ("mute", "Mute incident"),
    ("note", "Add note"),
    ("remove", "Remove digest, board or alert"),
    ("remove entry", "Remove knowledge base entry"),
    ("resume", "Resume digest or board"),
    ("retag", "Restore tags"),
    ("set panel", "Continue setup"),
    ("set visibility", "Change visibility"),
    ("share", "Share answer"),
    ("status", "Change status"),
    ("tag", "Add tag"),
    ("untag", "Remove tag"),
    ("write article", "Open article form"),
];

/// The action in words: "Add note".
#[must_use]
pub fn action(name: &str) -> String {
    if let Some((_, words)) = ACTIONS.iter().find(|(known, _)| *known == name) {
        return (*words).to_owned();
    }
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// The outcome of a change in words.
#[must_use]
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Intent => "running",
        Outcome::Done => "done",
        Outcome::NotDone => "not done",
        Outcome::Perhaps => "perhaps done",
        Outcome::Refused => "refused",
    }
}

/// The icon of an outcome.
pub(super) fn icon(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Intent => "⏳",
        Outcome::Done => "✅",
        Outcome::NotDone => "❌",
        Outcome::Perhaps => "❔",
        Outcome::Refused => "🚫",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_words() {
        assert!(ACTIONS.is_sorted_by_key(|(name, _)| *name));
        for (name, words) in
            [("note", "Add note"), ("create digest", "Create digest"), ("list SLAs", "List SLAs"), ("", "")]
        {
            assert_eq!(action(name), words);
        }
    }
}
