//! Finds the items of a list that a member typed, by id or by name.
//!
//! A name may contain a comma, and two items may have the same name. Then only the id is unique, which is what an autocomplete choice
//! sends.

use answers::{names::Listed, quote};
use std::collections::HashMap;

use super::fuzzy;
use crate::error::UserError;

/// A list of items of one kind, by name.
pub(crate) struct Named<'a, T> {
    things: &'a [T],
    /// The places of the items by their names in lower case.
    places: HashMap<String, Vec<usize>>,
    /// The largest number of commas in a name.
    commas: usize,
}

impl<'a, T: Listed> Named<'a, T> {
    pub(crate) fn new(things: &'a [T]) -> Self {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, thing) in things.iter().enumerate() {
            places.entry(thing.name().trim().to_lowercase()).or_default().push(place);
        }
        let commas = things.iter().map(|thing| thing.name().matches(',').count()).max().unwrap_or_default();
        Self { things, places, commas }
    }

    /// The item that `typed` names; else an error with similar names.
    pub(crate) fn one(&self, typed: &str) -> Result<&'a T, UserError> {
        match self.exactly(typed) {
            Some(found) => found,
            None => Err(self.unknown(typed.trim())),
        }
    }

    /// The items that `typed` names, separated by commas. An error names the part that matches no item or more than one.
    pub(crate) fn several(&self, typed: &str) -> Result<Vec<&'a T>, UserError> {
        let parts: Vec<&str> = typed.split(',').collect();
        let (mut found, mut first) = (Vec::new(), 0);
        while first < parts.len() {
            if parts[first].trim().is_empty() {
                first += 1;
                continue;
            }
            // The longest first: a name may contain a comma.
            let last = parts.len().min(first + 1 + self.commas);
            let longest = (first + 1..=last).rev().find_map(|end| {
                let found = self.exactly(&parts[first..end].join(","))?;
                Some(found.map(|found| (found, end)))
            });
            let (thing, end) = longest.unwrap_or_else(|| Err(self.unknown(parts[first].trim())))?;
            found.push(thing);
            first = end;
        }
        Ok(found)
    }

    /// The item with exactly this id or name, if there is one.
    fn exactly(&self, typed: &str) -> Option<Result<&'a T, UserError>> {
        let typed = typed.trim();
        if let Some(thing) = self.things.iter().find(|thing| thing.id() == typed || thing.is_alias(typed)) {
            return Some(Ok(thing));
        }
        Some(match self.places.get(&typed.to_lowercase())?.as_slice() {
            [place] => Ok(&self.things[*place]),
            places => Err(Self::ambiguous(typed, places.len())),
        })
    }

    fn ambiguous(typed: &str, count: usize) -> UserError {
        let (what, typed) = (T::WHAT, quote(typed));
        UserError::new(format!(
            "LiveAgent has more than one {what} called {typed} ({count}). Choose one from the list that appears as you type."
        ))
    }

    fn unknown(&self, typed: &str) -> UserError {
        let names: Vec<String> = self.things.iter().map(|thing| thing.name().into_owned()).collect();
        let (what, near) = (T::WHAT, fuzzy::find(typed, &names, |name| name, 3));
        let near: Vec<String> = near.iter().map(|name| format!("**{}**", views::text::escape(name))).collect();
        let typed = quote(typed);
        UserError::new(match near.as_slice() {
            [] if self.things.is_empty() => format!("LiveAgent has no {what} {typed}: there are none yet."),
            [] => format!("LiveAgent has no {what} {typed}. Pick one from the list that appears as you type."),
            near => format!("LiveAgent has no {what} {typed}. Did you mean {}?", near.join(", ")),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use answers::names::{Directory, List};
    use liveagent::Client;

    use super::*;

    #[derive(Debug, PartialEq)]
    struct Thing(&'static str, &'static str);

    impl Listed for Thing {
        const WHAT: &'static str = "department";
        const SEVERAL: &'static str = "departments";

        fn id(&self) -> &str {
            self.0
        }

        fn name(&self) -> Cow<'_, str> {
            Cow::Borrowed(self.1)
        }

        fn shorten(&mut self, _: fn(&mut String)) {}

        async fn fetch(_: Client) -> Result<Vec<Self>, liveagent::Error> {
            Ok(Vec::new())
        }

        fn list(_: &Directory) -> &List<Self> {
            unreachable!("none is kept")
        }
    }

    const THINGS: [Thing; 6] = [
        Thing("a1", "Billing"),
        Thing("a2", "Sales, EU"),
        Thing("a3", "Sales"),
        Thing("a4", "EU"),
        Thing("a5", "Returns"),
        Thing("a6", " returns"),
    ];

    fn named() -> Named<'static, Thing> {
        Named::new(&THINGS)
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
        let none = Named::<Thing>::new(&[]);
        assert!(none.one("vip").is_err_and(|error| error.sentence().contains("there are none yet")));
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
