//! Uploads of files (#31). Content is encoded and passed on to LiveAgent as it arrives, so no file is in memory whole.
//!
//! How long it is must be known before, because LiveAgent's servers want the length of a form. Content that breaks off, or turns out to
//! be of another length, ends the request before its end, so that LiveAgent has nothing of it.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use futures_util::{Stream, StreamExt as _, future::ready, stream, stream::BoxStream};
use reqwest::{Body, multipart::Part};

use super::Client;
use crate::{AddFile, Error, FileInfo, Operation as _};

/// What a file holds: so many bytes, in chunks as they come.
pub struct FileContent {
    size: u64,
    encoded: BoxStream<'static, Result<String, Incomplete>>,
    broke: Broke,
}

/// Whether content broke off.
#[derive(Clone, Debug, Default)]
pub(super) struct Broke(Arc<AtomicBool>);

impl Broke {
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// The content broke off, or is of another length.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the content is not whole")]
struct Incomplete;

impl FileContent {
    /// The parameter that it is.
    pub(super) const PARAMETER: &'static str = "data";

    /// `size` bytes in chunks. The caller keeps the reason why a chunk failed.
    pub fn new<C, E>(size: u64, chunks: impl Stream<Item = Result<C, E>> + Send + 'static) -> Self
    where
        C: AsRef<[u8]> + Send + 'static,
        E: Send + 'static,
    {
        let broke = Broke::default();
        let (mut base64, broken) = (Encoder { left: size, rest: Vec::new() }, broke.clone());
        let encoded = chunks.map(Some).chain(stream::once(ready(None))).map(move |chunk| {
            let part = match chunk {
                Some(Ok(chunk)) => base64.push(chunk.as_ref()),
                Some(Err(_)) => Err(Incomplete),
                None => base64.end(),
            };
            if part.is_err() {
                broken.0.store(true, Ordering::Release);
            }
            part
        });
        Self { size, encoded: encoded.boxed(), broke }
    }

    /// Tells whether it broke off, once it was sent.
    pub(super) fn broke(&self) -> Broke {
        self.broke.clone()
    }

    /// The part of a form that it is.
    pub(super) fn into_part(self) -> Part {
        Part::stream_with_length(Body::wrap_stream(self.encoded), encoded_length(self.size))
    }
}

impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileContent").field("size", &self.size).finish_non_exhaustive()
    }
}

/// How long so many bytes are in base64.
fn encoded_length(size: u64) -> u64 {
    size.div_ceil(3).saturating_mul(4)
}

/// Encodes chunk by chunk: three bytes are four characters, wherever chunks end.
struct Encoder {
    /// How many bytes are to come.
    left: u64,
    /// One or two bytes that wait for a third.
    rest: Vec<u8>,
}

impl Encoder {
    fn push(&mut self, chunk: &[u8]) -> Result<String, Incomplete> {
        self.left = self.left.checked_sub(chunk.len() as u64).ok_or(Incomplete)?;
        let wanted = (3 - self.rest.len()) % 3;
        let Some((first, others)) = chunk.split_at_checked(wanted) else {
            self.rest.extend_from_slice(chunk);
            return Ok(String::new());
        };
        self.rest.extend_from_slice(first);
        let (whole, rest) = others.split_at(others.len() / 3 * 3);
        let mut encoded = BASE64_STANDARD.encode(&self.rest);
        BASE64_STANDARD.encode_string(whole, &mut encoded);
        self.rest = rest.to_vec();
        Ok(encoded)
    }

    fn end(&mut self) -> Result<String, Incomplete> {
        if self.left == 0 { Ok(BASE64_STANDARD.encode(&self.rest)) } else { Err(Incomplete) }
    }
}

impl Client {
    /// Uploads a file as its content comes: `POST /api/files`, sent once.
    ///
    /// No error of it [may have happened](Error::may_have_happened): a file that LiveAgent has and nothing uses is deleted after two
    /// weeks, so it may be uploaded again. Where the content broke off, the error is a [`BadRequest`](crate::ErrorKind::BadRequest).
    pub async fn upload(&self, name: &str, file_type: &str, content: FileContent) -> Result<Option<FileInfo>, Error> {
        let file = AddFile { name: Some(name.to_owned()), file_type: Some(file_type.to_owned()), ..Default::default() };
        let (prepared, deadline) = self.prepare(&file)?;
        let uploaded =
            async { self.typed::<AddFile>(self.run::<AddFile>(prepared, Some(content), deadline).await?).await };
        uploaded.await.map(|(file, _)| file).map_err(|error| Error::new(AddFile::NAME, error.kind().clone(), false))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::{FutureExt as _, TryStreamExt as _};
    use proptest::prelude::*;

    use super::*;

    fn encode(size: u64, chunks: Vec<Vec<u8>>) -> (Result<String, Incomplete>, bool) {
        let content = FileContent::new(size, stream::iter(chunks.into_iter().map(Ok::<_, Infallible>)));
        let broke = content.broke();
        let encoded = content.encoded.try_collect().now_or_never().unwrap();
        (encoded, broke.is_set())
    }

    proptest! {
        #[test]
        fn content_is_the_same_wherever_its_chunks_end(
            chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 0..20),
            off in 1_u64..5,
        ) {
            let whole = chunks.concat();
            let size = whole.len() as u64;
            let (encoded, broke) = encode(size, chunks.clone());
            let encoded = encoded.unwrap();
            prop_assert!(!broke);
            prop_assert_eq!(encoded.len() as u64, encoded_length(size));
            prop_assert_eq!(encoded, BASE64_STANDARD.encode(&whole));
            prop_assert_eq!(encode(size + off, chunks.clone()), (Err(Incomplete), true));
            if size >= off {
                prop_assert_eq!(encode(size - off, chunks), (Err(Incomplete), true));
            }
        }
    }
}
