//! The words of a schedule, turned into a cron line: days first, then times of the day.

/// When nothing is said: the start of an office day.
const USUAL: (u16, u16) = (9, 0);

const DAYS: [&str; 7] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/// The cron line that words stand for; `None` if they are no words of ours.
pub(super) fn to_cron(text: &str) -> Option<String> {
    let text = text.to_lowercase().replace(" at ", " ").replace(" on ", " ");
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if text == "hourly" || text == "every hour" {
        return Some("0 * * * *".to_owned());
    }
    if let Some(hours) = text.strip_prefix("every ").and_then(|rest| rest.strip_suffix(" hours")) {
        let hours: u16 = hours.trim().parse().ok()?;
        return [2, 3, 4, 6, 8, 12].contains(&hours).then(|| format!("0 */{hours} * * *"));
    }
    let (days, times) = split(text);
    let (day, weekday) = days_of(&days)?;
    let mut times = times.iter().map(|time| self::time(time)).collect::<Option<Vec<_>>>()?;
    if times.is_empty() {
        times.push(USUAL);
    }
    times.sort_unstable();
    times.dedup();
    // One line has one minute: 9:00 and 14:30 together would also run at 9:30 and 14:00.
    let minute = times[0].1;
    if times.iter().any(|time| time.1 != minute) {
        return None;
    }
    let hours: Vec<String> = times.iter().map(|(hour, _)| hour.to_string()).collect();
    Some(format!("{minute} {} {day} * {weekday}", hours.join(",")))
}

/// What stands before the first time of day, and the times.
fn split(text: &str) -> (String, Vec<String>) {
    let parts: Vec<&str> = text.split([' ', ',']).filter(|part| !part.is_empty() && *part != "and").collect();
    let first = parts.iter().position(|part| time(part).is_some()).unwrap_or(parts.len());
    (parts[..first].join(" "), parts[first..].iter().map(|part| (*part).to_owned()).collect())
}

/// The fields for the day of the month and the weekday.
fn days_of(text: &str) -> Option<(String, String)> {
    let every = || "*".to_owned();
    match text {
        "" | "daily" | "every day" | "day" => return Some((every(), every())),
        "weekdays" | "weekday" | "workdays" | "every weekday" => return Some((every(), "1-5".to_owned())),
        "weekends" | "weekend" => return Some((every(), "0,6".to_owned())),
        "weekly" => return Some((every(), "1".to_owned())),
        "monthly" => return Some(("1".to_owned(), every())),
        _ => {}
    }
    if let Some(day) = text.strip_prefix("day ").or_else(|| text.strip_prefix("monthly day ")) {
        let day: u8 = day.parse().ok()?;
        return (1..=31).contains(&day).then(|| (day.to_string(), every()));
    }
    let named = text.trim_start_matches("every ").split(' ').map(|part| match part.split_once(['-', '–']) {
        Some((from, to)) => Some(format!("{}-{}", weekday(from)?, weekday(to)?)),
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
