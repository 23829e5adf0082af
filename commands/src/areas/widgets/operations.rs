//! A widget as the requests that create and change one.
//!
//! The reference does not say what LiveAgent does with a setting that a change leaves out. So a change sends all of them, also those that
//! stay as they are, and only a setting that was and is empty is left out.

use liveagent::{
    Code, CreateWidget, EditWidget, Html, Letters, Widget, WidgetAttribute, WidgetFormField, WidgetStatus, WidgetType,
    WidgetUse,
};
use views::widgets::{FileAttribute, FileField};

use crate::error::UserError;

/// The settings that every widget needs.
struct Required {
    department: String,
    kind: WidgetType,
    shown: WidgetUse,
    status: WidgetStatus,
    services: Letters<char>,
}

/// The request that creates `widget`.
pub(super) fn create(widget: &Widget) -> Result<CreateWidget, UserError> {
    let Required { department, kind, shown, status, services } = required(widget)?;
    let text = |code: Option<&Html>| code.map(|code| code.0.clone());
    Ok(CreateWidget {
        name: widget.name.clone(),
        provide: services,
        department_id: department,
        widget_type: kind,
        use_code: shown,
        status,
        attributes: attributes(widget).into(),
        kb_id: widget.kb_id.clone(),
        description: widget.description.clone(),
        language: widget.language.clone(),
        last_display_time: None,
        last_display_url: None,
        online_code: text(widget.online_code.as_ref()),
        online_code_ie_old: text(widget.online_code_ie_old.as_ref()),
        offline_code: text(widget.offline_code.as_ref()),
        offline_code_ie_old: text(widget.offline_code_ie_old.as_ref()),
        online_code_css: text(widget.online_code_css.as_ref()),
        online_code_ie_old_css: text(widget.online_code_ie_old_css.as_ref()),
        offline_code_css: text(widget.offline_code_css.as_ref()),
        offline_code_ie_old_css: text(widget.offline_code_ie_old_css.as_ref()),
        form_fields: (!widget.form_fields.is_empty()).then(|| form_fields(widget).into()),
    })
}

/// The request that makes `before` what `after` is.
pub(super) fn edit(before: &Widget, after: &Widget) -> Result<EditWidget, UserError> {
    let Required { department, kind, shown, status, services } = required(after)?;
    let text = |text: fn(&Widget) -> Option<&str>| {
        // A setting that is emptied is sent as empty: left out, it may stay.
        text(after).or_else(|| text(before).map(|_| "")).map(str::to_owned)
    };
    let code = |code: fn(&Widget) -> Option<&Html>| {
        code(after).map(|code| code.0.clone()).or_else(|| code(before).map(|_| String::new()))
    };
    Ok(EditWidget {
        contact_widget_id: before.contact_widget_id.clone(),
        name: after.name.clone(),
        provide: services,
        department_id: department,
        widget_type: kind,
        use_code: shown,
        status,
        attributes: attributes(after).into(),
        form_fields: form_fields(after).into(),
        kb_id: text(|widget| widget.kb_id.as_deref()),
        description: text(|widget| widget.description.as_deref()),
        language: text(|widget| widget.language.as_deref()),
        last_display_time: after.last_display_time,
        last_display_url: after.last_display_url.clone(),
        online_code: code(|widget| widget.online_code.as_ref()),
        online_code_ie_old: code(|widget| widget.online_code_ie_old.as_ref()),
        offline_code: code(|widget| widget.offline_code.as_ref()),
        offline_code_ie_old: code(|widget| widget.offline_code_ie_old.as_ref()),
        online_code_css: code(|widget| widget.online_code_css.as_ref()),
        online_code_ie_old_css: code(|widget| widget.online_code_ie_old_css.as_ref()),
        offline_code_css: code(|widget| widget.offline_code_css.as_ref()),
        offline_code_ie_old_css: code(|widget| widget.offline_code_ie_old_css.as_ref()),
    })
}

