//! What goes wrong on purpose, as a client sees it on the bare connection: each fault, of both services.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::{Duration, Instant};

use sandbox::{Sandbox, faults::Faults, recorder::Recorder};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// What came over the wire until the server closed the connection.
struct Seen {
    bytes: Vec<u8>,
    took: Duration,
}

impl Seen {
    /// The status, the headers in small letters, and what stands after them.
    fn parts(&self) -> (u16, String, &[u8]) {
        let end = self.bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("there is a head") + 4;
        let head = String::from_utf8(self.bytes[..end].to_vec()).unwrap().to_lowercase();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), head, &self.bytes[end..])
    }

    fn status(&self) -> u16 {
        self.parts().0
    }

    fn header(&self, name: &str) -> Option<String> {
        let (_, head, _) = self.parts();
        head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned))
    }
}

async fn ask(sandbox: &Sandbox, method: &str, path: &str) -> Seen {
    let host = sandbox.url().replace("http://", "");
    let token = sandbox.token();
    let mut stream = TcpStream::connect(&host).await.unwrap();
    let head =
        format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bot {token}\r\nconnection: close\r\n");
    let begun = Instant::now();
    stream.write_all(format!("{head}content-length: 0\r\n\r\n").as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    Seen { bytes, took: begun.elapsed() }
}

/// A service: its faults, what it noted, a path that answers 200, the same as faults have it, and another such.
struct Service<'s> {
    faults: &'s Faults,
    requests: &'s Recorder,
    path: String,
    plain: &'static str,
    other: String,
}

fn services(sandbox: &Sandbox) -> [Service<'_>; 2] {
    let (desk, discord) = (sandbox.liveagent(), sandbox.discord());
    let key = sandbox.api_key();
    [
        Service {
            faults: desk.faults(),
            requests: desk.requests(),
            path: format!("/liveagent/api/application/status?apikey={key}"),
            plain: "/api/application/status",
            other: format!("/liveagent/api/tags?apikey={key}"),
        },
        Service {
            faults: discord.faults(),
            requests: discord.requests(),
            path: "/api/v10/users/@me".to_owned(),
            plain: "/users/@me",
            other: "/api/v10/gateway/bot".to_owned(),
        },
    ]
}

#[tokio::test]
async fn each_fault_is_what_it_says() {
    let sandbox = Sandbox::builder().start().await;
    for Service { faults, requests, path, plain, .. } in services(&sandbox) {
        let get = async || ask(&sandbox, "GET", &path).await;
        let noted = || requests.all().last().unwrap().status;
        let good = get().await;
        assert_eq!(good.status(), 200);
        let whole = good.parts().2.len();

        faults.on("GET", plain).status(503).times(1);
        let seen = get().await;
        assert_eq!((seen.status(), seen.parts().2, noted()), (503, &b""[..], 503));

        let body = json!({ "response": { "status": "ERROR" } });
        faults.on("GET", plain).body(418, &body).times(1);
        let seen = get().await;
        assert_eq!((seen.status(), seen.header("content-type").unwrap().as_str()), (418, "application/json"));
        assert_eq!((serde_json::from_slice::<Value>(seen.parts().2).unwrap(), noted()), (body, 418));

        faults.on("GET", plain).html().times(1);
        let seen = get().await;
        assert_eq!((seen.status(), seen.header("content-type").unwrap().as_str()), (200, "text/html"));
        assert!(seen.parts().2.starts_with(b"<!doctype html>"));

        faults.on("GET", plain).redirect("https://elsewhere.example/x").times(1);
        let seen = get().await;
        assert_eq!((seen.status(), seen.header("location").unwrap().as_str()), (302, "https://elsewhere.example/x"));

        faults.on("GET", plain).wrong_types().times(1);
        let seen = get().await;
        let body: Value = serde_json::from_slice(seen.parts().2).unwrap();
        assert!(seen.status() == 200 && body["response"].is_array(), "{body}");

        faults.on("GET", plain).oversize().times(1);
        let seen = get().await;
        assert!(seen.status() == 200 && seen.parts().2.len() > 9 * 1024 * 1024);
        assert!(serde_json::from_slice::<Value>(seen.parts().2).is_ok(), "it is large, and nothing else");

        faults.on("GET", plain).reset().times(1);
        let seen = get().await;
        assert_eq!((seen.bytes.len(), noted()), (0, 0), "the connection is cut before the answer");

        faults.on("GET", plain).truncate().times(1);
        let seen = get().await;
        let (status, _, body) = seen.parts();
        assert_eq!((status, seen.header("content-length").unwrap()), (200, whole.to_string()));
        assert_eq!(body.len(), whole / 2, "half of what was promised");
        assert_eq!(noted(), 200);

        assert_eq!(get().await.status(), 200, "all have been met once");
    }
}

