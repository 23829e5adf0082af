//! The help desk over real HTTP, held against the contract: what each operation answers, keeps, filters and refuses.
#![expect(clippy::unwrap_used, reason = "tests")]

mod desk;
mod files;
mod filters;
mod knowledgebase;
mod live;
mod pages;
mod refusals;
mod shapes;
mod sla;
mod versions;
mod writes;
