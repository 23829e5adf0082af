//! Every code of the table, refused by Discord for real: what the bot does is what the table says. Each code has a server with one board.

use std::{collections::HashSet, time::Duration};

use jiff::SignedDuration;
use notifications::discord::{TABLE, Verdict};
use sandbox::{Answer, Sandbox, faults::Rule};
use serde_json::json;

use crate::{
    support::World,
    watch::{until, waiting},
};

struct Servers {
    world: World,
    /// The channel with the board of each server, in the order of the table.
    channels: Vec<u64>,
}

impl Servers {
    async fn start() -> Self {
        let clock = sandbox::clock::Clock::at("2026-11-23T12:00:00Z".parse().unwrap());
        clock.set_speed(0.0);
        let sandbox = Sandbox::builder().guilds(TABLE.len()).clock(clock).rate_limits(false).start().await;
        let served: Vec<String> = sandbox.guild_ids().iter().map(ToString::to_string).collect();
        let channels = sandbox.guild_ids().iter().map(|guild| sandbox.channel_of(*guild, "support")).collect();
        let world = World::with_settings(sandbox, &[("DISCORD_GUILD_IDS", &served.join(","))]).await;
        Self { world, channels }
    }

    async fn run(&self, server: usize, command: &str) -> Answer {
        let guild = self.world.sandbox.guild_ids()[server];
        self.world.sandbox.member_of(guild, "Ada").run(command).await
    }

    /// Refuses requests to each channel with the code of its row.
    fn refuse(&self, method: &str, path: &str) -> Vec<Rule> {
        let faults = self.world.sandbox.discord().faults();
        let refused = self.channels.iter().zip(TABLE).map(|(channel, (code, message, _))| {
            let body = json!({ "code": code, "message": message });
            faults.on(method, &format!("/channels/{channel}/{path}")).body(400, &body)
        });
        refused.collect()
    }

    fn count(&self, server: usize, method: &str, path: &str) -> usize {
        let path = format!("/channels/{}/{path}", self.channels[server]);
        self.world.sandbox.discord().requests().count(method, &path)
    }

    /// Whether it tried to delete a message more than once.
    fn deletes_again(&self, server: usize) -> bool {
        let mut seen = HashSet::new();
        let channel = format!("/channels/{}/messages/", self.channels[server]);
        let requests = self.world.sandbox.discord().requests().all();
        let mut deletions = requests.into_iter().filter(|it| it.method == "DELETE" && it.path.starts_with(&channel));
        deletions.any(|request| !seen.insert(request.path))
    }

    /// How the board of each server stands, once each stands as `expected`.
    async fn until_listed(&self, phase: &str, expected: impl Fn(usize) -> &'static str) {
        for (server, row) in TABLE.iter().enumerate() {
            let (mut list, expected) = (String::new(), expected(server));
            for _ in 0..150 {
                list = self.run(server, "/board list").await.text();
                let state = ["stopped", "blocked"].into_iter().find(|state| list.contains(state)).unwrap_or("well");
                if state == expected {
                    break;
                }
                self.world.sandbox.clock().advance(SignedDuration::from_secs(11));
                tokio::time::sleep(Duration::from_millis(200)).await;
                list.clear();
            }
            assert!(!list.is_empty(), "{phase}: {row:?} is not {expected}");
        }
    }

    /// Takes the faults away and resumes what was stopped: all boards are well again.
    async fn recover(&self, phase: &str, faults: Vec<Rule>, was_stopped: impl Fn(usize) -> bool) {
        faults.into_iter().for_each(Rule::remove);
        for server in (0..TABLE.len()).filter(|server| was_stopped(*server)) {
            let board = self.run(server, "/board list").await.text();
            let id = board.split("**").nth(3).unwrap();
            let resumed = self.run(server, &format!("/board resume board:{id}")).await.text();
            assert!(resumed.contains("resumed"), "{phase}: {resumed}");
        }
        self.world.sandbox.clock().advance(SignedDuration::from_hours(3));
        self.until_listed(phase, |_| "well").await;
    }
}

