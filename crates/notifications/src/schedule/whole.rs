//! The parts of a schedule put together: what was left out is as usual, and what does not go together is refused.

use std::collections::BTreeSet;

use super::{
    advice,
    days::every_day_but,
    plan::{Days, Minute, Plan, Times, clock, each, every_day, every_month, listed_months},
    times::stretch,
    words::{Cadence, Parts},
};

/// When nothing is said: the start of an office day.
const USUAL: Minute = 9 * 60;

/// The plan of all parts, or what would be right.
pub(super) fn plan(parts: &Parts) -> Result<Plan, String> {
    let days = days(parts)?;
    let months = months(parts, &days)?;
    let times = times(parts)?;
    let plan = Plan { days, months, times };
    match parts.count {
        Some(count) if count > 1 => counted(parts, usize::from(count), &plan)?,
        _ => {}
    }
    Ok(plan)
}

fn days(parts: &Parts) -> Result<Days, String> {
    let days = match (parts.cadence, parts.days.clone()) {
        (None, None) if parts.times.is_empty() && parts.step.is_none() && parts.window.is_none() => {
            return Err(advice::USUAL.to_owned());
        }
        (None | Some(Cadence::Day), None) => Days::Weekly(every_day()),
        (Some(Cadence::Week), None) => Days::Weekly(BTreeSet::from([1])),
        (Some(Cadence::Months(_)), None) => Days::Monthly { days: BTreeSet::from([1]), last: false },
        (Some(Cadence::Months(_)), Some(Days::Weekly(days))) => return Err(advice::which_of_the_month(&days)),
        (Some(Cadence::Day | Cadence::Week), Some(days)) if !matches!(days, Days::Weekly(_)) => {
            return Err(advice::CONTRADICTION.to_owned());
        }
        (_, Some(days)) => days,
    };
    match days {
        days if parts.except.is_empty() => Ok(days),
        Days::Weekly(days) => {
            let left: BTreeSet<u8> = days.intersection(&every_day_but(&parts.except)).copied().collect();
            if left.is_empty() { Err(advice::CONTRADICTION.to_owned()) } else { Ok(Days::Weekly(left)) }
        }
        _ => Err(advice::CONTRADICTION.to_owned()),
    }
}

fn months(parts: &Parts, days: &Days) -> Result<BTreeSet<u8>, String> {
    let is_yearly = parts.cadence == Some(Cadence::Months(12));
    let is_one_day = matches!(days, Days::Monthly { days, last } if days.len() + usize::from(*last) == 1);
    match (&parts.months, parts.cadence) {
        (Some(months), None) if is_one_day && months.len() == 1 => Err(advice::once_a_year(days, months)),
        (Some(_), Some(Cadence::Months(1..=11))) => Err(advice::CONTRADICTION.to_owned()),
        (Some(months), _) => Ok(months.clone()),
        (None, Some(Cadence::Months(step))) if !is_yearly => Ok((1..=12).step_by(usize::from(step)).collect()),
        (None, Some(Cadence::Months(_))) => Ok(BTreeSet::from([1])),
        _ => Ok(every_month()),
    }
}

fn times(parts: &Parts) -> Result<Times, String> {
    let Some((step, past)) = &parts.step else {
        if parts.window.is_some() {
            return Err(advice::window(parts));
        }
        return at(parts).map(Times::At);
    };
    if !parts.times.is_empty() || parts.half.is_some() {
        return Err(advice::STEP_AND_TIMES.to_owned());
    }
    if let Some((from, to)) = parts.window {
        if to.at <= from.at {
            return Err(advice::window(parts));
        }
        if !past.is_empty() || *step == 0 {
            return Err(advice::STEP_AND_TIMES.to_owned());
        }
        return Ok(Times::At(stretch(from, to, *step)));
    }
    let minutes = |step: u8| (0..60).step_by(usize::from(step)).collect();
    match (u8::try_from(*step).unwrap_or(0), step / 60, step % 60) {
        (step @ 1..60, ..) if 60 % step == 0 && past.is_empty() => Ok(Times::Each { hours: 1, minutes: minutes(step) }),
        (_, hours @ (1 | 2 | 3 | 4 | 6 | 8 | 12), 0) => {
            let minutes = if past.is_empty() { BTreeSet::from([0]) } else { past.clone() };
            Ok(Times::Each { hours: u8::try_from(hours).unwrap_or(1), minutes })
        }
        _ => Err(advice::STEPS.to_owned()),
    }
}

/// The times of day.
fn at(parts: &Parts) -> Result<BTreeSet<Minute>, String> {
    let Some(half) = parts.half else {
        let usual = parts.times.is_empty().then_some(USUAL);
        return Ok(parts.times.iter().map(|time| time.at).chain(usual).collect());
    };
    if parts.times.is_empty() {
        return Err(advice::WHICH_HOUR.to_owned());
    }
    let times = parts.times.iter().map(|time| half.put(*time).map(|time| time.at));
    times.collect::<Option<_>>().ok_or_else(|| advice::HALVES.to_owned())
}

/// "Twice a day" with two times, "three times a week" with three days.
fn counted(parts: &Parts, count: usize, plan: &Plan) -> Result<(), String> {
    let found = match (parts.cadence, &plan.days, &plan.times) {
        (Some(Cadence::Day), _, Times::At(times)) => times.len(),
        (Some(Cadence::Week), Days::Weekly(days), _) => days.len(),
        (Some(Cadence::Months(1)), Days::Monthly { days, last }, _) => days.len() + usize::from(*last),
        _ => 0,
    };
    if found == count { Ok(()) } else { Err(advice::counted(parts, count)) }
}

/// What was understood of something that is not understood in whole.
pub(super) fn understood(parts: &Parts) -> Option<String> {
    let mut words = Vec::new();
    if let Some((step, past)) = &parts.step {
        words.push(match (u8::try_from(step / 60), step % 60, past) {
            (Ok(hours @ 1..), 0, past) if !past.is_empty() => each(hours, past),
            (Ok(1), 0, _) => "hourly".to_owned(),
            (_, 0, _) => format!("every {} hours", step / 60),
            _ => format!("every {step} minutes"),
        });
    }
    words.extend(parts.window.map(|(from, to)| format!("from {} to {}", clock(from.at), clock(to.at))));
    words.extend(parts.cadence.map(|cadence| match cadence {
        Cadence::Day => "daily".to_owned(),
        Cadence::Week => "weekly".to_owned(),
        Cadence::Months(1) => "monthly".to_owned(),
        Cadence::Months(12) => "yearly".to_owned(),
        Cadence::Months(step) => format!("every {step} months"),
    }));
    let months = parts.months.as_ref().map(|months| format!(" of {}", listed_months(months)));
    match (&parts.days, months) {
        (Some(days), Some(months)) => words.push(days.to_string().replace(" of the month", "") + &months),
        (Some(days), None) => words.push(days.to_string()),
        (None, Some(months)) => words.push(months.trim_start().to_owned()),
        (None, None) => {}
    }
    let times: Vec<String> = parts.times.iter().map(|time| clock(time.at)).collect();
    words.extend((!times.is_empty()).then(|| times.join(", ")));
    (!words.is_empty()).then(|| words.join(" "))
}
