//! The gateway ends in every way there is, at rest, under load and while the bot is told to stop: the bot is heard again in time, stops in time,
//! and burns no core.
//!
//! Each bot is a process of its own, so that the kernel says what it used, and lives through a few ends. Of those after which Discord
//! wants a new session each gets one a minute, as Discord would.

use std::time::{Duration, Instant};

use sandbox::{End, Sandbox};
use tokio::{
    process::Child,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::process::program;
use crate::support::{at_length, database};

/// Within this time it answers again.
const HEARD: Duration = Duration::from_secs(10);
/// Within this time it has stopped.
const STOPPED: Duration = Duration::from_secs(12);
/// How much of a core one end may cost.
const BURNT: Duration = Duration::from_secs(1);
/// How many bots at once.
const AT_ONCE: usize = 6;
/// How many ends a bot meets; the last one comes while it stops.
const LIVES: usize = 4;

/// The ends from which a bot comes back.
const ENDS: [End; 23] = [
    End::Close(None),
    End::Close(Some(1000)),
    End::Close(Some(1001)),
    End::Close(Some(1006)),
    End::Close(Some(1011)),
    End::Close(Some(4000)),
    End::Close(Some(4001)),
    End::Close(Some(4002)),
    End::Close(Some(4003)),
    End::Close(Some(4005)),
    End::Close(Some(4006)),
    End::Close(Some(4007)),
    End::Close(Some(4008)),
    End::Close(Some(4009)),
    End::EndOfStream,
    End::Reset,
    End::HalfFrame,
    End::Silence,
    End::SilenceInFrame,
    End::InvalidSession { resumable: true },
    End::InvalidSession { resumable: false },
    End::SessionLost,
    End::Reconnect,
];

/// What was measured of one end.
#[derive(Clone, Copy, Debug)]
struct Measured {
    end: End,
    took: Duration,
    burnt: Duration,
    what: What,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum What {
    AtRest,
    UnderLoad,
    WhileStopping,
}

/// Whether a bot needs a new session after this, and not just to resume.
fn takes_a_session(end: End) -> bool {
    !matches!(
        end,
        End::Close(Some(1000..=1011 | 4000..=4002 | 4005 | 4008))
            | End::EndOfStream
            | End::Reset
            | End::HalfFrame
            | End::InvalidSession { resumable: true }
            | End::Reconnect
    )
}

/// The processor time that a process has used so far.
fn used(child: &Child) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id().unwrap())).unwrap();
    // After the name, which is in parentheses, utime and stime are the 12th and the 13th; in hundredths of a second.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    Duration::from_millis(10 * (fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()))
}

/// Asks until it is answered. How long that took.
async fn heard(sandbox: &Sandbox, end: End) -> Duration {
    let began = Instant::now();
    loop {
        let asked = async {
            let owner = sandbox.owner();
            owner.run("/tag list").await
        };
        // Discord tells after 3 s that nobody answered.
        if let Ok(answer) = timeout(Duration::from_millis(500), asked).await
            && answer.text().contains("Tags")
        {
            return began.elapsed();
        }
        sleep(Duration::from_millis(10)).await;
        assert!(began.elapsed() < HEARD * 6, "after {end:?} it is never heard again");
    }
}

