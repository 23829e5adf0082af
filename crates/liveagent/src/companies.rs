//! Companies, to which customers may belong: #3 and #4.

use serde::{Deserialize, Serialize};

use crate::{CustomField, GroupOfCustomer, LocalTime, Method, Operation};

/// Lists companies: `GET /api/companies`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListCompanies {}

impl Operation for ListCompanies {
    const NUMBER: u8 = 3;
    const NAME: &'static str = "ListCompanies";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/companies";
    const SINCE: &'static str = "4.23.0.0";
    type Output = Companies;
}

/// Companies.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Companies {
    /// List of all companies.
    pub companies: Vec<CompanySummary>,
}

/// A company in a list.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CompanySummary {
    /// Unique identifier of company.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// Name of the company.
    pub name: String,
    /// Email addresses associated with the company.
    #[serde(default)]
    pub emails: Vec<String>,
    /// Date, when company was created.
    #[serde(rename = "datecreated")]
    pub date_created: Option<LocalTime>,
    /// IP address of company.
    pub ip: Option<String>,
}

/// Shows a company: `GET /api/companies/{companyid}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ShowCompany {
    /// The company's id.
    #[serde(rename = "companyid")]
    pub company_id: String,
}

impl Operation for ShowCompany {
    const NUMBER: u8 = 4;
    const NAME: &'static str = "ShowCompany";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/companies/{companyid}";
    const SINCE: &'static str = "4.23.0.0";
    type Output = Company;
}

/// A company.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Company {
    /// Id of the company.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// Company name.
    pub name: String,
    /// Date, when company was created.
    #[serde(rename = "datecreated")]
    pub date_created: Option<LocalTime>,
    /// Language associated with company.
    pub language: Option<String>,
    /// IP address of company.
    pub ip: Option<String>,
    /// List of company emails.
    #[serde(default)]
    pub emails: Vec<String>,
    /// List of company phones.
    #[serde(default)]
    pub phones: Vec<String>,
    /// List of groups, which company is part of.
    #[serde(default)]
    pub groups: Vec<GroupOfCustomer>,
    /// Custom field values.
    #[serde(default)]
    pub custom_fields: Vec<CustomField>,
    /// Unique company identifiers.
    #[serde(default)]
    pub unique_fields: Vec<CustomField>,
}
