//! What can be changed about widgets: #69 and #70.

use serde::{Deserialize, Serialize};

use crate::{
    Json, Letters, LocalTime, Method, Operation, Widget, WidgetAttribute, WidgetFormField, WidgetStatus, WidgetType,
    WidgetUse,
};

/// Creates a widget: `POST /api/widgets`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CreateWidget {
    /// Widget name.
    pub name: String,
    /// The letters of the services that it provides; the reference does not name them.
    pub provide: Letters<char>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: String,
    /// What the widget is.
    #[serde(rename = "rtype")]
    pub widget_type: WidgetType,
    /// When it is shown.
    #[serde(rename = "usecode")]
    pub use_code: WidgetUse,
    /// The entry's state.
    pub status: WidgetStatus,
    /// Widget attributes.
    pub attributes: Json<WidgetAttribute>,
    /// Knowledge base ID.
    pub kb_id: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Its language, such as `en-US`.
    pub language: Option<String>,
    /// Last display time.
    pub last_display_time: Option<LocalTime>,
    /// Last display url.
    pub last_display_url: Option<String>,
    /// Online code.
    #[serde(rename = "onlinecode")]
    pub online_code: Option<String>,
    /// Online code for Internet Explorer 9.0 or older.
    #[serde(rename = "onlinecode_ieold")]
    pub online_code_ie_old: Option<String>,
    /// Offline code.
    #[serde(rename = "offlinecode")]
    pub offline_code: Option<String>,
    /// Offline code for Internet Explorer 9.0 or older.
    #[serde(rename = "offlinecode_ieold")]
    pub offline_code_ie_old: Option<String>,
    /// Online CSS code.
    #[serde(rename = "onlinecode_css")]
    pub online_code_css: Option<String>,
    /// Online CSS code for Internet Explorer 9.0 or older.
    #[serde(rename = "onlinecode_ieold_css")]
    pub online_code_ie_old_css: Option<String>,
    /// Offline CSS code.
    #[serde(rename = "offlinecode_css")]
    pub offline_code_css: Option<String>,
    /// Offline CSS code for Internet Explorer 9.0 or older.
    #[serde(rename = "offlinecode_ieold_css")]
    pub offline_code_ie_old_css: Option<String>,
    /// Widget form fields.
    pub form_fields: Option<Json<WidgetFormField>>,
}

impl Operation for CreateWidget {
    const NUMBER: u8 = 69;
    const NAME: &'static str = "CreateWidget";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/widgets";
    const SINCE: &'static str = "4.25.2.4";
    type Output = Option<Widget>;
}

/// Changes a widget: `PUT /api/widgets/{contactwidgetid}`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct EditWidget {
    /// The widget's id.
    #[serde(rename = "contactwidgetid")]
    pub contact_widget_id: String,
    /// Widget name.
    pub name: String,
    /// The letters of the services that it provides; the reference does not name them.
    pub provide: Letters<char>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: String,
    /// What the widget is.
    #[serde(rename = "rtype")]
    pub widget_type: WidgetType,
    /// When it is shown.
    #[serde(rename = "usecode")]
    pub use_code: WidgetUse,
    /// The entry's state.
    pub status: WidgetStatus,
    /// Widget attributes.
    pub attributes: Json<WidgetAttribute>,
    /// Widget form fields.
    pub form_fields: Json<WidgetFormField>,
    /// Knowledge base ID.
    pub kb_id: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Its language, such as `en-US`.
    pub language: Option<String>,
    /// Last display time.
    pub last_display_time: Option<LocalTime>,
    /// Last display url.
    pub last_display_url: Option<String>,
    /// Online code.
    #[serde(rename = "onlinecode")]
    pub online_code: Option<String>,
    /// Online code for Internet Explorer 9.0 or older.
    #[serde(rename = "onlinecode_ieold")]
    pub online_code_ie_old: Option<String>,
    /// Offline code.
    #[serde(rename = "offlinecode")]
    pub offline_code: Option<String>,
    /// Offline code for Internet Explorer 9.0 or older.
    #[serde(rename = "offlinecode_ieold")]
    pub offline_code_ie_old: Option<String>,
    /// Online CSS code.
    #[serde(rename = "onlinecode_css")]
    pub online_code_css: Option<String>,
    /// Online CSS code for Internet Explorer 9.0 or older.
    #[serde(rename = "onlinecode_ieold_css")]
    pub online_code_ie_old_css: Option<String>,
    /// Offline CSS code.
    #[serde(rename = "offlinecode_css")]
    pub offline_code_css: Option<String>,
    /// Offline CSS code for Internet Explorer 9.0 or older.
    #[serde(rename = "offlinecode_ieold_css")]
    pub offline_code_ie_old_css: Option<String>,
}

impl Operation for EditWidget {
    const NUMBER: u8 = 70;
    const NAME: &'static str = "EditWidget";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/widgets/{contactwidgetid}";
    const SINCE: &'static str = "4.25.2.4";
    type Output = Option<Widget>;
}
