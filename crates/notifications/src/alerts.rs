//! Alerts: a threshold on a figure, and what is said when it is crossed.

mod incident;
mod turn;
