//! The words of a schedule, turned into cron lines: days first, then times of the day.

/// When nothing is said: the start of an office day.
const USUAL: (u16, u16) = (9, 0);

const DAYS: [&str; 7] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/// The cron lines that words stand for, one for each time of day; `None` if they are no words of ours.
pub(super) fn to_cron(text: &str) -> Option<Vec<String>> {
    let text = text.to_lowercase().replace(" at ", " ").replace(" on ", " ").replace(" am", "am").replace(" pm", "pm");
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if text == "hourly" || text == "every hour" {
        return Some(vec!["0 * * * *".to_owned()]);
    }
    if let Some(hours) = text.strip_prefix("every ").and_then(|rest| rest.strip_suffix(" hours")) {
        let hours: u16 = hours.trim().parse().ok()?;
        return [2, 3, 4, 6, 8, 12].contains(&hours).then(|| vec![format!("0 */{hours} * * *")]);
    }
    let (days, times) = split(text);
    let (day, weekday) = days_of(&days)?;
    let mut times = times.iter().map(|time| self::time(time)).collect::<Option<Vec<_>>>()?;
    if times.is_empty() {
        times.push(USUAL);
    }
    times.sort_unstable();
    times.dedup();
    Some(times.iter().map(|(hour, minute)| format!("{minute} {hour} {day} * {weekday}")).collect())
}

/// What stands before the first time of day, and the times. A number alone is an hour at the end, if it is no day of the month.
fn split(text: &str) -> (String, Vec<String>) {
    let parts: Vec<&str> = text.split([' ', ',']).filter(|part| !part.is_empty() && *part != "and").collect();
    if let [days @ .., hour] = parts.as_slice()
        && days.last().is_some_and(|day| *day != "day")
        && days.iter().all(|part| time(part).is_none())
        && hour.bytes().all(|byte| byte.is_ascii_digit())
    {
        return (days.join(" "), vec![format!("{hour}:00")]);
    }
    let first = parts.iter().position(|part| time(part).is_some()).unwrap_or(parts.len());
    (parts[..first].join(" "), parts[first..].iter().map(|part| (*part).to_owned()).collect())
}

/// The fields for the day of the month and the weekday.
fn days_of(text: &str) -> Option<(String, String)> {
    let every = || "*".to_owned();
    let text = text.strip_prefix("every ").unwrap_or(text);
    match text {
        "" | "daily" | "day" => return Some((every(), every())),
        "weekdays" | "weekday" | "workdays" => return Some((every(), "1-5".to_owned())),
        "weekends" | "weekend" => return Some((every(), "0,6".to_owned())),
        "weekly" => return Some((every(), "1".to_owned())),
        "monthly" => return Some(("1".to_owned(), every())),
        _ => {}
    }
    if let Some(day) = text.strip_prefix("day ").or_else(|| text.strip_prefix("monthly day ")) {
        let day: u8 = day.parse().ok()?;
        return (1..=31).contains(&day).then(|| (day.to_string(), every()));
    }
    let named = text.split(' ').map(|part| match part.split_once(['-', '–']) {
        Some((from, to)) => {
            let (from, to) = (weekday(from)?, weekday(to)?);
            // "fri-mon" goes over the end of the week.
            let days = (0..=(7 + to - from) % 7).map(|day| ((from + day) % 7).to_string());
            Some(days.collect::<Vec<_>>().join(","))
        }
        None => weekday(part).map(|day| day.to_string()),
    });
    Some((every(), named.collect::<Option<Vec<_>>>()?.join(",")))
}

/// "mon", "monday", "mondays".
fn weekday(word: &str) -> Option<usize> {
    let word = word.strip_suffix('s').filter(|word| word.ends_with("day")).unwrap_or(word);
    if word.len() < 3 {
        return None;
    }
    DAYS.iter().position(|day| *day == word || (word.len() < 6 && day.starts_with(word)))
}

/// "09:00", "9:00", "9am", "5:30pm": the hour and the minute.
pub(super) fn time(word: &str) -> Option<(u16, u16)> {
    let word = word.to_lowercase();
    let (clock, half) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        _ => (word.as_str(), None),
    };
    let (hour, minute) = match clock.split_once(':') {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute.parse().ok()?),
        None if half.is_some() => (clock, 0),
        _ => return None,
    };
    let hour: u16 = hour.parse().ok().filter(|_| hour.len() <= 2)?;
    let hour = match half {
        Some(add) if (1..=12).contains(&hour) => hour % 12 + add,
        Some(_) => return None,
        None => hour,
    };
    (hour < 24 && minute < 60).then_some((hour, minute))
}