#[tokio::test]
async fn an_answer_without_a_body_is_cut_whole() {
    let sandbox = Sandbox::builder().start().await;
    let discord = sandbox.discord();
    discord.faults().on("DELETE", "/users/@me/guilds/*").truncate().times(1);
    let path = format!("/api/v10/users/@me/guilds/{}", sandbox.guild_id());
    let seen = ask(&sandbox, "DELETE", &path).await;
    assert_eq!(seen.bytes.len(), 0);
    assert_eq!(discord.requests().all().last().unwrap().status, 0);
    sandbox.bot_left(sandbox.guild_id()).await;
}

#[tokio::test]
async fn a_delay_comes_before_the_answer_and_delays_add_up() {
    let sandbox = Sandbox::builder().start().await;
    for Service { faults, path, plain, other, .. } in services(&sandbox) {
        let (short, long) = (Duration::from_millis(60), Duration::from_millis(90));
        faults.on("GET", plain).delay(short);
        let seen = ask(&sandbox, "GET", &path).await;
        assert!(seen.status() == 200 && seen.took >= short, "{:?}", seen.took);
        faults.on("*", plain).delay(long);
        faults.on("GET", plain).status(500);
        let seen = ask(&sandbox, "GET", &path).await;
        assert!(seen.status() == 500 && seen.took >= short + long, "{:?}", seen.took);
        // A fault of its own path only.
        assert_eq!(ask(&sandbox, "GET", &other).await.status(), 200);
    }
}

#[tokio::test]
async fn a_delay_is_of_real_time_whatever_the_clock_does() {
    let sandbox = Sandbox::builder().start().await;
    let wait = Duration::from_millis(80);
    for Service { faults, path, plain, .. } in services(&sandbox) {
        faults.on("GET", plain).delay(wait);
        for speed in [0.0, 3_600.0] {
            sandbox.clock().set_speed(speed);
            let seen = ask(&sandbox, "GET", &path).await;
            assert!(seen.status() == 200 && seen.took >= wait, "{speed}: {:?}", seen.took);
        }
    }
}

#[tokio::test]
async fn a_fault_is_of_its_method_and_path() {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    for Service { faults, path, plain, other, .. } in services(&sandbox) {
        let up_to = plain.rsplit_once('/').unwrap().0;
        for (method, pattern, hits) in [
            ("GET", plain.to_owned(), true),
            ("get", plain.to_owned(), true),
            ("*", plain.to_owned(), true),
            ("*", "*".to_owned(), true),
            ("GET", format!("{up_to}/*"), true),
            ("GET", format!("{}*", &plain[..plain.len() - 1]), true),
            ("POST", plain.to_owned(), false),
            ("GET", up_to.to_owned(), false),
            ("GET", format!("{plain}/*"), false),
            ("GET", format!("{plain}*"), false),
            ("GET", "/elsewhere".to_owned(), false),
        ] {
            let rule = faults.on(method, &pattern).status(599);
            let (here, there) =
                (ask(&sandbox, "GET", &path).await.status(), ask(&sandbox, "GET", &other).await.status());
            assert_eq!(here == 599, hits, "{method} {pattern} for {plain}");
            assert_eq!(there == 599, pattern == "*", "{method} {pattern} for {other}");
            rule.remove();
        }
    }
}

#[tokio::test]
async fn one_services_faults_are_not_the_others() {
    let sandbox = Sandbox::builder().start().await;
    let [desk, discord] = services(&sandbox);
    desk.faults.on("*", "*").status(503);
    assert_eq!(
        (ask(&sandbox, "GET", &desk.path).await.status(), ask(&sandbox, "GET", &discord.path).await.status()),
        (503, 200)
    );
    desk.faults.clear();
    discord.faults.on("*", "*").status(502);
    assert_eq!(
        (ask(&sandbox, "GET", &desk.path).await.status(), ask(&sandbox, "GET", &discord.path).await.status()),
        (200, 502)
    );
}

