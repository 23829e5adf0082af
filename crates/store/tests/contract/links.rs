//! Links between members and agents.

use jiff::SignedDuration;
use store::{Link, LinkOutcome, PROPOSAL_KEPT, Proposal, ProposeOutcome, Store, Who};

use crate::{
    fresh::{Fresh, at, options},
    members::{agent, by},
};

async fn propose(store: &Store, user: u64, id: &str) -> Proposal {
    match store.propose_link(&agent(id), &by(user)).await.unwrap() {
        ProposeOutcome::Open(proposal) => proposal,
        refused => panic!("{refused:?}"),
    }
}

fn link(user: u64, id: &str, confirmed_by: Option<u64>) -> Link {
    Link { user, agent: agent(id), since: at(0), confirmed_by }
}

pub(crate) async fn are_proposed_and_confirmed(fresh: Fresh) {
    let store = &fresh.store;
    let first = propose(store, 10, "a1").await;
    assert_eq!((first.guild, first.user, &first.agent, first.at), (1, 10, &agent("a1"), at(0)));
    assert_eq!(store.proposal(first.id).await.unwrap(), Some(first.clone()));
    let second = propose(store, 10, "a2").await;
    assert_eq!(store.proposals(1, at(0)).await.unwrap(), std::slice::from_ref(&second), "one a member");
    assert_eq!(store.confirm_link(first.id, &by(11)).await.unwrap(), LinkOutcome::Unknown);
    let linked = link(10, "a2", Some(11));
    assert_eq!(store.confirm_link(second.id, &by(11)).await.unwrap(), LinkOutcome::Linked(linked.clone()));
    assert_eq!(store.link_of(1, 10).await.unwrap(), Some(linked.clone()));
    assert_eq!(store.links(1).await.unwrap(), [linked]);
    assert!(store.proposals(1, at(0)).await.unwrap().is_empty());
    assert!(store.links(2).await.unwrap().is_empty());

    let declined = propose(store, 12, "a3").await;
    assert!(store.decline_link(declined.id, &by(11)).await.unwrap());
    assert!(!store.decline_link(declined.id, &by(11)).await.unwrap());
    let rows = store.audit(1, 10).await.unwrap();
    let actions: Vec<&str> = rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["decline link", "propose link", "confirm link", "propose link", "propose link"]);
    assert_eq!(rows[2].detail, "agent a2");
    assert!(rows.iter().all(|row| !format!("{row:?}").contains("example") && !format!("{row:?}").contains("Ada")));

    // Who confirmed it is forgotten; the link stays.
    store.forget_member(11, &by(13)).await.unwrap();
    assert_eq!(store.link_of(1, 10).await.unwrap(), Some(link(10, "a2", None)));
}

pub(crate) async fn are_refused_for_a_reason(fresh: Fresh) {
    let store = &fresh.store;
    let owner = |after: SignedDuration| Who { at: at(0) + after, ..by(11) };
    let first = propose(store, 10, "a1").await;
    let rival = propose(store, 12, "a1").await;
    let late = PROPOSAL_KEPT + SignedDuration::from_millis(1);
    assert_eq!(store.confirm_link(first.id, &owner(late)).await.unwrap(), LinkOutcome::Expired);
    assert!(store.proposals(1, at(0) + late).await.unwrap().is_empty());
    assert_eq!(store.proposals(1, at(0) + PROPOSAL_KEPT).await.unwrap().len(), 2);
    let elsewhere = Who { guild: 2, ..by(11) };
    assert_eq!(store.confirm_link(first.id, &elsewhere).await.unwrap(), LinkOutcome::Unknown);
    assert!(!store.decline_link(first.id, &elsewhere).await.unwrap());
    let before = store.audit(1, 100).await.unwrap().len();
    assert!(matches!(store.confirm_link(first.id, &owner(PROPOSAL_KEPT)).await.unwrap(), LinkOutcome::Linked(_)));
    assert_eq!(store.confirm_link(rival.id, &owner(PROPOSAL_KEPT)).await.unwrap(), LinkOutcome::AgentTaken);
    assert_eq!(store.link_member(12, &agent("a1"), &by(11)).await.unwrap(), LinkOutcome::AgentTaken);
    assert_eq!(store.link_member(10, &agent("a9"), &by(11)).await.unwrap(), LinkOutcome::MemberTaken);
    assert_eq!(store.propose_link(&agent("a9"), &by(10)).await.unwrap(), ProposeOutcome::MemberTaken);
    assert_eq!(store.propose_link(&agent("a1"), &by(13)).await.unwrap(), ProposeOutcome::AgentTaken);
    assert_eq!(store.audit(1, 100).await.unwrap().len(), before + 1, "what is refused changes nothing");
    assert_eq!(store.proposal(rival.id).await.unwrap(), Some(rival.clone()));
    assert_eq!(store.links(1).await.unwrap().len(), 1);
    // What is too old is forgotten.
    store.prune(fresh.fence().await, at(1) + PROPOSAL_KEPT).await.unwrap();
    assert_eq!(store.proposal(rival.id).await.unwrap(), None);
}

