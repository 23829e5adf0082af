//! Customers and the groups that they are in: #17 to #22. The groups themselves are in `customer_groups`.

use serde::{Deserialize, Serialize};

use crate::{CustomField, CustomerRole, Done, Gender, Json, LocalTime, Method, Operation, Secret};

/// Shows a customer: `GET /api/customers/{customeridentifier}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ShowCustomer {
    /// The customer's email or contact id.
    #[serde(rename = "customeridentifier")]
    pub customer_identifier: String,
}

impl Operation for ShowCustomer {
    const NUMBER: u8 = 19;
    const NAME: &'static str = "ShowCustomer";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/customers/{customeridentifier}";
    const SINCE: &'static str = "2.9.5.0";
    type Output = Customer;
}

/// A customer.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Customer {
    /// Id of customer contact.
    #[serde(rename = "contactid")]
    #[serde(deserialize_with = "crate::wire::id")]
    pub contact_id: String,
    /// Email address.
    pub email: Option<String>,
    /// Customer first name.
    #[serde(rename = "firstname")]
    pub first_name: Option<String>,
    /// Customer last name.
    #[serde(rename = "lastname")]
    pub last_name: Option<String>,
    /// Customer system name.
    #[serde(rename = "systemname")]
    pub system_name: Option<String>,
    /// With which the person can be signed in: secret.
    #[serde(rename = "authtoken", skip_serializing)]
    pub auth_token: Option<Secret>,
    /// The cookie that the token goes into: secret.
    #[serde(rename = "browsercookiename", skip_serializing)]
    pub browser_cookie_name: Option<Secret>,
    /// Customer role.
    pub role: Option<CustomerRole>,
    /// Customer gender.
    pub gender: Option<Gender>,
    /// The company's id.
    #[serde(rename = "companyid")]
    pub company_id: Option<String>,
    /// Customer userid.
    #[serde(rename = "userid")]
    pub user_id: Option<String>,
    /// Date created.
    #[serde(rename = "datecreated")]
    pub date_created: Option<LocalTime>,
    /// Customer note.
    pub note: Option<String>,
    /// Customer IP.
    pub ip: Option<String>,
    /// Custom field values.
    #[serde(rename = "customfields", default)]
    pub custom_fields: Vec<CustomField>,
    /// Unique customer identifiers.
    #[serde(rename = "uniquefields", default)]
    pub unique_fields: Vec<CustomField>,
}

/// Lists the groups of a customer: `GET /api/customers/{customeridentifier}/groups`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListGroupsOfCustomer {
    /// The customer's email or contact id.
    #[serde(rename = "customeridentifier")]
    pub customer_identifier: String,
}

impl Operation for ListGroupsOfCustomer {
    const NUMBER: u8 = 21;
    const NAME: &'static str = "ListGroupsOfCustomer";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/customers/{customeridentifier}/groups";
    const SINCE: &'static str = "2.9.5.0";
    type Output = GroupsOfCustomer;
}

/// The groups of a customer.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct GroupsOfCustomer {
    /// List of all customer groups.
    pub groups: Vec<GroupOfCustomer>,
}

/// A group that a customer or a company is in.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct GroupOfCustomer {
    /// The group's id.
    #[serde(rename = "groupid")]
    #[serde(deserialize_with = "crate::wire::id")]
    pub group_id: String,
    /// Group name.
    #[serde(rename = "groupname")]
    pub group_name: String,
}

/// Removes custom field values from a customer: `DELETE /api/customers/{customeridentifier}/fields`.
///
/// Without a code LiveAgent removes **all** of them.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct RemoveCustomerField {
    /// The customer's email or contact id.
    #[serde(rename = "customeridentifier")]
    pub customer_identifier: String,
    /// Which field's values; those of **all** fields if not given.
    pub code: Option<String>,
}

impl Operation for RemoveCustomerField {
    const NUMBER: u8 = 17;
    const NAME: &'static str = "RemoveCustomerField";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/customers/{customeridentifier}/fields";
    const SINCE: &'static str = "4.16.4.1";
    type Output = Done;
}

/// Adds custom field values to a customer: `POST /api/customers/{customeridentifier}/fields`.
///
/// A value that exists is not replaced: a second one is added. To replace, remove first.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct AddCustomerField {
    /// The customer's email or contact id.
    #[serde(rename = "customeridentifier")]
    pub customer_identifier: String,
    /// The values to add.
    #[serde(rename = "customfields")]
    pub custom_fields: Json<CustomField>,
}

impl Operation for AddCustomerField {
    const NUMBER: u8 = 18;
    const NAME: &'static str = "AddCustomerField";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/customers/{customeridentifier}/fields";
    const SINCE: &'static str = "4.16.4.1";
    type Output = Done;
}

/// Takes a customer out of a group: `DELETE /api/customers/{customeridentifier}/groups`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct LeaveCustomerGroup {
    /// The customer's email or contact id.
    #[serde(rename = "customeridentifier")]
    pub customer_identifier: String,
    /// Customer group name.
    pub name: String,
}

impl Operation for LeaveCustomerGroup {
    const NUMBER: u8 = 20;
    const NAME: &'static str = "LeaveCustomerGroup";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/customers/{customeridentifier}/groups";
    const SINCE: &'static str = "2.9.5.0";
    type Output = Done;
}

/// Puts a customer into a group: `POST /api/customers/{customeridentifier}/groups`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct JoinCustomerGroup {
    /// The customer's email or contact id.
    #[serde(rename = "customeridentifier")]
    pub customer_identifier: String,
    /// Customer group name.
    pub name: String,
}

impl Operation for JoinCustomerGroup {
    const NUMBER: u8 = 22;
    const NAME: &'static str = "JoinCustomerGroup";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/customers/{customeridentifier}/groups";
    const SINCE: &'static str = "2.9.5.0";
    type Output = Done;
}
