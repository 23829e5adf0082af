//! Tests of the views from outside: what is drawn, and that no content can break it.

#![expect(clippy::unwrap_used, reason = "tests")]

mod anything;
mod audit;
mod cases;
mod chart;
mod cost;
mod find;
mod fixtures;
mod folding;
mod hostile;
mod html;
mod judge;
mod knowledgebase;
mod limits;
mod markdown;
mod orphans;
mod press;
mod records;
mod replies;
mod role_select;
mod spoken;
mod text;
mod views;
mod widgets;
