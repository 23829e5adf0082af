//! A widget as a file: `/widget show` attaches it, `/widget create` and `/widget edit` take it.
//!
//! One type is written and read, so each file that is attached can be given back. A key that is missing or null leaves a setting alone;
//! an empty text empties it. Departments and knowledge bases go by their ids.

use liveagent::{Html, Letters, Widget, WidgetAttribute, WidgetFormField, WidgetStatus, WidgetType, WidgetUse};
use serde::{Deserialize, Serialize};

use super::{
    rows::{FileAttribute, FileField},
    word,
};
use crate::payload::File;

/// The largest file of a widget, in bytes.
pub const MAX_FILE_SIZE: u64 = 256 * 1024;

/// The settings that a file, or the options of a command, give a widget.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WidgetFile {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "word")]
    pub kind: Option<WidgetType>,
    /// Its state.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "word")]
    pub status: Option<WidgetStatus>,
    /// When it is shown on a page.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "word")]
    pub shown: Option<WidgetUse>,
    /// The department's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The knowledge base's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knowledgebase: Option<String>,
    /// The letters of the services that it provides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services: Option<String>,
    /// Its description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its language, such as `en-US`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Its attributes, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Vec<FileAttribute>>,
    /// The fields of its form, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "form_fields")]
    pub form_fields: Option<Vec<FileField>>,
    /// Its HTML while agents are online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_code: Option<String>,
    /// Its CSS while agents are online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_css: Option<String>,
    /// Its HTML while nobody is online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline_code: Option<String>,
    /// Its CSS while nobody is online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline_css: Option<String>,
    /// The same as `online_code` for Internet Explorer 9 and older.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_code_old_ie: Option<String>,
    /// The same as `online_css` for Internet Explorer 9 and older.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_css_old_ie: Option<String>,
    /// The same as `offline_code` for Internet Explorer 9 and older.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline_code_old_ie: Option<String>,
    /// The same as `offline_css` for Internet Explorer 9 and older.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline_css_old_ie: Option<String>,
}

impl WidgetFile {
    /// Returns all settings of a widget.
    #[must_use]
    pub fn of(widget: &Widget) -> Self {
        let text = |text: Option<&String>| Some(text.cloned().unwrap_or_default());
        let code = |code: Option<&Html>| Some(code.map(|code| code.0.clone()).unwrap_or_default());
        Self {
            name: Some(widget.name.clone()),
            kind: widget.widget_type,
            status: widget.status,
            shown: widget.use_code,
            department: widget.department_id.clone(),
            knowledgebase: text(widget.kb_id.as_ref()),
            services: Some(widget.provide.to_string()),
            description: text(widget.description.as_ref()),
            language: text(widget.language.as_ref()),
            attributes: Some(widget.attributes.iter().map(FileAttribute::from).collect()),
            form_fields: Some(widget.form_fields.iter().map(FileField::from).collect()),
            online_code: code(widget.online_code.as_ref()),
            online_css: code(widget.online_code_css.as_ref()),
            offline_code: code(widget.offline_code.as_ref()),
            offline_css: code(widget.offline_code_css.as_ref()),
            online_code_old_ie: code(widget.online_code_ie_old.as_ref()),
            online_css_old_ie: code(widget.online_code_ie_old_css.as_ref()),
            offline_code_old_ie: code(widget.offline_code_ie_old.as_ref()),
            offline_css_old_ie: code(widget.offline_code_ie_old_css.as_ref()),
        }
    }

