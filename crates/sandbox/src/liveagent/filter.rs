//! The conditions and pages of lists.

use serde_json::{Value, json};

use super::{Answer, Params, contract::is_time, refusal::Refusal};

/// A part of a list, as `limit` and `offset` (or their names in reports) say.
pub(super) fn page(rows: Vec<Value>, params: &Params, limit: usize, names: (&str, &str)) -> Vec<Value> {
    rows.into_iter().skip(params.number(names.1, 0)).take(params.number(names.0, limit)).collect()
}

/// A list under its name.
#[expect(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "it ends a handler")]
pub(super) fn list(name: &str, rows: Vec<Value>) -> Answer {
    Ok(json!({ name: rows }))
}

/// Whether a time meets a condition with an operator, such as `gte:2012-03-02 11:21:04`. Times compare as their texts do.
pub(super) fn meets(time: &str, condition: &str) -> Result<bool, Refusal> {
    let (operator, operand) = match condition.split_once(':') {
        Some((operator, operand)) if operator.chars().all(|c| c.is_ascii_lowercase()) => (operator, operand),
        _ => ("eq", condition),
    };
    let wrong = || Refusal::wrong(format!("datechanged: {condition:?} is not a condition"));
    if operator == "lk" {
        return Ok(like(time, operand));
    }
    let operands: Vec<&str> = operand.split(',').map(str::trim).collect();
    if !operands.iter().all(|operand| is_time(operand)) {
        return Err(wrong());
    }
    Ok(match (operator, operands.as_slice()) {
        ("eq", [operand]) => time == *operand,
        ("neq", [operand]) => time != *operand,
        ("gt", [operand]) => time > *operand,
        ("lt", [operand]) => time < *operand,
        ("gte", [operand]) => time >= *operand,
        ("lte", [operand]) => time <= *operand,
        ("btw", [from, to]) => time >= *from && time <= *to,
        _ => return Err(wrong()),
    })
}

/// SQL's LIKE, with `%` for any number of characters and `?` for one.
fn like(text: &str, pattern: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => text.is_empty(),
        Some('%') => {
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            ends.into_iter().any(|at| like(&text[at..], rest.as_str()))
        }
        Some(wanted) => {
            let mut chars = text.chars();
            chars.next().is_some_and(|first| wanted == '?' || wanted == first) && like(chars.as_str(), rest.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::meets;

    #[test]
    fn every_operator_works() {
        let time = "2026-11-20 10:00:00";
        let table = [
            ("2026-11-20 10:00:00", true),
            ("eq:2026-11-20 10:00:01", false),
            ("neq:2026-11-20 10:00:01", true),
            ("gt:2026-11-20 09:59:59", true),
            ("gte:2026-11-20 10:00:00", true),
            ("lt:2026-11-20 10:00:00", false),
            ("lte:2026-11-20 10:00:00", true),
            ("btw:2026-11-19 00:00:00,2026-11-21 00:00:00", true),
            ("btw:2026-11-21 00:00:00,2026-11-22 00:00:00", false),
            ("lk:2026-11-%", true),
            ("lk:2026-11-20 1?:00:00", true),
            ("lk:2025-%", false),
        ];
        for (condition, expected) in table {
            assert_eq!(meets(time, condition), Ok(expected), "{condition}");
        }
        assert!(meets(time, "about:2026-11-20 10:00:00").is_err() && meets(time, "gt:soon").is_err());
    }
}
