//! Groups of customers: #23 to #27. Who is in them is the customers' affair (`customers`).

use serde::{Deserialize, Serialize};

use crate::{Color, Count, Done, Method, Operation};

/// Lists the customers' groups: `GET /api/customersgroups`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListCustomerGroups {}

impl Operation for ListCustomerGroups {
    const NUMBER: u8 = 25;
    const NAME: &'static str = "ListCustomerGroups";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/customersgroups";
    const SINCE: &'static str = "4.0.19.1";
    type Output = CustomerGroups;
}

/// Groups of customers.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CustomerGroups {
    /// List all groups of all customers.
    pub groups: Vec<CustomerGroup>,
}

/// A group in a list.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CustomerGroup {
    /// Group id.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// Group name.
    pub name: String,
}

/// Shows a customers' group: `GET /api/customersgroups/{groupid}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ShowCustomerGroup {
    /// The group's id.
    #[serde(rename = "groupid")]
    pub group_id: String,
}

impl Operation for ShowCustomerGroup {
    const NUMBER: u8 = 24;
    const NAME: &'static str = "ShowCustomerGroup";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/customersgroups/{groupid}";
    const SINCE: &'static str = "4.17.1.3";
    type Output = CustomerGroupDetails;
}

/// A group with its colours.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CustomerGroupDetails {
    /// Id of customers group.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// Name of the customers group.
    pub name: String,
    /// Colour of the text.
    pub color: Option<Color>,
    /// Colour of the background.
    pub bg_color: Option<Color>,
}

/// Creates a customers' group: `POST /api/customersgroups`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct CreateCustomerGroup {
    /// Name of the customers group.
    pub name: String,
    /// Colour of the text.
    pub color: Option<Color>,
    /// Colour of the background.
    pub bg_color: Option<Color>,
}

impl Operation for CreateCustomerGroup {
    const NUMBER: u8 = 26;
    const NAME: &'static str = "CreateCustomerGroup";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/customersgroups";
    const SINCE: &'static str = "4.17.1.3";
    type Output = Option<CreatedCustomerGroup>;
}

/// A group that was just made.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CreatedCustomerGroup {
    /// `OK`.
    pub status: Option<String>,
    /// 0 when all went well.
    pub statuscode: Option<Count>,
    /// Id of tag.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// Name of tag.
    pub name: String,
    /// Colour of the text.
    pub color: Option<Color>,
    /// Colour of the background.
    pub bg_color: Option<Color>,
}

/// Changes a customers' group: `PUT /api/customersgroups/{groupid}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct EditCustomerGroup {
    /// The group's id.
    #[serde(rename = "groupid")]
    pub group_id: String,
    /// Name of the customers group.
    pub name: Option<String>,
    /// Colour of the text.
    pub color: Option<Color>,
    /// Colour of the background.
    pub bg_color: Option<Color>,
}

impl Operation for EditCustomerGroup {
    const NUMBER: u8 = 27;
    const NAME: &'static str = "EditCustomerGroup";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/customersgroups/{groupid}";
    const SINCE: &'static str = "4.17.1.3";
    type Output = Done;
}

/// Deletes a customers' group: `DELETE /api/customersgroups/{groupid}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct DeleteCustomerGroup {
    /// The group's id.
    #[serde(rename = "groupid")]
    pub group_id: String,
}

impl Operation for DeleteCustomerGroup {
    const NUMBER: u8 = 23;
    const NAME: &'static str = "DeleteCustomerGroup";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/customersgroups/{groupid}";
    const SINCE: &'static str = "4.17.1.3";
    type Output = Done;
}
