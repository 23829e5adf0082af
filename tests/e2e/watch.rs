//! The watch at work while something is broken: a channel, LiveAgent's key, the budget.

use std::time::Duration;

use jiff::SignedDuration;
use sandbox::{Answer, Sandbox, liveagent::Queue};
use serde_json::json;

use crate::support::{CANARY, World};

const POST: &str = "/channels/*/messages";

pub(crate) fn waiting(world: &World, department: &str, chats: u64) {
    world.sandbox.liveagent().set_queue(department, Queue { waiting: chats, agents: 2, ..Queue::default() });
}

/// Lets the bot look until something holds.
pub(crate) async fn until(world: &World, holds: impl Fn(&World) -> bool) {
    for _ in 0..80 {
        if holds(world) {
            return;
        }
        world.sandbox.clock().advance(SignedDuration::from_secs(31));
        tokio::time::sleep(Duration::from_millis(600)).await;
    }
    panic!("it never held");
}

pub(crate) fn said(world: &World, channel: &str, words: &str) -> Vec<Answer> {
    let mut all = world.sandbox.answers_in(channel);
    all.retain(|message| message.text().contains(words));
    all
}

fn posts(world: &World) -> usize {
    world.sandbox.discord().requests().count("POST", POST)
}

#[tokio::test]
async fn a_channel_that_fails_holds_up_neither_figures_nor_other_channels() {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 0);
    let owner = world.sandbox.owner();
    owner.run("/board create channel:#random department:Support").await;
    world.until(|world| !said(world, "random", "📋 Live status").is_empty()).await;
    owner.run("/alert create metric:Chats waiting channel:#support fire:5 for:0 department:Support").await;
    let (before, fault) = (posts(&world), world.sandbox.discord().faults().on("POST", POST).status(500));
    waiting(&world, "Support", 7);
    until(&world, |world| posts(world) > before).await;
    // It is tried four times, which takes seven seconds; the board is updated in the meantime.
    waiting(&world, "Support", 9);
    until(&world, |world| !said(world, "random", "**9** waiting").is_empty()).await;
    assert!(posts(&world) - before < 4, "the board waited for the incident");
    fault.remove();
    until(&world, |world| !said(world, "support", "**9** now").is_empty()).await;
    assert_eq!(said(&world, "support", "Incident 1").len(), 1);
}

#[tokio::test]
async fn what_discord_does_not_take_stops_and_is_told_once() {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 7);
    let owner = world.sandbox.owner();
    for (status, code, message) in
        [(404, 10_003, "Unknown Channel"), (400, 50_008, "Cannot send messages in a non-text channel")]
    {
        let told = world.sandbox.direct_messages_to("Ada").len();
        let fault = world.sandbox.discord().faults().on("POST", POST);
        let fault = fault.body(status, &json!({ "code": code, "message": message })).times(2);
        owner.run("/board create channel:#support department:Support").await;
        owner.run("/alert create metric:Chats waiting channel:#support fire:5 for:0 department:Support").await;
        let listed = async |what: &str| owner.run(&format!("/{what} list")).await.text();
        for _ in 0..40 {
            if listed("board").await.contains("stopped") && listed("alert").await.contains("stopped") {
                break;
            }
            world.sandbox.clock().advance(SignedDuration::from_secs(31));
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        let (boards, alerts) = (listed("board").await, listed("alert").await);
        assert!(boards.contains(message) && alerts.contains(message), "{boards}\n{alerts}");
        fault.remove();
        let before = posts(&world);
        for _ in 0..5 {
            world.sandbox.clock().advance(SignedDuration::from_mins(40));
            tokio::time::sleep(Duration::from_millis(600)).await;
        }
        assert_eq!(posts(&world), before, "nothing is tried any more");
        assert!(world.sandbox.answers_in("support").is_empty());
        // In one message, or in two where one came long after the other.
        let named = |world: &World, what: &str| {
            let messages = world.sandbox.direct_messages_to("Ada");
            messages[told..]
                .iter()
                .map(|message| message.to_string().matches(&format!("Your {what} ")).count())
                .sum::<usize>()
        };
        world.until(|world| named(world, "board") > 0 && named(world, "alert") > 0).await;
        assert_eq!((named(&world, "board"), named(&world, "alert")), (1, 1), "each is told once");
        for what in ["board", "alert"] {
            let number = number_in(&listed(what).await);
            let asked = owner.run(&format!("/{what} remove {what}:{number}")).await;
            assert!(owner.click(&asked, "Remove").await.text().contains(" removed."));
        }
    }
}

