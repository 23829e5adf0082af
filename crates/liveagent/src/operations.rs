//! The list of all operations. An operation that is not in it does not exist for the bot, nor for the coverage test.

use std::marker::PhantomData;

use serde::{
    Deserializer,
    de::{DeserializeOwned, Visitor},
    forward_to_deserialize_any,
};

use crate::{Method, Operation};

/// What is known of an operation without its type.
#[derive(Clone, Copy, Debug)]
pub struct OperationInfo {
    /// Its number in the contract.
    pub number: u8,
    /// Its name.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// The first version of LiveAgent that has it.
    pub since: &'static str,
    parameters: fn() -> &'static [&'static str],
}

impl OperationInfo {
    /// What is known of `O`.
    #[must_use]
    pub const fn of<O: Operation>() -> Self {
        Self {
            number: O::NUMBER,
            name: O::NAME,
            method: O::METHOD,
            path: O::PATH,
            since: O::SINCE,
            parameters: field_names::<O>,
        }
    }

    /// The names of its parameters on the wire, without the key.
    #[must_use]
    pub fn parameters(&self) -> &'static [&'static str] {
        (self.parameters)()
    }
}

/// Something to do with every operation: a closure can't be generic, so this is one with a name.
pub trait Visit {
    /// Called once for each operation, in the order of their numbers.
    fn visit<O: Operation>(&mut self);
}

macro_rules! operations {
    ($($name:ident,)*) => {
        /// All operations, in the order of their numbers.
        pub static OPERATIONS: &[OperationInfo] = &[$(OperationInfo::of::<crate::$name>()),*];

        /// Shows `visitor` the type of every operation.
        pub fn visit_operations(visitor: &mut impl Visit) {
            $(visitor.visit::<crate::$name>();)*
        }
    };
}

operations! {
    ShowAgent,
    ShowApplicationStatus,
    ListCompanies,
    ShowCompany,
    TransferConversation,
    DeleteConversation,
    RemoveConversationField,
    AddConversationField,
    ListConversations,
    ShowConversation,
    ListConversationMessages,
    AddConversationMessage,
    ChangeConversationStatus,
    UntagConversation,
    ListConversationTags,
    TagConversation,
    RemoveCustomerField,
    AddCustomerField,
    ShowCustomer,
    LeaveCustomerGroup,
    ListGroupsOfCustomer,
    JoinCustomerGroup,
    DeleteCustomerGroup,
    ShowCustomerGroup,
    ListCustomerGroups,
    CreateCustomerGroup,
    EditCustomerGroup,
    ListDepartments,
    ShowDepartment,
    ShowFile,
    AddFile,
    ListKnowledgebaseArticles,
    AddKnowledgebaseArticle,
    AddKnowledgebaseCategory,
    RemoveKnowledgebaseEntry,
    ListKnowledgebaseEntries,
    ListKnowledgebases,
    SearchKnowledgebase,
    ListAgentStatuses,
    ListDepartmentStatuses,
    ReportAgents,
    ReportChannels,
    ReportDepartments,
    ReportPerformance,
    ReportTags,
    ReportTicketsAvailability,
    ReportTicketsLoad,
    ReportTicketsSla,
    ReportTicketsSlaLog,
    ReportChatsAgents,
    ReportChatsAvailability,
    ReportChatsLoad,
    ReportChatsSla,
    ReportChatsSlaLog,
    ReportCallsAgents,
    ReportCallsAvailability,
    ReportCallsLoad,
    ReportCallsSla,
    ReportCallsSlaLog,
    ReportRanking,
    ListSuggestionCategories,
    DeleteTag,
    ListTags,
    ShowTag,
    CreateTag,
    EditTag,
    ListWidgets,
    ShowWidget,
    CreateWidget,
    EditWidget,
    ShowChatsOverview,
    ShowCallsOverview,
}

/// The names that a struct's fields have on the wire: `serde` tells them to whoever deserializes it.
fn field_names<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut names: &[&str] = &[];
    // It always fails, for no value comes of it; the names are there by then.
    let _ = T::deserialize(Names(&mut names, PhantomData));
    names
}

/// A deserializer that takes note of a struct's fields, and ends there.
struct Names<'a, 'de>(&'a mut &'static [&'static str], PhantomData<&'de ()>);

impl<'de> Deserializer<'de> for Names<'_, 'de> {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(serde::de::Error::custom("only structs have fields"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
