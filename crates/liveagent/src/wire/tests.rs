//! Each quirk, and that nothing makes the reader panic.

use proptest::prelude::*;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{WireError, from_json, raw::Raw, read::Wire, room::Room};
use crate::{
    Color, ConversationStatus, Count, Html, LocalTime, OnlineStatus, OpDateTime, Percent, Seconds, Secret, TreePath,
    Until,
};

fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, WireError> {
    from_json(&value.to_string())
}

#[derive(Debug, Deserialize, PartialEq)]
struct Row {
    text: Option<String>,
    count: Option<Count>,
    percent: Option<Percent>,
    time: Option<LocalTime>,
    status: Option<ConversationStatus>,
    #[serde(default)]
    list: Vec<String>,
}

const NOTHING: Row = Row { text: None, count: None, percent: None, time: None, status: None, list: Vec::new() };

#[test]
fn empty_null_and_missing_are_alike() {
    let empty = json!({"text": "", "count": "", "percent": "", "time": "", "status": "", "list": ""});
    let null = json!({"text": null, "count": null, "percent": null, "time": null, "status": null, "list": null});
    for value in [empty, null, json!({}), json!([]), json!({"time": "0000-00-00 00:00:00"}), Value::Null] {
        assert_eq!(from_value::<Row>(&value).unwrap(), NOTHING, "{value}");
    }
}

#[test]
fn numbers_and_texts_are_read_from_either() {
    let texts = json!({"text": "7", "count": " 1244 ", "percent": "98.5", "list": "a, b,,c "});
    let numbers = json!({"text": 7, "count": 1244, "percent": 98.5, "list": {"0": "a", "10": "c", "2": "b"}});
    let expected = Row {
        text: Some("7".into()),
        count: Some(Count(1244)),
        percent: Some(Percent(98.5)),
        list: vec!["a".into(), "b".into(), "c".into()],
        ..NOTHING
    };
    for value in [texts, numbers] {
        assert_eq!(from_value::<Row>(&value).unwrap(), expected, "{value}");
    }
}

#[test]
fn errors_name_the_field_and_not_its_content() {
    #[derive(Debug, Deserialize)]
    struct Outer {
        #[expect(dead_code, reason = "only read into")]
        rows: Vec<Row>,
    }
    let table = [
        (json!({"rows": [{}, {"count": "secret words"}]}), "rows[1].count: expected"),
        (json!({"rows": [{"count": -1}]}), "rows[0].count: expected"),
        (json!({"rows": [{"text": ["secret words"]}]}), "rows[0].text: expected a string, found a list"),
        (json!({"rows": [{"time": "secret words"}]}), "rows[0].time: expected a time"),
        (json!({"rows": "secret words"}), "rows[0]: expected struct Row, found a text"),
        (json!({"rows": {"secret words": 1}}), "rows: expected a sequence, found an object"),
        (json!({}), "missing field `rows`"),
        (json!("secret words"), "expected struct Outer, found a text"),
    ];
    for (value, start) in table {
        let error = from_value::<Outer>(&value).unwrap_err().to_string();
        assert!(error.starts_with(start), "{value}: {error}");
        assert!(!error.contains("secret"), "{error}");
    }
}

#[test]
fn texts_are_read_and_html_and_secrets_left_alone() {
    #[derive(Debug, Deserialize)]
    struct Texts {
        text: String,
        list: Vec<String>,
        html: Html,
        secret: Option<Secret>,
    }
    let written = "Tom &amp; Jerry&#039;s &amp;lt;b&gt;";
    let list = format!("{written}, 1&#44;5 &euro;");
    let value = json!({"text": written, "list": list, "html": written, "secret": written});
    let read: Texts = from_value(&value).unwrap();
    let meant = "Tom & Jerry's &lt;b>";
    assert_eq!(read.text, meant);
    assert_eq!(read.list, [meant, "1,5 €"], "a comma that is written as an entity is a part of the text");
    assert_eq!(read.html.as_str(), written);
    assert_eq!(read.secret.unwrap().expose(), written);
    let items = json!({"text": "", "list": [written], "html": null, "secret": ""});
    let read: Texts = from_value(&items).unwrap();
    assert_eq!((read.list, read.html.as_str(), read.secret.is_none()), (vec![meant.to_owned()], "", true));
}

#[test]
fn a_number_is_read_however_it_is_written() {
    for (json, count) in [("1e3", 1000), ("12E+2", 1200), ("7.0", 7), ("\"7.0\"", 7)] {
        assert_eq!(from_json::<Count>(json), Ok(Count(count)), "{json}");
    }
    for json in ["1e999", "1.5", "-1", "18446744073709551616", "\"\"", "true"] {
        assert!(from_json::<Count>(json).is_err(), "{json}");
    }
    assert!(from_json::<Percent>("1e999").is_err(), "no infinity");
    // A text takes it as LiveAgent wrote it: an id has more digits than a number can hold.
    for json in ["123456789012345678901234567890", "1.50"] {
        assert_eq!(from_json::<String>(json).unwrap(), json);
    }
}

