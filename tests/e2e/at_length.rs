//! What takes a minute or two, beside all else: tests begin in the order of their names, so these are among the first.

mod ends;
pub(crate) mod kills;
pub(crate) mod ledger;
mod load;
mod look_ups;
pub(crate) mod postgres;
mod presses;
pub(crate) mod process;
mod replicas;
mod sends;
mod slots;
mod stops;