/// The number of the only thing in a list.
fn number_in(list: &str) -> String {
    let after = list.split("⛔ **#").nth(1).unwrap_or_else(|| panic!("nothing is stopped: {list}"));
    after.split("**").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_key_that_is_not_taken_any_more_is_told_for_what_it_is() {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 3);
    world.sandbox.owner().run("/board create channel:#support department:Support").await;
    world.sandbox.until_message("support", |message| message.text().contains("**3** waiting")).await;
    // In LiveAgent's own words: the status alone does not say so.
    let refusal = json!({ "response": { "status": "ERROR", "statuscode": 403, "errormessage": "ApiKey not found" } });
    let fault = world.sandbox.liveagent().faults().on("*", "*").body(403, &refusal);
    until(&world, |world| !said(world, "support", "🔌").is_empty()).await;
    until(&world, |world| !said(world, "support", "📋 Live status").is_empty()).await;
    let notice = said(&world, "support", "🔌")[0].text();
    assert!(notice.contains("LiveAgent rejected the API key"), "{notice}");
    let board = said(&world, "support", "📋 Live status")[0].text();
    assert!(board.contains("LiveAgent rejected the API key") && board.contains("**3** waiting"), "{board}");
    fault.remove();
    until(&world, |world| !said(world, "support", "LiveAgent is back").is_empty()).await;
}

/// The bot keeps within its own budget, so LiveAgent's limits are not met. Here they are kept, in real time as LiveAgent does.
#[tokio::test(flavor = "multi_thread")]
async fn with_the_budget_nothing_is_too_much_for_liveagent() {
    for (budget, too_much) in [("120", false), ("0", true)] {
        let settings = [("LIVEAGENT_REQUESTS_PER_MINUTE", budget)];
        let world = World::with_settings(Sandbox::builder().start().await, &settings).await;
        let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
        desk.keep_limits(true);
        let lines = desk.conversations().into_iter().take(250);
        let lines: Vec<String> = lines.map(|each| format!("/conversation show conversation:{}", each.code)).collect();
        let answers = futures_util::future::join_all(lines.iter().map(|line| owner.run(line))).await;
        let refused = answers.iter().filter(|answer| answer.text().contains("Request limit reached")).count();
        assert!((250 - 180..250).contains(&refused), "{refused}");
        assert!(answers.iter().all(|answer| !answer.failed()), "all are told");
        assert_eq!(desk.too_many() > 0, too_much, "{}", desk.too_many());
    }
}

/// In real time: a budget is of so many requests in a real minute.
#[tokio::test]
async fn a_small_budget_reads_every_figure_in_turn_and_leaves_people_their_share() {
    let clock = sandbox::clock::Clock::at("2026-11-23T12:00:00Z".parse().unwrap());
    clock.set_speed(3.0);
    let sandbox = Sandbox::builder().api_key(CANARY).clock(clock).start().await;
    // Of 40 requests a minute background work may send 26, of which a round of 15 s takes 4; and there are 12 questions.
    let settings = [("LIVEAGENT_REQUESTS_PER_MINUTE", "40"), ("LIVEAGENT_POLL_SECONDS", "15")];
    let world = World::with_settings(sandbox, &settings).await;
    let owner = world.sandbox.owner();
    let departments = ["Support", "Sales", "Billing", "Workshop", "Returns"];
    for metric in ["Chats waiting", "Calls waiting"] {
        for department in [""].into_iter().chain(departments) {
            let of = if department.is_empty() { String::new() } else { format!(" department:{department}") };
            let made = owner.run(&format!("/alert create metric:{metric} channel:#support fire:1 for:0{of}")).await;
            assert!(made.text().contains("Alert #") && made.text().contains(" saved"), "{}", made.text());
        }
    }
    for department in departments {
        let queue = Queue { waiting: 3, calls_waiting: 3, agents: 2, ..Queue::default() };
        world.sandbox.liveagent().set_queue(department, queue);
    }
    let mut asked = 0;
    for seconds in 0..150 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        if said(&world, "support", "and 11 more").len() == 1 {
            assert!(asked > 0);
            return;
        }
        if seconds % 15 == 2 {
            // However much is watched, people are answered.
            let answer = owner.run("/overview chats").await;
            assert!(answer.text().contains("Waiting"), "{}", answer.text());
            asked += 1;
        }
    }
    panic!(
        "some figures are never read: {:?}",
        said(&world, "support", "Incident").iter().map(Answer::text).collect::<Vec<_>>()
    );
}
