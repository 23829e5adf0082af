//! End to end: the real bot on a real gateway connection and real HTTP, both on loopback, both served by the sandbox.
//!
//! One program, so that it is linked once; every test has a sandbox of its own.
#![expect(clippy::unwrap_used, reason = "tests")]

mod alerts;
mod at_length;
mod audit;
mod audit_feed;
mod audit_pages;
mod boards;
mod channels;
mod commands;
mod contract;
mod creators;
mod customers;
mod databases;
mod digests;
mod examples;
mod faults;
mod find;
mod first_run;
mod gateway;
mod keeping;
mod knowledgebase;
mod links;
mod menus;
mod moves;
mod odd_answers;
mod owners;
mod page;
mod posting;
mod press;
mod privacy;
mod reached;
mod refusals;
mod replies;
mod roles;
mod roles_elsewhere;
mod settings;
mod setup_seen;
mod spoken;
mod startup;
mod support;
mod tags;
mod typing;
mod unread;
mod unreadable;
mod verdicts;
mod visibility;
mod watch;
mod widgets;
mod work_seen;
mod writes;
