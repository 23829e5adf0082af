#![doc = include_str!("../README.md")]

mod alerts;
mod audit;
mod boards;
mod claims;
mod deliveries;
mod error;
mod lease;
mod migrate;
mod notices;
mod open;
mod outages;
mod pool;
mod samples;
mod subscriptions;
mod time;

pub use self::{
    alerts::{AlertState, Incident, IncidentChange, NewIncident, Of, StateChange, Turn},
    audit::{Entry, Who},
    boards::Board,
    deliveries::{Claim, Delivery, DeliveryState, Plan, Slot, SlotOutcome},
    error::Error,
    lease::Fence,
    open::{Options, Store},
    outages::Outage,
    samples::Point,
    subscriptions::{Kind, NewSubscription, State, Subscription},
};
