//! What can be looked up. A [`Look`] is plain data: a command makes one from its options, a button carries one in its id.
//!
//! How a look is answered (which operations it takes) is not known here.

use jiff::Timestamp;
use liveagent::{Channel, ConversationStatus};

use crate::codec::{Foreign, Reader, Writer};

mod filter;

pub use filter::ConversationFilter;

/// Something to look up. Pages count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// A list of conversations.
    Conversations {
        /// Which ones.
        filter: ConversationFilter,
        /// Which page of the list.
        page: u32,
    },
    /// One conversation.
    Conversation {
        /// Its id, code or public url code.
        conversation: String,
    },
    /// The messages of a conversation, newest first.
    Messages {
        /// Its id, code or public url code.
        conversation: String,
        /// The entry that the page begins with, counted from the newest.
        page: u32,
        /// No messages before this instant, to the second.
        from: Option<Timestamp>,
        /// No messages after this instant, to the second.
        to: Option<Timestamp>,
        /// Whether quoted text is shown in full.
        quotes: bool,
    },
    /// The tags of a conversation.
    ConversationTags {
        /// Its id, code or public url code.
        conversation: String,
    },
    /// A search of the knowledgebases.
    KnowledgebaseSearch(Search),
    /// One entry of a knowledgebase.
    KnowledgebaseEntry {
        /// The entry's id.
        entry: String,
        /// Which page of its text.
        page: u32,
        /// The search that it was found by.
        back: Option<Search>,
    },
    /// All tags.
    Tags {
        /// Which page of the list.
        page: u32,
    },
    /// All departments.
    Departments {
        /// Which page of the list.
        page: u32,
    },
    /// One department.
    Department {
        /// The department's id.
        department: String,
    },
    /// Who is online, by department.
    DepartmentStatus {
        /// Which page of the list.
        page: u32,
    },
    /// The queues as they are now.
    Overview {
        /// Which queues.
        kind: OverviewKind,
        /// Of one department, by id; of all if `None`.
        department: Option<String>,
    },
    /// What posts by itself in a server.
    Subscriptions {
        /// Which of it.
        kind: Subscribed,
        /// Which page of the list.
        page: u32,
    },
    /// The account, and Switchboard itself.
    About,
    /// The commands.
    Help {
        /// Of one area; an outline of all if `None`.
        area: Option<String>,
    },
}

/// A search of the knowledgebases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The words looked for.
    pub query: String,
    /// Only in this knowledgebase, by id.
    pub knowledgebase: Option<String>,
    /// Only below this entry, by id.
    pub under: Option<String>,
    /// The most results; [`Search::DEFAULT_LIMIT`] if `None`.
    pub limit: Option<u32>,
    /// Which page of the results.
    pub page: u32,
}

/// Which queues an overview shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverviewKind {
    /// Chats.
    Chats,
    /// Calls.
    Calls,
    /// Both.
    All,
}

impl OverviewKind {
    const ALL: [(char, Self); 3] = [('t', Self::Chats), ('p', Self::Calls), ('a', Self::All)];
}

/// What posts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subscribed {
    /// Digests.
    Digests,
    /// Boards.
    Boards,
    /// Alerts.
    Alerts,
}

impl Subscribed {
    const ALL: [(char, Self); 3] = [('d', Self::Digests), ('b', Self::Boards), ('a', Self::Alerts)];
}

impl Look {
    /// The look as a short text, which [`Look::decode`] reads.
    #[must_use]
    pub fn encode(&self) -> String {
        let writer = match self {
            Self::Conversations { filter, page } => filter.write(Writer::new('c').number(*page)),
            Self::Conversation { conversation } => Writer::new('v').text(conversation),
            Self::Messages { conversation, page, from, to, quotes } => {
                let writer = Writer::new('m').text(conversation).number(*page).instant(*from).instant(*to);
                writer.number(u32::from(*quotes))
            }
            Self::ConversationTags { conversation } => Writer::new('g').text(conversation),
            Self::KnowledgebaseSearch(search) => search.write(Writer::new('k')),
            Self::KnowledgebaseEntry { entry, page, back: None } => Writer::new('e').text(entry).number(*page),
            Self::KnowledgebaseEntry { entry, page, back: Some(search) } => {
                search.write(Writer::new('f').text(entry).number(*page))
            }
            Self::Tags { page } => Writer::new('t').number(*page),
            Self::Departments { page } => Writer::new('d').number(*page),
            Self::Department { department } => Writer::new('p').text(department),
            Self::DepartmentStatus { page } => Writer::new('s').number(*page),
            Self::Overview { kind, department } => {
                let letter = OverviewKind::ALL.into_iter().find(|(_, each)| each == kind);
                Writer::new('o').text(&String::from_iter(letter.map(|(c, _)| c))).optional(department.as_deref())
            }
            Self::Subscriptions { kind, page } => {
                let letter = Subscribed::ALL.into_iter().find(|(_, each)| each == kind);
                Writer::new('b').text(&String::from_iter(letter.map(|(c, _)| c))).number(*page)
            }
            Self::About => Writer::new('a'),
            Self::Help { area } => Writer::new('h').optional(area.as_deref()),
        };
        writer.finish()
    }

