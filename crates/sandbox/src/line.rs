//! The TCP connections below HTTP and the gateway, so that one can break in ways that neither of the two would choose.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, ready},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// What may become of what is written next; 0, as it begins, is that all of it is sent.
///
/// Half of what is written next is sent, and nothing after it.
const HALF: u8 = 1;
/// Nothing is sent any more.
const MUTE: u8 = 2;
/// The peer is told of a reset when the connection is given up.
const RESET: u8 = 3;

/// Takes connections, each a [`Line`].
pub(crate) struct Lines(pub(crate) TcpListener);

/// One connection.
pub(crate) struct Line {
    stream: TcpStream,
    cut: Cut,
}

/// Breaks one connection. The server finds this among the request's extensions.
#[derive(Clone, Default)]
pub(crate) struct Cut(Arc<AtomicU8>);

impl Cut {
    /// Half of what is written next is sent, and nothing after it.
    pub(crate) fn in_half(&self) {
        self.0.store(HALF, Ordering::SeqCst);
    }

    /// When the connection is given up, the peer reads an error instead of its end.
    pub(crate) fn with_a_reset(&self) {
        self.0.store(RESET, Ordering::SeqCst);
    }
}

impl Listener for Lines {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        (Line { stream, cut: Cut::default() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Lines>> for Cut {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.io().cut.clone()
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.cut.0.load(Ordering::SeqCst) {
            MUTE => Poll::Ready(Ok(bytes.len())),
            HALF => {
                ready!(Pin::new(&mut self.stream).poll_write(cx, &bytes[..bytes.len() / 2]))?;
                self.cut.0.store(MUTE, Ordering::SeqCst);
                Poll::Ready(Ok(bytes.len()))
            }
            _ => Pin::new(&mut self.stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.cut.0.load(Ordering::SeqCst) == RESET {
            // An end of the stream would come before the reset.
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.cut.0.load(Ordering::SeqCst) == RESET {
            // Where the system can't, the peer reads the end of the stream.
            let _ = self.stream.set_zero_linger();
        }
    }
}