#[test]
fn of_fields_with_one_name_the_last_counts_and_unknown_ones_are_passed_over() {
    let deep = "[".repeat(5000) + &"]".repeat(5000);
    let json = format!(r#"{{"text": 1, "unknown": {deep}, "text" : "a", "te\u0078t": "b", "count": "3"}}"#);
    assert_eq!(from_json::<Row>(&json).unwrap(), Row { text: Some("b".into()), count: Some(Count(3)), ..NOTHING });
    assert_eq!(from_json::<Row>(&deep).unwrap_err().to_string(), "expected struct Row, found a list");
    for json in ["", "{", "{}x", "{\"a\"}", "[1,]"] {
        assert_eq!(from_json::<Row>(json).unwrap_err().to_string(), "not JSON", "{json}");
    }
}

#[test]
fn an_answer_has_only_so_many_rows_in_all_its_lists() {
    const MOST: usize = 100;
    fn within<T: DeserializeOwned>(json: &str, size: usize) -> Result<T, WireError> {
        T::deserialize(Wire::new(Raw::new(json).unwrap(), &Room::of(MOST * size), None))
    }
    let rows = |count| format!("[{}]", vec!["{}"; count].join(","));
    let pieces = |count| format!("\"{}\"", vec!["a"; count].join(","));
    let nested = |first, second| format!("[{},{}]", rows(first), rows(second));
    let (row, text, list) = (size_of::<Row>(), size_of::<String>(), size_of::<Vec<Row>>());
    assert_eq!(within::<Vec<Row>>(&rows(MOST), row).unwrap().len(), MOST);
    assert_eq!(within::<Vec<String>>(&pieces(MOST), text).unwrap().len(), MOST);
    assert_eq!(within::<Vec<Vec<Row>>>(&nested(40, 57), row).unwrap().len(), 2, "two lists take less than three rows");
    assert!(2 * list < 3 * row);
    let numbered: Vec<String> = (0..MOST).map(|number| format!("\"{number}\":{{}}")).collect();
    let too_many = [
        within::<Vec<Row>>(&rows(MOST + 1), row).map(drop),
        within::<Vec<Row>>(&format!("{{{}}}", numbered.join(",")), row).map(drop),
        within::<Vec<Vec<Row>>>(&nested(40, 60), row).map(drop),
        within::<Vec<String>>(&pieces(MOST + 1), text).map(drop),
    ];
    for read in too_many {
        let error = read.unwrap_err();
        assert!(error.is_too_large() && error.to_string().ends_with("too many rows"), "{error}");
    }
    assert!(!from_json::<Count>("[]").unwrap_err().is_too_large());
}

/// Any JSON, not too deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[0-9:., -]{0,20}".prop_map(Value::from),
    ];
    let key = prop_oneof![Just("text"), Just("count"), Just("percent"), Just("time"), Just("status"), Just("list")];
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_or_refused(value in any_json()) {
        let _ = from_value::<Row>(&value);
        let _ = from_value::<Vec<Row>>(&value);
    }

    #[test]
    fn a_count_is_the_same_as_text_or_number(count: u64) {
        let from_number: Count = from_value(&json!(count)).unwrap();
        let from_text: Count = from_value(&json!(count.to_string())).unwrap();
        let with_zeros: Count = from_value(&json!(format!("{count}.00"))).unwrap();
        prop_assert_eq!(from_number, Count(count));
        prop_assert_eq!(from_text, Count(count));
        prop_assert_eq!(with_zeros, Count(count));
    }

    #[test]
    fn a_list_survives_its_commas(pieces in prop::collection::vec("[a-z0-9]{1,8}", 0..6), blank in " {0,2}") {
        let text = pieces.join(&format!(",{blank}"));
        prop_assert_eq!(from_value::<Vec<String>>(&json!(text)).unwrap(), pieces);
    }

    #[test]
    fn codes_and_conditions_come_back_as_they_went(letter: char, seconds in 0_i64..4_000_000_000, operator in 0_usize..8) {
        let status: ConversationStatus = from_value(&json!(letter.to_string())).unwrap();
        prop_assert_eq!(status.letter(), letter);
        let time = LocalTime::from_timestamp(jiff::Timestamp::from_second(seconds).unwrap(), &jiff::tz::TimeZone::UTC);
        let condition = [
            OpDateTime::Exactly(time),
            OpDateTime::Not(time),
            OpDateTime::After(time),
            OpDateTime::AtLeast(time),
            OpDateTime::Before(time),
            OpDateTime::AtMost(time),
            OpDateTime::Between(time, time),
            OpDateTime::Like(format!("{time}%")),
        ][operator].clone();
        prop_assert_eq!(from_value::<OpDateTime>(&json!(condition.to_string())).unwrap(), condition);
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,40}") {
        let value = json!(text);
        let _ = from_value::<Seconds>(&value);
        let _ = from_value::<Color>(&value);
        let _ = from_value::<OpDateTime>(&value);
        let _ = from_value::<Until>(&value);
        let _ = from_value::<TreePath>(&value);
        let _ = from_value::<OnlineStatus>(&value);
    }

    #[test]
    fn a_clock_is_read_to_the_second(hours in 0_i64..1000, minutes in 0_i64..60, seconds in 0_i64..60, late: bool) {
        let sign = if late { "-" } else { "" };
        let read: Seconds = from_value(&json!(format!("{sign}{hours:02}:{minutes:02}:{seconds:02}"))).unwrap();
        let whole = hours * 3600 + minutes * 60 + seconds;
        prop_assert_eq!(read, Seconds(if late { -whole } else { whole }));
    }

    #[test]
    fn a_time_is_written_as_it_was_read(seconds in 0_i64..4_000_000_000) {
        let zone = jiff::tz::TimeZone::UTC;
        let time = LocalTime::from_timestamp(jiff::Timestamp::from_second(seconds).unwrap(), &zone);
        prop_assert_eq!(from_value::<LocalTime>(&json!(time.to_string())).unwrap(), time);
        prop_assert_eq!(time.at(&zone).as_second(), seconds);
    }
}