#[tokio::test]
async fn so_many_times_and_then_through_again() {
    let sandbox = Sandbox::builder().start().await;
    for Service { faults, path, plain, other, .. } in services(&sandbox) {
        faults.on("GET", plain).status(503).times(2);
        let mut seen = Vec::new();
        for _ in 0..4 {
            // What meets no fault uses none up.
            assert_eq!(ask(&sandbox, "GET", &other).await.status(), 200);
            seen.push(ask(&sandbox, "GET", &path).await.status());
        }
        assert_eq!(seen, [503, 503, 200, 200]);
    }
}

#[tokio::test]
async fn the_first_that_fits_is_met_and_the_next_waits_its_turn() {
    let sandbox = Sandbox::builder().start().await;
    for Service { faults, path, plain, .. } in services(&sandbox) {
        faults.on("POST", plain).status(501);
        faults.on("GET", plain).status(502).times(1);
        let second = faults.on("*", "*").status(503).times(2);
        faults.on("GET", plain).status(504);
        let mut seen = Vec::new();
        for _ in 0..3 {
            seen.push(ask(&sandbox, "GET", &path).await.status());
        }
        second.remove();
        for _ in 0..2 {
            seen.push(ask(&sandbox, "GET", &path).await.status());
        }
        assert_eq!(seen, [502, 503, 503, 504, 504]);
        faults.clear();
        assert_eq!(ask(&sandbox, "GET", &path).await.status(), 200);
    }
}

#[tokio::test]
async fn what_is_taken_away_leaves_the_others() {
    let sandbox = Sandbox::builder().start().await;
    for Service { faults, path, plain, .. } in services(&sandbox) {
        let status = async || ask(&sandbox, "GET", &path).await.status();
        let (first, second) = (faults.on("GET", plain).status(502), faults.on("GET", plain).status(503));
        let again = first.clone();
        first.remove();
        again.remove();
        assert_eq!(status().await, 503, "the other is still there");
        second.remove();
        assert_eq!(status().await, 200);
    }
}

#[tokio::test]
async fn a_fault_keeps_a_write_from_being_made_unless_it_only_spoils_the_answer() {
    let sandbox = Sandbox::builder().start().await;
    let http = reqwest::Client::new();
    let desk = sandbox.liveagent();
    let make = async |name: &str| {
        let form = [("apikey", sandbox.api_key()), ("name", name)];
        let answer = http.post(format!("{}/api/tags", sandbox.liveagent_url())).form(&form).send().await;
        drop(answer);
        desk.tags().iter().any(|tag| tag.name == name)
    };
    for (name, is_made) in [("refused", false), ("cut", false), ("html", false), ("halved", true), ("late", true)] {
        let on = desk.faults().on("POST", "/api/tags");
        let rule = match name {
            "refused" => on.status(503),
            "cut" => on.reset(),
            "html" => on.html(),
            "halved" => on.truncate(),
            _ => on.delay(Duration::from_millis(1)),
        };
        assert_eq!(make(name).await, is_made, "{name}");
        rule.remove();
    }
}

#[tokio::test]
async fn the_pages_controls_are_faults_of_everything() {
    let sandbox = Sandbox::builder().start().await;
    let http = reqwest::Client::new();
    let set = async |service: &str, preset: &str| {
        let body = json!({ "service": service, "preset": preset });
        let answer = http.post(format!("{}/sandbox/faults", sandbox.url())).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap()[service].clone())
    };
    for (name, Service { path, .. }) in ["liveagent", "discord"].iter().zip(services(&sandbox)) {
        let get = async || ask(&sandbox, "GET", &path).await;
        assert_eq!(set(name, "errors").await, (200, json!("errors")));
        assert_eq!(get().await.status(), 503);
        assert_eq!(set(name, "html").await, (200, json!("html")));
        assert!(get().await.parts().2.starts_with(b"<!doctype html>"), "one takes the other's place");
        assert_eq!(set(name, "down").await, (200, json!("down")));
        assert!(get().await.bytes.is_empty());
        assert_eq!(set(name, "slow").await, (200, json!("slow")));
        let seen = get().await;
        assert!(seen.status() == 200 && seen.took >= Duration::from_secs(2));
        assert_eq!(set(name, "clear").await, (200, json!("clear")));
        assert_eq!(get().await.status(), 200);
        assert_eq!(set(name, "none").await.0, 400);
    }
    assert_eq!(set("mail", "down").await.0, 400);
}