    /// The look that `text` was made from; `None` if it was made by another version, or by no one.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        Self::read(text).ok()
    }

    fn read(text: &str) -> Result<Self, Foreign> {
        let (tag, mut reader) = Reader::new(text)?;
        Ok(match tag {
            'c' => {
                let page = reader.number()?;
                Self::Conversations { filter: ConversationFilter::read(&mut reader)?, page }
            }
            'v' => Self::Conversation { conversation: reader.required()? },
            'm' => Self::Messages {
                conversation: reader.required()?,
                page: reader.number()?,
                from: reader.instant()?,
                to: reader.instant()?,
                quotes: reader.number()? > 0,
            },
            'g' => Self::ConversationTags { conversation: reader.required()? },
            'k' => Self::KnowledgebaseSearch(Search::read(&mut reader)?),
            'e' => Self::KnowledgebaseEntry { entry: reader.required()?, page: reader.number()?, back: None },
            'f' => Self::KnowledgebaseEntry {
                entry: reader.required()?,
                page: reader.number()?,
                back: Some(Search::read(&mut reader)?),
            },
            't' => Self::Tags { page: reader.number()? },
            'd' => Self::Departments { page: reader.number()? },
            'p' => Self::Department { department: reader.required()? },
            's' => Self::DepartmentStatus { page: reader.number()? },
            'o' => {
                let letter = reader.letter()?;
                let (_, kind) = OverviewKind::ALL.into_iter().find(|(c, _)| letter == Some(*c)).ok_or(Foreign)?;
                Self::Overview { kind, department: reader.optional()? }
            }
            'b' => {
                let letter = reader.letter()?;
                let (_, kind) = Subscribed::ALL.into_iter().find(|(c, _)| letter == Some(*c)).ok_or(Foreign)?;
                Self::Subscriptions { kind, page: reader.number()? }
            }
            'a' => Self::About,
            'h' => Self::Help { area: reader.optional()? },
            _ => return Err(Foreign),
        })
    }

    /// Which page it shows; 0 where there are no pages.
    #[must_use]
    pub fn page(&self) -> u32 {
        match self {
            Self::Conversations { page, .. }
            | Self::Messages { page, .. }
            | Self::KnowledgebaseEntry { page, .. }
            | Self::Tags { page }
            | Self::Departments { page }
            | Self::DepartmentStatus { page }
            | Self::Subscriptions { page, .. } => *page,
            Self::KnowledgebaseSearch(search) => search.page,
            _ => 0,
        }
    }

    /// The same look at another page; itself where there are no pages.
    #[must_use]
    pub fn at_page(mut self, number: u32) -> Self {
        match &mut self {
            Self::Conversations { page, .. }
            | Self::Messages { page, .. }
            | Self::KnowledgebaseEntry { page, .. }
            | Self::Tags { page }
            | Self::Departments { page }
            | Self::DepartmentStatus { page }
            | Self::Subscriptions { page, .. } => *page = number,
            Self::KnowledgebaseSearch(search) => search.page = number,
            _ => {}
        }
        self
    }
}

impl Search {
    /// The most results where nothing is said: a few pages.
    pub const DEFAULT_LIMIT: u32 = 30;

    /// The most results to ask LiveAgent for.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.limit.unwrap_or(Self::DEFAULT_LIMIT)
    }

    fn write(&self, writer: Writer) -> Writer {
        let optional = |writer: Writer| {
            writer
                .optional(self.knowledgebase.as_deref())
                .optional(self.under.as_deref())
                .number(self.limit.unwrap_or(0))
        };
        optional(writer.text(&self.query)).number(self.page)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Foreign> {
        Ok(Self {
            query: reader.text()?,
            knowledgebase: reader.optional()?,
            under: reader.optional()?,
            limit: reader.number().map(|limit| Some(limit).filter(|limit| *limit > 0))?,
            page: reader.number()?,
        })
    }
}
