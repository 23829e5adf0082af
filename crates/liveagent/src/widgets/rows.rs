//! Widgets, as LiveAgent answers them.

use serde::{Deserialize, Serialize};

use crate::{Count, Html, Letters, LocalTime, WidgetStatus, WidgetType, WidgetUse};

/// A widget in a list.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct WidgetSummary {
    /// The widget's id.
    #[serde(rename = "contactwidgetid")]
    #[serde(deserialize_with = "crate::wire::id")]
    pub contact_widget_id: String,
    /// Widget name.
    pub name: String,
    /// The letters of the services that it provides; the reference does not name them.
    #[serde(default)]
    pub provide: Letters<char>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// Knowledge base ID.
    pub kb_id: Option<String>,
    /// What the widget is.
    #[serde(rename = "rtype")]
    pub widget_type: Option<WidgetType>,
    /// When it is shown.
    #[serde(rename = "usecode")]
    pub use_code: Option<WidgetUse>,
    /// The entry's state.
    pub status: Option<WidgetStatus>,
    /// Description.
    pub description: Option<String>,
    /// How often it was shown.
    pub impressions: Option<Count>,
    /// How many conversations it began.
    pub tickets: Option<Count>,
    /// Its language, such as `en-US`.
    pub language: Option<String>,
    /// Last display time.
    pub last_display_time: Option<LocalTime>,
    /// Last display url.
    pub last_display_url: Option<String>,
    /// Online code.
    #[serde(rename = "onlinecode")]
    pub online_code: Option<Html>,
    /// Online code for Internet Explorer 9.0 or older.
    #[serde(rename = "onlinecode_ieold")]
    pub online_code_ie_old: Option<Html>,
    /// Offline code.
    #[serde(rename = "offlinecode")]
    pub offline_code: Option<Html>,
    /// Offline code for Internet Explorer 9.0 or older.
    #[serde(rename = "offlinecode_ieold")]
    pub offline_code_ie_old: Option<Html>,
    /// Online CSS code.
    #[serde(rename = "onlinecode_css")]
    pub online_code_css: Option<Html>,
    /// Online CSS code for Internet Explorer 9.0 or older.
    #[serde(rename = "onlinecode_ieold_css")]
    pub online_code_ie_old_css: Option<Html>,
    /// Offline CSS code.
    #[serde(rename = "offlinecode_css")]
    pub offline_code_css: Option<Html>,
    /// Offline CSS code for Internet Explorer 9.0 or older.
    #[serde(rename = "offlinecode_ieold_css")]
    pub offline_code_ie_old_css: Option<Html>,
    /// Integration HTML code.
    pub integration_code: Option<Html>,
}

/// A widget with all its code.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Widget {
    /// The widget's id.
    #[serde(rename = "contactwidgetid")]
    #[serde(deserialize_with = "crate::wire::id")]
    pub contact_widget_id: String,
    /// Widget name.
    pub name: String,
    /// The letters of the services that it provides; the reference does not name them.
    #[serde(default)]
    pub provide: Letters<char>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// What the widget is.
    #[serde(rename = "rtype")]
    pub widget_type: Option<WidgetType>,
    /// When it is shown.
    #[serde(rename = "usecode")]
    pub use_code: Option<WidgetUse>,
    /// The entry's state.
    pub status: Option<WidgetStatus>,
    /// Knowledge base id.
    pub kb_id: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// How often it was shown.
    pub impressions: Option<Count>,
    /// Number of created tickets.
    pub tickets: Option<Count>,
    /// Its language, such as `en-US`.
    pub language: Option<String>,
    /// Last display time.
    pub last_display_time: Option<LocalTime>,
    /// Last display url.
    pub last_display_url: Option<String>,
    /// Online code.
    #[serde(rename = "onlinecode")]
    pub online_code: Option<Html>,
    /// Online code for Internet Explorer 9.0 or older.
    #[serde(rename = "onlinecode_ieold")]
    pub online_code_ie_old: Option<Html>,
    /// Offline code.
    #[serde(rename = "offlinecode")]
    pub offline_code: Option<Html>,
    /// Offline code for Internet Explorer 9.0 or older.
    #[serde(rename = "offlinecode_ieold")]
    pub offline_code_ie_old: Option<Html>,
    /// Online CSS code.
    #[serde(rename = "onlinecode_css")]
    pub online_code_css: Option<Html>,
    /// Online CSS code for Internet Explorer 9.0 or older.
    #[serde(rename = "onlinecode_ieold_css")]
    pub online_code_ie_old_css: Option<Html>,
    /// Offline CSS code.
    #[serde(rename = "offlinecode_css")]
    pub offline_code_css: Option<Html>,
    /// Offline CSS code for Internet Explorer 9.0 or older.
    #[serde(rename = "offlinecode_ieold_CSS")]
    pub offline_code_ie_old_css: Option<Html>,
    /// Integration HTML code.
    pub integration_code: Option<Html>,
    /// Widget attributes.
    #[serde(default)]
    pub attributes: Vec<WidgetAttribute>,
    /// Widget form fields.
    #[serde(default)]
    pub form_fields: Vec<WidgetFormField>,
}

/// A setting of a widget.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct WidgetAttribute {
    /// Widget name.
    pub name: String,
    /// Attribute section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Attribute Value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A field of a widget's form.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct WidgetFormField {
    /// Widget form id.
    #[serde(rename = "formid", skip_serializing_if = "Option::is_none")]
    pub form_id: Option<String>,
    /// Widget form field code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Widget name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Widget form field validator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validator: Option<String>,
    /// Widget form field visibility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
    /// What the widget is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rtype: Option<String>,
    /// Widget form field status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rstatus: Option<String>,
    /// Widget form field available values.
    #[serde(rename = "availablevalues", skip_serializing_if = "Option::is_none")]
    pub available_values: Option<String>,
}
