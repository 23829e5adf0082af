//! LiveAgent's answers drawn as Discord messages.
//!
//! Pure: a view is a function from an answer to a [`Message`]; nothing here does I/O, reads a clock or knows who asks. What a
//! person may press next is data too ([`Look`], [`Act`]), and stands in the components' ids. Every message is within Discord's
//! limits, and no word of a customer does anything in it, because [`Draft::fit`] and [`text`] are the only ways to them.
//!
//! There is no catch-all module: an area of LiveAgent has its file ([`conversations`], [`knowledgebase`], [`overview`], ...), the rest is
//! named after what it makes safe.

pub mod agents;
pub mod alerts;
pub mod application;
pub mod audit;
pub mod boards;
mod brief;
pub mod carry;
pub mod chart;
mod chip;
pub mod companies;
pub mod conversations;
pub mod customer_groups;
pub mod customers;
pub mod cut;
pub mod departments;
pub mod desk;
pub mod digests;
pub mod errors;
pub mod fields;
pub mod files;
pub mod help;
pub mod html;
pub mod knowledgebase;
mod limits;
pub mod links;
pub mod markdown;
pub mod message;
pub mod orphans;
pub mod outages;
pub mod overview;
mod page;
pub mod payload;
pub mod people;
pub mod press;
pub mod privacy;
pub mod question;
mod raster;
pub mod readers;
pub mod reports;
pub mod request;
pub mod setup;
pub mod steps;
pub mod subscriptions;
pub mod tags;
pub mod text;
pub mod time;
pub mod widgets;
pub mod words;

pub use brief::{Brief, Figures};
pub use desk::{Desk, Names, Words};
pub use message::{Draft, Message};
pub use page::{PAGE_SIZE, Window};
pub use payload::{Button, ButtonStyle, Embed, Field, File, Modal, RoleSelect, Row, Select, SelectOption, TextInput};
pub use press::{Place, Press};
pub use request::{Act, Form, Link, Look, Offer};
pub use steps::Steps;
