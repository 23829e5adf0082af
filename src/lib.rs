//! Switchboard: a LiveAgent help desk in a support team's Discord.
