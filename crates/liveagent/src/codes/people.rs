//! Codes of agents and customers (#1, #19, #28, #39, #60).

use super::code;

code! {
    /// A person's gender.
    Gender {
        'M' => Male "Male",
        'F' => Female "Female",
        'O' => Diverse "Other",
    }
}

code! {
    /// What an agent may do in the account.
    AgentRole {
        'D' => Administrator "Administrator",
        'A' => Agent "Agent",
        'O' => Owner "Owner",
    }
}

code! {
    /// Whether a customer has an account of their own.
    CustomerRole {
        'V' => Visitor "Visitor",
        'R' => Registered "Registered visitor",
    }
}

code! {
    /// One thing that an agent or department is online for. A status is a set of them.
    Presence {
        'M' => Messages "Messages",
        'P' => Phone "Phone",
        'T' => Chat "Chat",
        'R' => Read "Read",
        'F' => Offline "Offline",
    }
}

code! {
    /// How a customer rated an answer. (`W` is the reward, `P` the punishment.)
    RankingType {
        'W' => Positive "positive",
        'P' => Negative "negative",
    }
}