    /// Reads a file. An error says where it is wrong, and how.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.trim_ascii_start().first() != Some(&b'{') {
            return Err("It must be JSON that begins with `{`".to_owned());
        }
        let file: Self = serde_json::from_slice(bytes).map_err(|error| {
            let problem = error.to_string();
            // The place comes first, in words of our own.
            let problem = problem.rsplit_once(" at line ").map_or(problem.as_str(), |(problem, _)| problem);
            format!("Line {}, column {}: {problem}", error.line(), error.column())
        })?;
        match file.attributes.iter().flatten().position(|attribute| attribute.name.trim().is_empty()) {
            Some(at) => Err(format!("Attribute {} has an empty `name`", at + 1)),
            None => Ok(file),
        }
    }

    /// Returns the widget as a file of this name; none if it is larger than a file may be.
    pub(super) fn attach(widget: &Widget, name: &str, description: &str) -> Option<File> {
        let bytes = serde_json::to_vec_pretty(&Self::of(widget)).ok()?;
        let fits = u64::try_from(bytes.len()).is_ok_and(|size| size <= MAX_FILE_SIZE);
        fits.then(|| File { name: name.to_owned(), bytes: bytes.into(), description: Some(description.to_owned()) })
    }

    /// Returns the settings of `other`, and these where it has none.
    #[must_use]
    pub fn below(self, other: Self) -> Self {
        Self {
            name: other.name.or(self.name),
            kind: other.kind.or(self.kind),
            status: other.status.or(self.status),
            shown: other.shown.or(self.shown),
            department: other.department.or(self.department),
            knowledgebase: other.knowledgebase.or(self.knowledgebase),
            services: other.services.or(self.services),
            description: other.description.or(self.description),
            language: other.language.or(self.language),
            attributes: other.attributes.or(self.attributes),
            form_fields: other.form_fields.or(self.form_fields),
            online_code: other.online_code.or(self.online_code),
            online_css: other.online_css.or(self.online_css),
            offline_code: other.offline_code.or(self.offline_code),
            offline_css: other.offline_css.or(self.offline_css),
            online_code_old_ie: other.online_code_old_ie.or(self.online_code_old_ie),
            online_css_old_ie: other.online_css_old_ie.or(self.online_css_old_ie),
            offline_code_old_ie: other.offline_code_old_ie.or(self.offline_code_old_ie),
            offline_css_old_ie: other.offline_css_old_ie.or(self.offline_css_old_ie),
        }
    }

    /// Returns the widget with these settings.
    #[must_use]
    pub fn applied_to(&self, widget: &Widget) -> Widget {
        let mut widget = widget.clone();
        if let Some(name) = &self.name {
            widget.name.clone_from(name);
        }
        widget.widget_type = self.kind.or(widget.widget_type);
        widget.status = self.status.or(widget.status);
        widget.use_code = self.shown.or(widget.use_code);
        if let Some(letters) = &self.services {
            widget.provide = Letters::from_text(letters);
        }
        let texts = [
            (&self.department, &mut widget.department_id),
            (&self.knowledgebase, &mut widget.kb_id),
            (&self.description, &mut widget.description),
            (&self.language, &mut widget.language),
        ];
        for (said, text) in texts {
            if let Some(said) = said {
                *text = some(said);
            }
        }
        let codes = [
            (&self.online_code, &mut widget.online_code),
            (&self.online_css, &mut widget.online_code_css),
            (&self.offline_code, &mut widget.offline_code),
            (&self.offline_css, &mut widget.offline_code_css),
            (&self.online_code_old_ie, &mut widget.online_code_ie_old),
            (&self.online_css_old_ie, &mut widget.online_code_ie_old_css),
            (&self.offline_code_old_ie, &mut widget.offline_code_ie_old),
            (&self.offline_css_old_ie, &mut widget.offline_code_ie_old_css),
        ];
        for (said, code) in codes {
            if let Some(said) = said {
                *code = some(said).map(Html);
            }
        }
        if let Some(attributes) = &self.attributes {
            widget.attributes = attributes.iter().cloned().map(WidgetAttribute::from).collect();
        }
        if let Some(fields) = &self.form_fields {
            widget.form_fields = fields.iter().cloned().map(WidgetFormField::from).collect();
        }
        widget
    }
}

/// An empty text is none, as in LiveAgent's answers.
fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}
