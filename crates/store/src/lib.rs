#![doc = include_str!("../README.md")]

mod address;
mod alerts;
mod announcements;
mod audit;
mod audit_feed;
mod audit_list;
mod boards;
mod claims;
mod closed;
mod deliveries;
mod drafts;
mod error;
mod file;
mod inspect;
mod lease;
mod links;
mod members;
mod migrate;
mod notices;
mod open;
mod orphans;
mod outages;
mod plans;
mod pool;
mod presses;
mod processes;
mod prune;
mod retention;
mod row;
mod samples;
mod servers;
mod snapshot;
mod subscriptions;
mod time;
mod watch;

pub use self::{
    address::is_exposed,
    alerts::{AlertState, Incident, IncidentChange, NewIncident, Of, StateChange, Turn},
    announcements::{Announcement, AnnouncementState},
    audit::{Entry, Outcome, Who},
    audit_feed::AuditFeed,
    audit_list::{Actor, AuditFilter, AuditPage, AuditRow},
    boards::Board,
    closed::Trouble,
    deliveries::{Claim, Delivery, DeliveryState},
    drafts::{DRAFT_KEPT, Draft, DraftEnd, DraftState, SENDING_LIMIT},
    error::Error,
    inspect::{Found, inspect, servers_set_up},
    lease::Fence,
    links::{AgentIdentity, Link, LinkOutcome, PROPOSAL_KEPT, Proposal, ProposeOutcome},
    members::Kept,
    notices::Notice,
    open::{Options, Store},
    orphans::Created,
    outages::Outage,
    plans::{Plan, Slot, SlotOutcome},
    processes::Process,
    samples::Point,
    servers::{Panel, RoleLevel, VisibilityChange, Words},
    snapshot::Server,
    subscriptions::{Change, Kind, NewSubscription, NextDue, State, Subscription},
    watch::Servers,
};
