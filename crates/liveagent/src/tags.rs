//! Tags: #62 to #66. Putting them on conversations is in `conversations`.

use serde::{Deserialize, Serialize};

use crate::{Color, Count, Done, Method, Operation};

/// Lists tags: `GET /api/tags`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListTags {}

impl Operation for ListTags {
    const NUMBER: u8 = 63;
    const NAME: &'static str = "ListTags";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/tags";
    const SINCE: &'static str = "4.0.30.6";
    type Output = Tags;
}

/// Tags, of the account or of a conversation.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Tags {
    /// The tags.
    pub tags: Vec<Tag>,
}

/// A tag in a list.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Tag {
    /// An identifier of the tag.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// A name of the tag.
    pub name: String,
}

/// Shows a tag: `GET /api/tags/{tagid}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ShowTag {
    /// The tag's id.
    #[serde(rename = "tagid")]
    pub tag_id: String,
}

impl Operation for ShowTag {
    const NUMBER: u8 = 64;
    const NAME: &'static str = "ShowTag";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/tags/{tagid}";
    const SINCE: &'static str = "4.17.1.3";
    type Output = TagDetails;
}

/// A tag with its colours.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct TagDetails {
    /// Id of tag.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// Name of the tag.
    pub name: String,
    /// Colour of the text.
    pub color: Option<Color>,
    /// Colour of the background.
    pub bg_color: Option<Color>,
}

/// Creates a tag: `POST /api/tags`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct CreateTag {
    /// Name of the tag.
    pub name: String,
    /// Colour of the text.
    pub color: Option<Color>,
    /// Colour of the background.
    pub bg_color: Option<Color>,
}

impl Operation for CreateTag {
    const NUMBER: u8 = 65;
    const NAME: &'static str = "CreateTag";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/tags";
    const SINCE: &'static str = "4.17.1.3";
    type Output = Option<CreatedTag>;
}

/// A tag that was just made.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CreatedTag {
    /// `OK`.
    pub status: Option<String>,
    /// 0 when all went well.
    pub statuscode: Option<Count>,
    /// Id of tag.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// Name of tag.
    pub name: String,
    /// Colour of the text.
    pub color: Option<Color>,
    /// Colour of the background.
    pub bg_color: Option<Color>,
}

/// Changes a tag: `PUT /api/tags/{tagid}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct EditTag {
    /// The tag's id.
    #[serde(rename = "tagid")]
    pub tag_id: String,
    /// Name of the tag.
    pub name: Option<String>,
    /// Colour of the text.
    pub color: Option<Color>,
    /// Colour of the background.
    pub bg_color: Option<Color>,
}

impl Operation for EditTag {
    const NUMBER: u8 = 66;
    const NAME: &'static str = "EditTag";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/tags/{tagid}";
    const SINCE: &'static str = "4.17.1.3";
    type Output = Done;
}

/// Deletes a tag: `DELETE /api/tags/{tagid}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct DeleteTag {
    /// The tag's id.
    #[serde(rename = "tagid")]
    pub tag_id: String,
}

impl Operation for DeleteTag {
    const NUMBER: u8 = 62;
    const NAME: &'static str = "DeleteTag";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/tags/{tagid}";
    const SINCE: &'static str = "4.17.1.3";
    type Output = Done;
}
