//! The parameters of a request: from the query of a look-up, from the form of a write.

use axum::{
    extract::{FromRequest as _, Multipart, Request},
    http::header,
};
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// The largest form, in bytes.
pub(super) const LARGEST: usize = 32 * 1024 * 1024;

pub(super) async fn read(request: Request, is_look_up: bool) -> Result<Map<String, Value>, Refusal> {
    if is_look_up {
        return Ok(decoded(request.uri().query().unwrap_or_default()));
    }
    if request.uri().query().is_some_and(|query| !query.is_empty()) {
        return Err(Refusal::wrong("parameters of this call belong into the form"));
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        let broken = |_| Refusal::wrong("the form is broken");
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refusal::wrong("the form is broken"))?;
        let mut params = Map::new();
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            params.insert(name, Value::String(field.text().await.map_err(broken)?));
        }
        return Ok(params);
    }
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Refusal::wrong("the body is no form"));
    }
    let body =
        axum::body::to_bytes(request.into_body(), LARGEST).await.map_err(|_| Refusal::wrong("the form is broken"))?;
    Ok(decoded(&String::from_utf8_lossy(&body)))
}

/// The parameters of a write in the form, and the key in the query. One in the form is not looked at.
pub(super) async fn read_with_key_in_query(mut request: Request) -> Result<Map<String, Value>, Refusal> {
    let mut query = decoded(request.uri().query().unwrap_or_default());
    let key = query.remove("apikey").ok_or_else(Refusal::no_key_in_request)?;
    if !query.is_empty() {
        return Err(Refusal::wrong("parameters of this call belong into the form"));
    }
    let path = request.uri().path().parse().map_err(|_| Refusal::wrong("the address is broken"))?;
    *request.uri_mut() = path;
    let mut params = read(request, false).await?;
    params.insert("apikey".to_owned(), key);
    Ok(params)
}

/// A query or form as names and values. Of a name that comes twice the last counts, as in PHP.
fn decoded(text: &str) -> Map<String, Value> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (plain(name), Value::String(plain(value)))
        })
        .collect()
}

fn plain(text: &str) -> String {
    super::contract::decoded(&text.replace('+', " "))
}
