//! Files: #30 and #31. Their content is downloaded from their address, not through the API.

use serde::{Deserialize, Serialize};

use crate::{Bytes, Count, LocalTime, Method, Operation};

/// Shows a file's particulars: `GET /api/files/{fileid}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ShowFile {
    /// The file's id.
    #[serde(rename = "fileid")]
    pub file_id: String,
}

impl Operation for ShowFile {
    const NUMBER: u8 = 30;
    const NAME: &'static str = "ShowFile";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/files/{fileid}";
    const SINCE: &'static str = "4.25.2.4";
    type Output = FileInfo;
}

/// Uploads a file: `POST /api/files`.
///
/// With `data`, both `name` and `file_type` must be there too. A file that is not used within two weeks is deleted.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct AddFile {
    /// File name.
    pub name: Option<String>,
    /// File type.
    #[serde(rename = "type")]
    pub file_type: Option<String>,
    /// The file itself, in base64.
    pub data: Option<String>,
    /// From where LiveAgent shall fetch the file, when there is no `data`.
    #[serde(rename = "downloadUrl")]
    pub download_url: Option<String>,
}

impl Operation for AddFile {
    const NUMBER: u8 = 31;
    const NAME: &'static str = "AddFile";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/files";
    const SINCE: &'static str = "4.25.2.4";
    type Output = Option<FileInfo>;
}

/// A file's particulars.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct FileInfo {
    /// The file's id.
    #[serde(rename = "fileid")]
    #[serde(deserialize_with = "crate::wire::id")]
    pub file_id: String,
    /// File creation date.
    pub created: Option<LocalTime>,
    /// File name.
    #[serde(rename = "filename")]
    pub file_name: String,
    /// File size (in bytes).
    #[serde(rename = "filesize")]
    pub file_size: Option<Bytes>,
    /// File MIME type (e.g. "image/jpeg" or "application/pdf").
    #[serde(rename = "filetype")]
    pub file_type: Option<String>,
    /// Count of file downloads.
    pub downloads: Option<Count>,
    /// Where to download it; may begin with `//`.
    #[serde(rename = "downloadUrl")]
    pub download_url: Option<String>,
}
