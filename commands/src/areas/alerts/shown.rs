//! Alerts in lists and in their history.

use jiff::SignedDuration;
use notifications::{
    Stands,
    decide::{Phase, State as Standing},
};
use store::{Kind, State, Subscription};
use views::{
    Message,
    subscriptions::{History, Line, LineState, Subscribed},
};

use super::rule::{name, rule, unit};
use crate::{
    Bot, Error,
    answer::{Looking, OwnLook},
    areas::subscriptions,
    people::access::{Caller, Level},
};

/// How far back a history's chart goes.
const CHART_SPAN: SignedDuration = SignedDuration::from_hours(24);

/// The maximum number of incidents in a history.
const MAX_INCIDENTS: u32 = 15;

/// The alerts of a server, with how each stands.
pub(crate) async fn list_alerts(bot: &Bot, caller: Caller, page: u32) -> Result<Message, Error> {
    let (now, standings) = (bot.clock.now(), bot.notifier.standings().await?);
    let failures = bot.store.failures(caller.guild.get(), Kind::Alert).await?;
    let line = |alert: Subscription| {
        let stands = standings.get(&alert.id).cloned().transpose().map(Option::unwrap_or_default);
        let (spec, Stands { standing, muted }) = match (bot.notifier.kept().alert(&alert), stands) {
            (Ok(spec), Ok(stands)) => (spec, stands),
            (spec, _) => return subscriptions::unreadable(&alert, spec.map_or("Alert".to_owned(), |spec| name(&spec))),
        };
        let is_firing = matches!(standing.phase, Phase::Firing(_));
        let busy = match standing.state(muted.is_some_and(|until| now < until)) {
            Standing::Firing => Some("firing"),
            Standing::Acknowledged => Some("firing, acknowledged"),
            Standing::Muted if is_firing => Some("firing, muted"),
            Standing::Muted => Some("muted"),
            Standing::Pending => Some("about to fire"),
            Standing::Ok | Standing::Resolved => None,
        };
        Line {
            id: alert.id,
            name: name(&spec),
            channel: alert.channel,
            when: rule(&spec),
            state: match (alert.state, busy) {
                (State::Active, Some(words)) if alert.trouble.is_none() => LineState::Busy(words.to_owned()),
                _ => subscriptions::state(&alert),
            },
            next: None,
            orphaned: alert.orphaned.is_some(),
            last: match failures.get(&alert.id) {
                Some((reason, at)) => Some((format!("last: not posted ({reason})"), Some(*at))),
                None => {
                    standing.last.map(|(at, value)| (format!("last reading {},", unit(&spec).show(value)), Some(at)))
                }
            },
        }
    };
    let alerts = bot.store.subscriptions(caller.guild.get(), Kind::Alert).await?;
    let lines: Vec<Line> = alerts.into_iter().map(line).collect();
    Ok(views::subscriptions::list(Subscribed::Alerts, lines, page))
}

impl OwnLook for History {
    const LEVEL: Level = Level::Manager;

    async fn tell(&self, looking: &Looking<'_>) -> Result<Message, Error> {
        let bot = looking.bot;
        let found = subscriptions::by_id(bot, looking.caller, Kind::Alert, self.alert).await?;
        let spec = bot.notifier.kept().alert(&found)?;
        let (past, unreadable) = bot.notifier.incidents(found.id, MAX_INCIDENTS).await?;
        let now = bot.clock.now();
        let chart = bot.notifier.figure_chart(&spec, (now - CHART_SPAN, now)).await;
        let lost = unreadable.iter().map(|incident| format!(" · incident #{incident} can't be read"));
        let title = std::iter::once(name(&spec)).chain(lost).collect::<String>();
        Ok(views::subscriptions::history(&title, &past, chart))
    }
}
