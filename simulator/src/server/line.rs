//! What a connection runs over, and how it is cut.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// What a connection runs over: TCP, or TLS over it.
pub(super) trait Line: AsyncRead + AsyncWrite + Unpin + Send + 'static {
    /// The TCP connection below.
    fn tcp(&self) -> &TcpStream;

    /// Cuts the connection: the other side is told of a reset, and nothing that is still on its way arrives.
    fn reset(self)
    where
        Self: Sized,
    {
        // Without the option the system would say good-bye in order; it fails only on a connection that is gone.
        let _ = self.tcp().set_zero_linger();
    }
}

impl Line for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Line for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}
