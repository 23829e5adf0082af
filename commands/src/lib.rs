//! Switchboard's slash commands: parse, ask LiveAgent, answer with a view.