/// One bot, from its start to its stop.
async fn live(number: usize, ends: Vec<End>) -> Vec<Measured> {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    let mut command = program(&sandbox, &database(&sandbox));
    // What the bots log can be read where a folder for it is named.
    if let Some(folder) = std::env::var_os("ENDS_LOGS") {
        let log = std::fs::File::create(std::path::Path::new(&folder).join(format!("{number}.log"))).unwrap();
        command.env("RUST_LOG", "debug").stderr(log);
    }
    let mut child = command.spawn().unwrap();
    sandbox.bot_ready().await;
    let mut measured = Vec::new();
    let (last, ends) = ends.split_last().unwrap();
    for (turn, end) in ends.iter().copied().enumerate() {
        let what = if (number + turn).is_multiple_of(2) { What::AtRest } else { What::UnderLoad };
        let mut load = JoinSet::new();
        if what == What::UnderLoad {
            for _ in 0..4 {
                let owner = sandbox.owner();
                load.spawn(async move {
                    loop {
                        let _ = timeout(Duration::from_millis(500), owner.run("/tag list")).await;
                        // While no bot is connected, that says so at once.
                        sleep(Duration::from_millis(10)).await;
                    }
                });
            }
            sleep(Duration::from_millis(300)).await;
        }
        let before = used(&child);
        sandbox.discord().end_gateway(end);
        sleep(Duration::from_millis(20)).await;
        let took = heard(&sandbox, end).await;
        measured.push(Measured { end, took, burnt: used(&child).saturating_sub(before), what });
        load.shutdown().await;
    }
    let before = used(&child);
    let id = child.id().unwrap().to_string();
    let began = Instant::now();
    // Before it, with it and after it.
    let shift = Duration::from_millis(number as u64 % 7 * 30);
    if number.is_multiple_of(2) {
        sandbox.discord().end_gateway(*last);
        sleep(shift).await;
    }
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    if !number.is_multiple_of(2) {
        sleep(shift).await;
        sandbox.discord().end_gateway(*last);
    }
    let mut burnt = before;
    let status = loop {
        if let Ok(status) = timeout(Duration::from_millis(50), child.wait()).await {
            break status.unwrap();
        }
        if child.id().is_some() {
            burnt = used(&child).max(burnt);
        }
        assert!(began.elapsed() < STOPPED * 3, "{last:?} while it stops: it never stops");
    };
    assert_eq!(status.code(), Some(0), "{last:?} while it stops");
    measured.push(Measured {
        end: *last,
        took: began.elapsed(),
        burnt: burnt.saturating_sub(before),
        what: What::WhileStopping,
    });
    measured
}

/// The ends of each bot: all kinds in turn, and no bot meets two within a minute that take a session.
fn lives(count: usize) -> Vec<Vec<End>> {
    let mut lives: Vec<Vec<End>> = vec![Vec::new(); count.div_ceil(LIVES)];
    let of = lives.len();
    for number in 0..count {
        let end = ENDS[number % ENDS.len()];
        let has_room = |life: &Vec<End>| {
            life.len() < LIVES && (!takes_a_session(end) || !life.iter().any(|other| takes_a_session(*other)))
        };
        let first = number % of;
        let found = (0..of).map(|step| (first + step) % of).find(|life| has_room(&lives[*life]));
        match found {
            Some(life) => lives[life].push(end),
            None => lives.push(vec![end]),
        }
    }
    lives.retain(|life| !life.is_empty());
    // The end that a stop meets is of every kind, too.
    for (number, life) in lives.iter_mut().enumerate() {
        let by = number % life.len();
        life.rotate_left(by);
    }
    lives
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_heard_again_after_every_end_of_the_gateway() {
    let count = at_length(30, 1_000);
    let (mut running, mut measured) = (JoinSet::new(), Vec::new());
    for (number, ends) in lives(count).into_iter().enumerate() {
        if running.len() >= AT_ONCE {
            measured.extend(running.join_next().await.unwrap().unwrap());
        }
        running.spawn(live(number, ends));
    }
    measured.extend(running.join_all().await.into_iter().flatten());
    assert_eq!(measured.len(), count);
    for what in [What::AtRest, What::UnderLoad, What::WhileStopping] {
        let mut of: Vec<Measured> = measured.iter().copied().filter(|one| one.what == what).collect();
        of.sort_by_key(|one| one.took);
        let burnt = of.iter().max_by_key(|one| one.burnt).unwrap();
        let (median, last) = (of[of.len() / 2], of[of.len() - 1]);
        println!(
            "ends: {} {what:?}: median {:?}, longest {:?} ({:?}), most burnt {:?} ({:?})",
            of.len(),
            median.took,
            last.took,
            last.end,
            burnt.burnt,
            burnt.end
        );
    }
    let is_late = |one: &&Measured| one.took > if one.what == What::WhileStopping { STOPPED } else { HEARD };
    assert_eq!(measured.iter().filter(is_late).map(|one| format!("{one:?}")).collect::<Vec<_>>(), [""; 0], "too late");
    let burnt: Vec<_> = measured.iter().filter(|one| one.burnt > BURNT).map(|one| format!("{one:?}")).collect();
    assert_eq!(burnt, [""; 0], "a core was burnt");
}
