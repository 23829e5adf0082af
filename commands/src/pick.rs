//! The things of a list that a person's words name, by id or by name.
//!
//! A name may have a comma in it, and two things may have the same name: then only the id says which is meant, and the choices that
//! appear while somebody types have it.

use crate::{error::UserError, fuzzy, identify::quote};

/// A list of things of a kind, each with its id and its name.
pub(crate) struct Named<'a, T> {
    what: &'static str,
    things: Vec<(&'a T, &'a str, String)>,
}

impl<'a, T> Named<'a, T> {
    pub(crate) fn new(
        what: &'static str,
        items: impl IntoIterator<Item = &'a T>,
        id: impl Fn(&'a T) -> &'a str,
        name: impl Fn(&T) -> String,
    ) -> Self {
        Self { what, things: items.into_iter().map(|item| (item, id(item), name(item))).collect() }
    }

    /// The one that `typed` names; else what comes near is suggested.
    pub(crate) fn one(&self, typed: &str) -> Result<&'a T, UserError> {
        match self.exactly(typed) {
            Some(found) => found,
            None => Err(self.unknown(typed.trim())),
        }
    }

    /// Those that `typed` names: one, or a list with commas. An error is about the part that names none, or more than one.
    pub(crate) fn several(&self, typed: &str) -> Result<Vec<&'a T>, UserError> {
        let parts: Vec<&str> = typed.split(',').collect();
        let (mut found, mut first) = (Vec::new(), 0);
        while first < parts.len() {
            if parts[first].trim().is_empty() {
                first += 1;
                continue;
            }
            // The longest first: a comma may be in a name.
            let longest = (first + 1..=parts.len()).rev().find_map(|end| {
                let found = self.exactly(&parts[first..end].join(","))?;
                Some(found.map(|found| (found, end)))
            });
            let (thing, end) = longest.unwrap_or_else(|| Err(self.unknown(parts[first].trim())))?;
            found.push(thing);
            first = end;
        }
        Ok(found)
    }

    /// The one whose id or name `typed` is, if any is.
    fn exactly(&self, typed: &str) -> Option<Result<&'a T, UserError>> {
        let typed = typed.trim();
        if let Some((thing, ..)) = self.things.iter().find(|(_, id, _)| *id == typed) {
            return Some(Ok(thing));
        }
        let lower = typed.to_lowercase();
        let mut same = self.things.iter().filter(|(_, _, name)| name.trim().to_lowercase() == lower);
        let (thing, ..) = same.next()?;
        let more = same.count();
        Some(if more == 0 { Ok(thing) } else { Err(self.ambiguous(typed, more + 1)) })
    }

    fn ambiguous(&self, typed: &str, count: usize) -> UserError {
        let (what, typed) = (self.what, quote(typed));
        UserError::new(format!(
            "LiveAgent has more than one {what} called {typed} ({count}). Pick one from the list that appears as you type: \
             the list knows which one you mean."
        ))
    }

    fn unknown(&self, typed: &str) -> UserError {
        let (what, near) = (self.what, fuzzy::find(typed, &self.things, |(_, _, name)| name, 3));
        let near: Vec<String> = near.iter().map(|(_, _, name)| format!("**{}**", views::text::escape(name))).collect();
        let typed = quote(typed);
        UserError::new(match near.as_slice() {
            [] if self.things.is_empty() => format!("LiveAgent has no {what} {typed}: it has none at all yet."),
            [] => format!("LiveAgent has no {what} {typed}. Pick one from the list that appears as you type."),
            near => format!("LiveAgent has no {what} {typed}. Did you mean {}?", near.join(", ")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Thing(&'static str, &'static str);

    const THINGS: [Thing; 6] = [
        Thing("a1", "Billing"),
        Thing("a2", "Sales, EU"),
        Thing("a3", "Sales"),
        Thing("a4", "EU"),
        Thing("a5", "Returns"),
        Thing("a6", " returns"),
    ];

    fn named() -> Named<'static, Thing> {
        Named::new("department", &THINGS, |thing| thing.0, |thing| thing.1.to_owned())
    }

    #[test]
    fn a_name_is_met_exactly_or_suggested() {
        let one = |typed| named().one(typed).map(|thing| thing.0);
        for (typed, expected) in [("billing", "a1"), (" a5 ", "a5"), ("Sales, EU", "a2"), ("a6", "a6")] {
            assert_eq!(one(typed), Ok(expected), "{typed}");
        }
        for (typed, expected) in [
            ("bililng", "Did you mean **Billing**"),
            ("qqq", "Pick one from the list"),
            ("Returns", "more than one department called “Returns” (2)"),
        ] {
            let error = one(typed).unwrap_err();
            assert!(error.sentence().contains(expected), "{typed}: {error}");
        }
        let none = Named::new("tag", &[] as &[Thing], |thing| thing.0, |thing| thing.1.to_owned());
        assert!(none.one("vip").is_err_and(|error| error.sentence().contains("none at all yet")));
    }

    #[test]
    fn a_list_with_commas_is_of_names_that_may_have_commas() {
        let several = |typed| named().several(typed).map(|found| found.iter().map(|thing| thing.0).collect::<Vec<_>>());
        for (typed, expected) in [
            ("billing", vec!["a1"]),
            ("Sales, EU", vec!["a2"]),
            ("EU, Sales", vec!["a4", "a3"]),
            ("Billing,sales, eu,a5", vec!["a1", "a2", "a5"]),
            (", Billing,,", vec!["a1"]),
            (" ", vec![]),
        ] {
            assert_eq!(several(typed), Ok(expected), "{typed}");
        }
        for (typed, part) in [("Billing, Salez, EU", "no department “Salez”"), ("EU, returns", "called “returns” (2)")]
        {
            let error = several(typed).unwrap_err();
            assert!(error.sentence().contains(part), "{typed}: {error}");
        }
    }
}
