//! Three months of digests in five zones, with clocks put forward and back in both hemispheres: every slot has exactly one outcome.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    SignedDuration, Timestamp, ToSpan as _, civil,
    tz::{AmbiguousOffset, TimeZone},
};
use notifications::spec::DigestSpec;
use sandbox::{Sandbox, clock::Clock};
use store::{DeliveryState, Kind, NewSubscription, Store, Who};

use crate::support::{World, database};

/// Berlin and New York put their clocks forward in these months, Sydney and Lord Howe (by half an hour) back, Nairobi never.
const ZONES: [&str; 5] =
    ["Europe/Berlin", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "Africa/Nairobi"];
const SUBSCRIPTIONS: usize = 200;

/// The bot keeps to five messages in five seconds in each.
const CHANNELS: [&str; 3] = ["support", "support-leads", "random"];

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The runs of "every day at `time`", by the calendar: a time that a day does not have is the first after it, one it has twice is the earlier.
fn runs(zone: &str, time: civil::Time, from: Timestamp, to: Timestamp) -> BTreeSet<Timestamp> {
    let zone = TimeZone::get(zone).unwrap();
    let first = zone.to_datetime(from).date().yesterday().unwrap();
    let days = first.series(1.day()).take(120);
    let run = |day: civil::Date| {
        let wanted = zone.to_ambiguous_timestamp(day.to_datetime(time));
        match wanted.offset() {
            AmbiguousOffset::Gap { .. } => zone.preceding(wanted.later().unwrap()).next().unwrap().timestamp(),
            _ => wanted.earlier().unwrap(),
        }
    };
    days.map(run).filter(|run| (from..=to).contains(run)).collect()
}

#[tokio::test]
async fn every_slot_of_three_months_has_one_outcome() {
    let (begin, end) = (at("2026-02-20T00:00:00Z"), at("2026-05-19T00:00:00Z"));
    let clock = Clock::at(begin);
    clock.set_speed(0.0);
    let sandbox = Sandbox::builder().clock(clock).rate_limits(false).start().await;
    let address = database(&sandbox);
    std::fs::create_dir_all(std::path::Path::new(address.trim_start_matches("sqlite://")).parent().unwrap()).unwrap();
    let channels = CHANNELS.map(|channel| sandbox.channel_id(channel));
    let by = Who { user: 1_200_000_000_000_000_001, guild: sandbox.guild_id(), channel: 1, interaction: 1, at: begin };
    let mut expected: BTreeMap<i64, BTreeSet<Timestamp>> = BTreeMap::new();
    let store = Store::open(&address).await.unwrap();
    for number in 0..SUBSCRIPTIONS {
        let zone = ZONES[number % ZONES.len()];
        // All round the clock, and at the hours that are skipped or come twice.
        let time = civil::time(i8::try_from(number * 7 % 24).unwrap(), i8::try_from(number * 13 % 60).unwrap(), 0, 0);
        let spec = serde_json::json!({
            "schedule": format!("{} {} * * *", time.minute(), time.hour()), "zone": zone, "sections": ["as"],
        });
        let spec: DigestSpec = serde_json::from_value(spec).unwrap();
        let runs = runs(zone, time, begin, end);
        let next_due = spec.next(begin);
        assert_eq!(next_due, runs.first().copied(), "{spec:?}");
        let spec = serde_json::to_string(&spec).unwrap();
        let channel = channels[number % channels.len()];
        let made =
            store.subscribe(&NewSubscription { kind: Kind::Digest, channel, spec, next_due }, &by).await.unwrap();
        expected.insert(made.id, runs);
    }
    drop(store);
    let mut world = World::on(sandbox).await;
    // Steps of all lengths: a loop that looks now and then, a suspended machine, a weekend off, and the clock put back twice.
    let hours = [1_i64, 49, 72, -1, 100, 120, -2, 168];
    for step in hours.iter().cycle() {
        let left = end.duration_since(world.sandbox.clock().now());
        if left.is_zero() {
            break;
        }
        world.sandbox.clock().advance(SignedDuration::from_hours(*step).min(left));
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    }
    // Stopped and started again, it continues with its claimed posts. Then nothing is left to post.
    world.restart().await;
    let shown = |world: &World| CHANNELS.map(|channel| world.sandbox.answers_in(channel).len()).iter().sum::<usize>();
    // Twice, for a busy machine may take its time to plan.
    let (mut before, mut quiet) = (0, 0);
    while quiet < 2 {
        tokio::time::sleep(std::time::Duration::from_secs(12)).await;
        let now = shown(&world);
        quiet = if now > before { 0 } else { quiet + 1 };
        before = now;
    }
    world.stop_bot().await;
    let mut posted = BTreeSet::new();
    let store = Store::open(&address).await.unwrap();
    let (mut slots, mut skipped) = (0, 0);
    for (subscription, runs) in &expected {
        let deliveries = store.deliveries_of(*subscription, 1000).await.unwrap();
        let had: Vec<Timestamp> = deliveries.iter().map(|each| each.due).collect();
        let once: BTreeSet<Timestamp> = had.iter().copied().collect();
        assert_eq!(had.len(), had.iter().collect::<BTreeSet<_>>().len(), "a slot of {subscription} twice");
        assert_eq!(&once, runs, "the slots of {subscription}");
        for delivery in &deliveries {
            slots += 1;
            match delivery.state {
                DeliveryState::Posted => assert!(posted.insert(delivery.message.unwrap()), "one message for two slots"),
                DeliveryState::Skipped => skipped += 1,
                other => panic!("{delivery:?} is {other:?}"),
            }
        }
    }
    let answers = CHANNELS.map(|channel| world.sandbox.answers_in(channel));
    let shown: BTreeSet<u64> = answers.iter().flatten().filter_map(sandbox::Answer::id).collect();
    assert_eq!(shown, posted, "what stands in the channel is what is recorded");
    assert!(slots > 17_000 && skipped > 0 && !posted.is_empty(), "{slots} slots, {skipped} skipped");
}
