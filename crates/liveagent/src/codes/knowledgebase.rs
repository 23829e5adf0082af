//! Codes of the knowledgebase (#32 to #38).

use super::code;

code! {
    /// What an entry of the knowledgebase is.
    EntryType {
        'H' => Home "Home",
        'C' => Category "Category",
        'A' => Article "Article",
        'Q' => Forum "Forum",
        'R' => Topic "Topic",
        'G' => SuggestionCategory "Suggestion category",
        'S' => Suggestion "Suggestion",
    }
}

code! {
    /// The state of an entry.
    EntryStatus {
        'N' => New "New",
        'C' => Completed "Completed",
        'P' => Published "Published",
        'D' => Draft "Draft",
        'I' => Init "Init",
        'U' => Review "Review",
        'L' => Planned "Planned",
        'S' => Started "Started",
        'X' => Declined "Declined",
    }
}

code! {
    /// Who may read an entry.
    Access {
        'I' => Internal "Internal",
        'P' => Public "Public",
    }
}

code! {
    /// The state of a new article (#33).
    NewArticleStatus {
        'P' => Published "Published",
        'D' => Draft "Draft",
    }
}

code! {
    /// What kind of category to make (#34).
    CategoryType {
        'C' => Category "Category",
        'Q' => Forum "Forum",
        'G' => SuggestionCategory "Suggestion category",
    }
}
