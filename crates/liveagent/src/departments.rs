//! Departments: #28 and #29.

use serde::{Deserialize, Serialize};

use crate::{Method, OnlineStatus, Operation, YesNo};

/// Lists departments: `GET /api/departments`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListDepartments {}

impl Operation for ListDepartments {
    const NUMBER: u8 = 28;
    const NAME: &'static str = "ListDepartments";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/departments";
    const SINCE: &'static str = "2.8.2.1";
    type Output = Departments;
}

/// Departments.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Departments {
    /// List of all departments.
    pub departments: Vec<Department>,
}

/// Shows a department: `GET /api/departments/{departmentid}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ShowDepartment {
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: String,
}

impl Operation for ShowDepartment {
    const NUMBER: u8 = 29;
    const NAME: &'static str = "ShowDepartment";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/departments/{departmentid}";
    const SINCE: &'static str = "2.8.2.1";
    type Output = Department;
}

/// A department.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Department {
    /// The department's id.
    #[serde(rename = "departmentid")]
    #[serde(deserialize_with = "crate::wire::id")]
    pub department_id: String,
    /// Name of the department.
    pub name: String,
    /// What it is online for.
    #[serde(rename = "onlinestatus", default)]
    pub online_status: OnlineStatus,
    /// Whether it was deleted.
    pub deleted: Option<YesNo>,
}

impl Department {
    /// Whether it was deleted. LiveAgent still lists it.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.deleted == Some(YesNo::Yes)
    }
}