/// Another process, where there can be one.
async fn replica(fresh: &Fresh) -> Store {
    if fresh.store.is_shared() {
        Store::open_with(&fresh.address, &options()).await.unwrap()
    } else {
        fresh.store.clone()
    }
}

pub(crate) async fn have_one_winner(fresh: Fresh) {
    let fresh = fresh.patient().await;
    let (store, other) = (&fresh.store, replica(&fresh).await);
    for round in 0..10 {
        // The same press, on two processes; and another member for the same agent.
        let (agent, one, rival) = (format!("a{round}"), 100 + round, 200 + round);
        let first = propose(store, one, &agent).await;
        let second = propose(store, rival, &agent).await;
        let (owner, deputy) = (by(11), by(12));
        let outcomes = tokio::join!(
            store.confirm_link(first.id, &owner),
            other.confirm_link(first.id, &deputy),
            store.confirm_link(second.id, &deputy),
            other.confirm_link(second.id, &owner),
        );
        let outcomes = [outcomes.0, outcomes.1, outcomes.2, outcomes.3].map(Result::unwrap);
        let won = outcomes.iter().filter(|outcome| matches!(outcome, LinkOutcome::Linked(_))).count();
        assert_eq!(won, 1, "{outcomes:?}");
        assert!(!outcomes.contains(&LinkOutcome::MemberTaken), "{outcomes:?}");
        assert_eq!(store.links(1).await.unwrap().len() as u64, round + 1);
    }
    // Of two agents that owners give one member, one.
    let (one, deputy) = (agent("b1"), by(12));
    let (two, owner) = (agent("b2"), by(11));
    let outcomes = tokio::join!(store.link_member(50, &one, &deputy), other.link_member(50, &two, &owner));
    let outcomes = [outcomes.0.unwrap(), outcomes.1.unwrap()];
    assert!(outcomes.contains(&LinkOutcome::MemberTaken), "{outcomes:?}");
    let made = store.audit(1, 100).await.unwrap().iter().filter(|row| row.action != "propose link").count();
    assert_eq!(made, 11, "one row a link");
}

pub(crate) async fn are_made_and_removed_by_owners(fresh: Fresh) {
    let store = &fresh.store;
    propose(store, 10, "a2").await;
    let linked = link(10, "a1", Some(10));
    assert_eq!(store.link_member(10, &agent("a1"), &by(10)).await.unwrap(), LinkOutcome::Linked(linked));
    assert!(store.proposals(1, at(0)).await.unwrap().is_empty(), "it is linked");
    assert!(!store.remove_link(10, &Who { guild: 2, ..by(11) }).await.unwrap());
    assert!(store.remove_link(10, &by(11)).await.unwrap());
    assert!(!store.remove_link(10, &by(11)).await.unwrap());
    assert_eq!(store.link_of(1, 10).await.unwrap(), None);
    let rows = store.audit(1, 10).await.unwrap();
    let actions: Vec<&str> = rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["remove link", "link member", "propose link"]);
    // One agent, in two servers.
    for guild in [1, 2] {
        let linked = store.link_member(10, &agent("a1"), &Who { guild, ..by(11) }).await.unwrap();
        assert!(matches!(linked, LinkOutcome::Linked(_)));
    }
}
