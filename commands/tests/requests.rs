//! The requests behind commands and buttons: each is one, and together with what is still to be done they reach all of LiveAgent.

use std::collections::{BTreeMap, BTreeSet};

use commands::{Command, Needs, RequestInfo, commands, requests};

/// The operations that no request sends yet.
const TO_DO: [&str; 20] = [
    "ReportAgents",
    "ReportCallsAgents",
    "ReportCallsAvailability",
    "ReportCallsLoad",
    "ReportCallsSla",
    "ReportCallsSlaLog",
    "ReportChannels",
    "ReportChatsAgents",
    "ReportChatsAvailability",
    "ReportChatsLoad",
    "ReportChatsSla",
    "ReportChatsSlaLog",
    "ReportDepartments",
    "ReportPerformance",
    "ReportRanking",
    "ReportTags",
    "ReportTicketsAvailability",
    "ReportTicketsLoad",
    "ReportTicketsSla",
    "ReportTicketsSlaLog",
];

#[test]
fn tags_and_names_are_unique() {
    let (mut tags, mut names) = (BTreeSet::new(), BTreeSet::new());
    for request in requests() {
        assert!(tags.insert((request.kind, request.tag)), "{request:?}");
        assert!(names.insert(request.name), "{request:?}");
        assert!(
            request.tag.bytes().all(|byte| byte.is_ascii_lowercase()),
            "an id ends a tag at anything else: {request:?}"
        );
    }
}

#[test]
fn all_operations_are_reached_or_still_to_do() {
    // A report is reached by a command of its own, not by a digest that has figures of it.
    let is_digest = |name: &str| name.contains("digest") || name == "resume";
    let requests = requests().into_iter().filter(|request| !is_digest(request.name));
    let sent: BTreeSet<&str> = requests.flat_map(|request| request.sends).copied().collect();
    let to_do = BTreeSet::from(TO_DO);
    assert_eq!(sent.intersection(&to_do).collect::<Vec<_>>(), [&""; 0], "done, so no longer to do");
    let all: BTreeSet<&str> = liveagent::OPERATIONS.iter().map(|operation| operation.name).collect();
    assert_eq!(sent.union(&to_do).copied().collect::<BTreeSet<_>>(), all);
}

/// A command may send less than its request, and none sends anything else.
#[test]
fn commands_send_what_their_requests_do() {
    fn leaves(commands: &[Command], needs: &mut Vec<Needs>) {
        for command in commands {
            needs.extend(Needs::of(command).filter(|_| command.subcommands.is_empty()));
            leaves(&command.subcommands, needs);
        }
    }
    let (known, mut needs) = (requests(), Vec::new());
    leaves(&commands(), &mut needs);
    let mut sent: BTreeMap<&str, (RequestInfo, BTreeSet<&str>)> = BTreeMap::new();
    for Needs { request, sends, .. } in needs {
        assert!(known.contains(&request), "no area has {request:?}");
        sent.entry(request.name).or_insert((request, BTreeSet::new())).1.extend(sends);
    }
    assert!(sent.len() > 20, "{sent:?}");
    for (request, sent) in sent.into_values() {
        assert_eq!(sent, request.sends.iter().copied().collect(), "{request:?}");
    }
}