/// Returns the settings that every widget needs, or names one that is missing. A letter that could not be read can't be sent back, so it is
/// missing, too.
fn required(widget: &Widget) -> Result<Required, UserError> {
    let missing = |what: &str, how: &str| {
        UserError::new(format!("The widget has no {what} that can be read, so nothing was sent. {how}"))
    };
    let named = |what: &str| missing(what, &format!("Choose one with `{what}`."));
    if widget.name.trim().is_empty() {
        return Err(UserError::new("The widget has no name, so nothing was sent. Give it one with `name`."));
    }
    if widget.provide.is_empty() || widget.provide.iter().any(|letter| !is_readable(letter)) {
        return Err(missing("services", "Enter their letters in `services`, such as `BFC`."));
    }
    Ok(Required {
        department: widget.department_id.clone().ok_or_else(|| named("department"))?,
        kind: readable(widget.widget_type).ok_or_else(|| missing("kind", "Choose one in LiveAgent."))?,
        shown: readable(widget.use_code).ok_or_else(|| missing("time to be shown", "Choose one with `shown`."))?,
        status: readable(widget.status).ok_or_else(|| named("status"))?,
        services: widget.provide.clone(),
    })
}

fn readable<C: Code>(code: Option<C>) -> Option<C> {
    code.filter(|code| is_readable(code.letter()))
}

fn is_readable(letter: char) -> bool {
    letter != char::REPLACEMENT_CHARACTER
}

/// All attributes, with all their keys.
fn attributes(widget: &Widget) -> Vec<WidgetAttribute> {
    widget.attributes.iter().map(|row| FileAttribute::from(row).into()).collect()
}

/// All form fields, with all their keys.
fn form_fields(widget: &Widget) -> Vec<WidgetFormField> {
    widget.form_fields.iter().map(|row| FileField::from(row).into()).collect()
}

#[cfg(test)]
mod tests {
    use views::widgets::WidgetFile;

    use super::*;

    fn widget() -> Widget {
        let json = r#"{
            "contactwidgetid": "w1", "name": "Chat", "provide": "BFC", "departmentid": "d1", "rtype": "C", "usecode": "N",
            "status": "A", "kb_id": "kb1", "description": "Old", "language": "", "last_display_time": "2026-11-20 10:00:00",
            "onlinecode": "<b>&amp;</b>", "offlinecode_ieold_CSS": "a{}",
            "attributes": [{ "name": "x", "section": "", "value": null }, { "name": "y", "section": "s", "value": "1" }],
            "form_fields": [{ "code": "email", "name": "Your mail" }]
        }"#;
        liveagent::wire::from_json(json).unwrap()
    }

    #[test]
    fn a_change_keeps_what_is_not_changed_and_empties_what_is() {
        let (before, changes) = (widget(), WidgetFile { description: Some(String::new()), ..WidgetFile::default() });
        let sent = serde_json::to_value(edit(&before, &changes.applied_to(&before)).unwrap()).unwrap();
        for (name, expected) in [
            ("name", "Chat"),
            ("provide", "BCF"),
            ("departmentid", "d1"),
            ("rtype", "C"),
            ("usecode", "N"),
            ("status", "A"),
            ("kb_id", "kb1"),
            ("description", ""),
            ("last_display_time", "2026-11-20 10:00:00"),
            ("onlinecode", "<b>&amp;</b>"),
            ("offlinecode_ieold_css", "a{}"),
            ("attributes", r#"[{"name":"x","section":"","value":""},{"name":"y","section":"s","value":"1"}]"#),
        ] {
            assert_eq!(sent[name], expected, "{name}");
        }
        assert!(sent["language"].is_null() && sent["offlinecode"].is_null(), "nothing is there to keep");
        assert!(sent["form_fields"].as_str().unwrap().contains(r#""name":"Your mail","description":"""#), "{sent}");
    }

    #[test]
    fn what_can_not_be_read_is_not_sent() {
        let odd = |change: fn(&mut Widget)| {
            let mut odd = widget();
            change(&mut odd);
            edit(&widget(), &odd).unwrap_err().to_string()
        };
        assert!(odd(|widget| widget.department_id = None).contains("no department"));
        assert!(odd(|widget| widget.status = Some(WidgetStatus::default())).contains("no status"));
        assert!(odd(|widget| widget.provide = Letters::from_text("\u{fffd}")).contains("no services"));
        assert!(odd(|widget| widget.name = " ".to_owned()).contains("no name"));
        let mut new = widget();
        new.status = Some(WidgetStatus::from_letter('X'));
        assert!(edit(&widget(), &new).is_ok(), "a newer account may have other letters");
    }
}
