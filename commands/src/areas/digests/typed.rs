//! What is offered while a schedule is typed.

use jiff::Timestamp;
use notifications::schedule::Schedule;

use crate::names::{complete, fuzzy};

/// What was understood of what is being typed, or why it was not and what would be right; then what is usual.
pub(super) fn offered(partial: &str, now: Timestamp) -> Vec<(String, String)> {
    const USUAL: [&str; 6] =
        ["weekdays 09:00", "daily 08:00", "Mondays 09:00", "hourly", "every 4 hours", "the 1st of the month 09:00"];
    let typed = complete::whole(partial).filter(|typed| !typed.is_empty());
    let own = match typed.map(|typed| (typed, Schedule::parse(typed, "UTC", now))) {
        None => Vec::new(),
        Some((_, Ok(schedule))) => {
            let note = schedule.note().map(|note| format!(" · {note}")).unwrap_or_default();
            vec![(format!("{}{}", schedule.words(), note.replace('`', "")), schedule.words().to_owned())]
        }
        Some((typed, Err(error))) => {
            let reason = (format!("⚠️ {}", error.reason().replace('`', "")), typed.to_owned());
            let right = error.suggestions().into_iter().map(|right| (right.clone(), right));
            std::iter::once(reason).chain(right).collect()
        }
    };
    let usual = fuzzy::find(partial, USUAL, |usual| usual, USUAL.len());
    own.into_iter().chain(usual.into_iter().map(|usual| (usual.to_owned(), usual.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(typed: &str) -> Vec<String> {
        let now = "2026-11-23T12:00:00Z".parse().unwrap();
        offered(typed, now).into_iter().map(|(label, _)| label).collect()
    }

    #[test]
    fn what_is_typed_shows_what_was_understood_or_why_not() {
        let table = [
            ("9am every day", "daily 09:00"),
            ("weekdays 9", "weekdays 09:00"),
            ("0 9 * * 1-5", "weekdays 09:00"),
            (
                "the 31st",
                "the 31st of the month 09:00 · The 31st is skipped in February, April, June, September and November",
            ),
            ("wekdays 9:00", "⚠️ did you mean weekdays 09:00?"),
            ("daily 9 zebra", "⚠️ I understood \"daily 09:00\" but not \"zebra\""),
            ("twice a day", "⚠️ I understood \"daily\"; add the two times: daily 9:00 and 17:00"),
            ("* * * * *", "⚠️ \"* * * * *\" is too frequent: 15 minutes is the minimum. Use a board for live figures"),
        ];
        for (typed, expected) in table {
            let labels = labels(typed);
            assert!(labels[0].starts_with(expected), "{typed}: {labels:?}");
        }
        assert_eq!(labels("twice a day")[1], "daily 09:00, 17:00", "what would be right can be picked");
        assert_eq!(labels("wekdays 9:00")[1], "weekdays 09:00");
        assert_eq!(labels("").len(), 6, "with nothing typed what is usual is offered");
    }
}
