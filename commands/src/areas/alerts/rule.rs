//! An alert's settings: kept as text, checked, and said in words.

use notifications::{
    decide::Bad,
    metric::{Metric, Unit},
    spec::AlertSpec,
};
use views::Message;

use super::target::Ping;
use crate::{Error, error::UserError};

pub(super) fn check(spec: &AlertSpec) -> Result<(), Error> {
    let sentence = |error: notifications::spec::AlertError| {
        let text = views::text::escape_quotes(&error.to_string());
        let mut chars = text.chars();
        let text = chars.next().map(|first| first.to_uppercase().collect::<String>() + chars.as_str());
        UserError::new(format!("{}.", text.unwrap_or_default()))
    };
    Ok(spec.check().map_err(sentence)?)
}

pub(super) fn text(spec: &AlertSpec) -> String {
    serde_json::to_string(spec).unwrap_or_default()
}

pub(crate) fn name(spec: &AlertSpec) -> String {
    notifications::title(spec.metric, spec.target_name.as_deref())
}

pub(super) fn unit(spec: &AlertSpec) -> views::alerts::Unit {
    notifications::unit(spec.metric)
}

/// "≥ 10 for 2 min; resolves at ≤ 5 for 5 min"
pub(super) fn rule(spec: &AlertSpec) -> String {
    let time = |seconds: i64| match seconds {
        0 => String::new(),
        seconds => format!(" for {}", views::time::length(seconds.unsigned_abs())),
    };
    let (hold, back) = (time(spec.fire_hold), time(spec.clear_hold));
    if spec.metric.unit() == Unit::Truth {
        let (bad, good) = if spec.metric == Metric::LiveagentDown { ("down", "up") } else { ("offline", "online") };
        return format!("{bad}{hold}; resolves when {good}{back}");
    }
    let (fires, clears) = if spec.metric.bad() == Bad::Low { ("≤", "≥") } else { ("≥", "≤") };
    let (fire, clear) = (unit(spec).show(spec.fire), unit(spec).show(spec.clear));
    format!("{fires} {fire}{hold}; resolves at {clears} {clear}{back}")
}

pub(super) fn saved(done: &str, id: i64, channel: u64, spec: &AlertSpec, ping: Option<Ping>) -> Message {
    let mut facts = vec![
        ("Metric".to_owned(), views::text::escape(&name(spec))),
        ("Fires".to_owned(), rule(spec)),
        ("Channel".to_owned(), format!("<#{channel}>")),
    ];
    facts.extend(spec.role.map(|role| ("Pings".to_owned(), format!("<@&{role}>"))));
    facts.extend(
        spec.quiet
            .as_ref()
            .map(|quiet| ("Quiet hours".to_owned(), views::text::escape(&format!("{}, {}", quiet.hours, quiet.zone)))),
    );
    facts.extend(
        spec.repeat.map(|every| ("Repeats".to_owned(), format!("every {}", views::time::length(every.unsigned_abs())))),
    );
    let test = "-# Post a sample with `/alert test`.".to_owned();
    let notes: Vec<String> = ping.and_then(Ping::warning).into_iter().chain([test]).collect();
    views::subscriptions::saved(&format!("🚨 Alert #{id} {done}"), &facts, &[], &notes)
}
