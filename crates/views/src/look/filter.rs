//! Which conversations a list shows.

use super::{Channel, ConversationStatus, Foreign, Reader, Timestamp, Writer};

/// Which conversations a list shows. Every part narrows the list; none of them means all conversations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConversationFilter {
    /// In one of these states; in any if empty.
    pub status: Vec<ConversationStatus>,
    /// In this department, by id.
    pub department: Option<String>,
    /// Assigned to this agent, by email or id.
    pub agent: Option<String>,
    /// Of this customer, by email or contact id.
    pub customer: Option<String>,
    /// Came in on this channel.
    pub channel: Option<Channel>,
    /// With these words in the subject.
    pub subject: Option<String>,
    /// Changed at or after this instant, to the second.
    pub changed: Option<Timestamp>,
    /// Created at or after this instant, to the second.
    pub from: Option<Timestamp>,
    /// Created at or before this instant, to the second.
    pub to: Option<Timestamp>,
}

impl ConversationFilter {
    /// Whether it narrows nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        writer
            .text(&self.status.iter().map(|status| status.letter()).collect::<String>())
            .optional(self.department.as_deref())
            .optional(self.agent.as_deref())
            .optional(self.customer.as_deref())
            .text(&self.channel.iter().map(|channel| channel.letter()).collect::<String>())
            .optional(self.subject.as_deref())
            .instant(self.changed)
            .instant(self.from)
            .instant(self.to)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Foreign> {
        Ok(Self {
            status: reader.text()?.chars().map(ConversationStatus::from_letter).collect(),
            department: reader.optional()?,
            agent: reader.optional()?,
            customer: reader.optional()?,
            channel: reader.letter()?.map(Channel::from_letter),
            subject: reader.optional()?,
            changed: reader.instant()?,
            from: reader.instant()?,
            to: reader.instant()?,
        })
    }
}
