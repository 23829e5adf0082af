//! The rows of a widget's file, with LiveAgent's own keys. Unknown keys are refused.

use liveagent::{WidgetAttribute, WidgetFormField};
use serde::{Deserialize, Serialize};

/// An attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileAttribute {
    /// Its name.
    pub name: String,
    /// The section that it is in.
    #[serde(default)]
    pub section: String,
    /// Its value.
    pub value: String,
}

/// A field of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileField {
    /// The form's id.
    #[serde(default, rename = "formid")]
    pub form_id: String,
    /// Its code.
    pub code: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its description.
    #[serde(default)]
    pub description: String,
    /// Its validator.
    #[serde(default)]
    pub validator: String,
    /// Its visibility.
    #[serde(default)]
    pub visibility: String,
    /// Its type.
    #[serde(default)]
    pub rtype: String,
    /// Its status.
    #[serde(default)]
    pub rstatus: String,
    /// The values to choose from.
    #[serde(default, rename = "availablevalues")]
    pub available_values: String,
}

impl From<&WidgetAttribute> for FileAttribute {
    fn from(attribute: &WidgetAttribute) -> Self {
        let WidgetAttribute { name, section, value } = attribute.clone();
        Self { name, section: section.unwrap_or_default(), value: value.unwrap_or_default() }
    }
}

// All keys are written: LiveAgent may take one that is missing for something else than an empty text.

impl From<FileAttribute> for WidgetAttribute {
    fn from(attribute: FileAttribute) -> Self {
        let FileAttribute { name, section, value } = attribute;
        Self { name, section: Some(section), value: Some(value) }
    }
}

impl From<&WidgetFormField> for FileField {
    fn from(field: &WidgetFormField) -> Self {
        let WidgetFormField { form_id, code, name, description, validator, .. } = field.clone();
        let WidgetFormField { visibility, rtype, rstatus, available_values, .. } = field.clone();
        Self {
            form_id: form_id.unwrap_or_default(),
            code: code.unwrap_or_default(),
            name: name.unwrap_or_default(),
            description: description.unwrap_or_default(),
            validator: validator.unwrap_or_default(),
            visibility: visibility.unwrap_or_default(),
            rtype: rtype.unwrap_or_default(),
            rstatus: rstatus.unwrap_or_default(),
            available_values: available_values.unwrap_or_default(),
        }
    }
}

impl From<FileField> for WidgetFormField {
    fn from(field: FileField) -> Self {
        Self {
            form_id: Some(field.form_id),
            code: Some(field.code),
            name: Some(field.name),
            description: Some(field.description),
            validator: Some(field.validator),
            visibility: Some(field.visibility),
            rtype: Some(field.rtype),
            rstatus: Some(field.rstatus),
            available_values: Some(field.available_values),
        }
    }
}
