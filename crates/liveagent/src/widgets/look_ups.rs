//! What can be asked about widgets: #67 and #68.

use serde::{Deserialize, Serialize};

use crate::{Letters, Method, Operation, Widget, WidgetStatus, WidgetSummary, WidgetType, WidgetUse};

/// Lists widgets: `GET /api/widgets`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListWidgets {
    /// The letters of the services that it provides; the reference does not name them.
    pub provide: Option<Letters<char>>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// Only of this type.
    #[serde(rename = "rtype")]
    pub widget_type: Option<WidgetType>,
    /// Only those shown then.
    #[serde(rename = "usecode")]
    pub use_code: Option<WidgetUse>,
    /// Only with this status.
    pub status: Option<WidgetStatus>,
    /// How many rows at most: LiveAgent gives 100 by default and 1000 at most.
    #[serde(rename = "limitcount")]
    pub limit: Option<u32>,
    /// How many rows to leave out at the start.
    #[serde(rename = "limitfrom")]
    pub offset: Option<u32>,
}

impl Operation for ListWidgets {
    const NUMBER: u8 = 67;
    const NAME: &'static str = "ListWidgets";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/widgets";
    const SINCE: &'static str = "4.25.2.4";
    type Output = Widgets;
}

/// Widgets.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Widgets {
    /// Contact widgets list.
    pub widgets: Vec<WidgetSummary>,
}

/// Shows a widget: `GET /api/widgets/{contactwidgetid}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ShowWidget {
    /// The widget's id.
    #[serde(rename = "contactwidgetid")]
    pub contact_widget_id: String,
}

impl Operation for ShowWidget {
    const NUMBER: u8 = 68;
    const NAME: &'static str = "ShowWidget";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/widgets/{contactwidgetid}";
    const SINCE: &'static str = "4.25.2.4";
    type Output = Widget;
}