fn state(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Gone => "stopped",
        Verdict::Repost | Verdict::TooOld => "well",
        _ => "blocked",
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_code_is_met_as_the_table_says() {
    let servers = Servers::start().await;
    let world = &servers.world;
    let of = |server: usize, asked: usize| TABLE[server].2[asked];
    waiting(world, "Support", 3);

    let faults = servers.refuse("POST", "messages");
    for server in 0..TABLE.len() {
        servers.run(server, "/board create channel:#support").await;
    }
    servers.until_listed("post", |server| state(of(server, 0))).await;
    servers.recover("post", faults, |server| of(server, 0) == Verdict::Gone).await;

    let edits = |server| servers.count(server, "PATCH", "messages/*");
    // Each board is there once it is edited.
    let edited: Vec<usize> = (0..TABLE.len()).map(edits).collect();
    waiting(world, "Support", 9);
    until(world, |_| (0..TABLE.len()).all(|server| edits(server) > edited[server])).await;

    let posts = |server| servers.count(server, "POST", "messages");
    let before: Vec<usize> = (0..TABLE.len()).map(posts).collect();
    let faults = servers.refuse("PATCH", "messages/*");
    waiting(world, "Support", 4);
    let edited: Vec<usize> = (0..TABLE.len()).map(edits).collect();
    until(world, |_| (0..TABLE.len()).all(|server| edits(server) > edited[server])).await;
    servers.until_listed("edit", |server| state(of(server, 1))).await;
    let opened = |server: usize| {
        world.sandbox.discord().requests().count("PATCH", &format!("/channels/{}", servers.channels[server]))
    };
    let is_again = |server| matches!(of(server, 1), Verdict::Repost | Verdict::TooOld);
    let is_asleep = |server| of(server, 1) == Verdict::Asleep;
    // What follows a refused edit follows a moment later.
    until(world, |_| (0..TABLE.len()).all(|server| !is_again(server) || posts(server) > before[server])).await;
    until(world, |_| (0..TABLE.len()).all(|server| !is_asleep(server) || opened(server) > 0)).await;
    for server in 0..TABLE.len() {
        assert_eq!(posts(server) > before[server], is_again(server), "{:?}", TABLE[server]);
        assert_eq!(opened(server) > 0, is_asleep(server), "{:?}", TABLE[server]);
    }
    servers.recover("edit", faults, |server| of(server, 1) == Verdict::Gone).await;

    // A board is posted again and the old one deleted, which is refused.
    let deleted = |server| servers.count(server, "DELETE", "messages/*");
    let before: Vec<usize> = (0..TABLE.len()).map(deleted).collect();
    let opened_before: Vec<usize> = (0..TABLE.len()).map(opened).collect();
    let faults = servers.refuse("DELETE", "messages/*");
    let too_old = world.sandbox.discord().faults().on("PATCH", "/channels/*/messages/*");
    let too_old = too_old.body(400, &json!({ "code": 30_046, "message": "Too old" }));
    waiting(world, "Support", 5);
    until(world, |_| (0..TABLE.len()).all(|server| deleted(server) > before[server])).await;
    too_old.remove();
    for _ in 0..4 {
        world.sandbox.clock().advance(SignedDuration::from_mins(5));
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    for server in 0..TABLE.len() {
        let verdict = of(server, 2);
        assert_eq!(servers.deletes_again(server), verdict == Verdict::Retry, "{:?}", TABLE[server]);
        assert_eq!(opened(server) > opened_before[server], verdict == Verdict::Asleep, "{:?}", TABLE[server]);
    }
    servers.recover("delete", faults, |_| false).await;
}

#[tokio::test]
async fn each_code_of_an_answer_is_met_as_the_table_says() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let sent = || world.sandbox.discord().requests().count("POST", "/interactions/*");
    for (code, message, verdicts) in TABLE {
        let refusal = json!({ "code": code, "message": message });
        world.sandbox.discord().faults().on("POST", "/interactions/*").body(400, &refusal).times(1);
        let before = sent();
        let answer = owner.run("/about").await;
        let tries = sent() - before;
        match verdicts[4] {
            Verdict::Late => assert!(tries == 1 && answer.failed(), "{code}: {tries} {}", answer.text()),
            // It says that there was something wrong with it.
            Verdict::Wrong => assert!(tries == 2 && answer.text().contains('⚠'), "{code}: {tries} {}", answer.text()),
            _ => {
                assert!(tries == 2 && answer.text().contains("Response time: ✅"), "{code}: {tries} {}", answer.text());
            }
        }
    }
}
