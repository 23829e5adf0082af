//! Budgets, on a clock that stands still until it is moved.

use std::{pin::pin, task::Poll};

use futures_util::{FutureExt as _, future::join_all, poll};
use tokio::time::advance;

use super::{Class::*, *};

const SOON: Duration = Duration::from_secs(12);

/// Whether a turn comes at once.
fn now(budget: &Budget, class: Class) -> bool {
    pin!(budget.turn(class, Instant::now() + SOON)).now_or_never() == Some(Ok(()))
}

/// How many turns come at once.
fn spend(budget: &Budget, class: Class) -> usize {
    (0..1000).take_while(|_| now(budget, class)).count()
}

#[tokio::test(start_paused = true)]
async fn never_more_than_the_budget_in_any_minute() {
    let budget = Budget::new(10);
    assert_eq!(spend(&budget, People), 10);
    advance(Duration::from_secs(59)).await;
    assert_eq!(spend(&budget, People), 0);
    advance(Duration::from_secs(1)).await;
    assert_eq!(spend(&budget, People), 10);
}

#[tokio::test(start_paused = true)]
async fn background_leaves_a_third_to_people() {
    let budget = Budget::new(120);
    assert_eq!(spend(&budget, Background), 80);
    assert_eq!(spend(&budget, People), 40);
    let budget = Budget::new(120);
    assert_eq!(spend(&budget, People), 120, "people may take all of it");
    assert_eq!(spend(&budget, Background), 0);
}

#[tokio::test(start_paused = true)]
async fn no_budget_is_no_limit() {
    let budget = Budget::new(0);
    assert_eq!((spend(&budget, People), spend(&budget, Background)), (1000, 1000));
}

#[tokio::test(start_paused = true)]
async fn what_can_not_come_in_time_is_refused_at_once() {
    let budget = Budget::new(2);
    spend(&budget, People);
    let begun = Instant::now();
    assert_eq!(budget.turn(People, begun + SOON).await, Err(Spent));
    assert_eq!(Instant::now(), begun, "without waiting");
    assert_eq!(budget.turn(People, begun + WINDOW).await, Ok(()));
    assert_eq!(Instant::now(), begun + WINDOW);
}

#[tokio::test(start_paused = true)]
async fn people_who_wait_go_before_background_that_waited_longer() {
    let budget = Budget::new(3);
    assert_eq!(spend(&budget, People), 3);
    let deadline = Instant::now() + 3 * WINDOW;
    let order = Mutex::new(Vec::new());
    let wait = |class, name| {
        let (budget, order) = (&budget, &order);
        async move {
            budget.turn(class, deadline).await.unwrap();
            order.lock().unwrap().push(name);
        }
    };
    let all: Vec<_> = vec![
        wait(Background, "background").boxed_local(),
        wait(People, "first").boxed_local(),
        wait(People, "second").boxed_local(),
        wait(People, "third").boxed_local(),
    ];
    join_all(all).await;
    assert_eq!(*order.lock().unwrap(), ["first", "second", "third", "background"]);
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_makes_room_for_the_next() {
    let budget = Budget::new(1);
    spend(&budget, People);
    let deadline = Instant::now() + WINDOW;
    let mut next = pin!(budget.turn(People, deadline));
    {
        let mut first = pin!(budget.turn(People, deadline));
        assert_eq!(poll!(&mut first), Poll::Pending);
        assert_eq!(poll!(&mut next), Poll::Ready(Err(Spent)), "one place until the deadline, and it is taken");
    }
    assert_eq!(budget.turn(People, deadline).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn a_hold_stops_background_alone() {
    let budget = Budget::new(120);
    budget.hold_background(Instant::now() + Duration::from_secs(5));
    assert!(!now(&budget, Background));
    assert!(now(&budget, People));
    advance(Duration::from_secs(5)).await;
    assert!(now(&budget, Background));
}

#[tokio::test(start_paused = true)]
async fn an_hour_of_both_classes_keeps_the_promise() {
    let budget = Budget::new(30);
    let mut log: Vec<(Instant, Class)> = Vec::new();
    for step in 0..3600_u32 {
        // Background always wants more; people come in bursts.
        while now(&budget, Background) {
            log.push((Instant::now(), Background));
        }
        for _ in 0..if step % 97 < 5 { 4 } else { 0 } {
            if now(&budget, People) {
                log.push((Instant::now(), People));
            }
        }
        advance(Duration::from_secs(1)).await;
    }
    for (index, (from, _)) in log.iter().enumerate() {
        let minute = log[index..].iter().take_while(|(at, _)| *at < *from + WINDOW);
        let (all, background) = minute
            .fold((0, 0), |(all, background), (_, class)| (all + 1, background + usize::from(*class == Background)));
        assert!(all <= 30 && background <= 20, "{all} in a minute, {background} of them background");
    }
    let people = log.iter().filter(|(_, class)| *class == People).count();
    assert!(people >= 10 * 37, "people got {people}");
}

#[tokio::test(start_paused = true)]
async fn a_budget_is_divided_by_the_processes_that_share_it() {
    for (whole, processes, each) in [(120, 1, 120), (120, 3, 40), (100, 3, 33), (2, 5, 1), (120, 0, 120), (0, 3, 1000)]
    {
        let budget = Budget::new(whole);
        budget.share(processes);
        assert_eq!(spend(&budget, People), each, "{whole} among {processes}");
    }
}

/// What was sent before counts: with less there is no turn until so much of it is a minute ago, with more there is one at once.
#[tokio::test(start_paused = true)]
async fn a_share_that_changes_counts_what_was_sent() {
    let budget = Budget::new(30);
    assert_eq!(spend(&budget, People), 30);
    budget.share(3);
    advance(Duration::from_secs(30)).await;
    budget.share(1);
    assert_eq!(spend(&budget, People), 0);
    budget.share(3);
    advance(Duration::from_secs(30)).await;
    assert_eq!((spend(&budget, Background), spend(&budget, People)), (6, 4));
    let waits = budget.turn(People, Instant::now() + SOON);
    assert_eq!(pin!(waits).now_or_never(), Some(Err(Spent)));
    let mut waits = pin!(budget.turn(People, Instant::now() + WINDOW));
    assert_eq!(poll!(&mut waits), Poll::Pending);
    budget.share(1);
    assert_eq!(waits.await, Ok(()));
    assert_eq!(spend(&budget, People), 19, "thirty, less ten and the one that waited");
}
