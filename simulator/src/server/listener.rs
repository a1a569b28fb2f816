//! Connections: accepted, secured where TLS was asked for, and ended with the simulator.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::conversation::converse;
use crate::shop::shops::Shops;

/// How long a client may take to agree on keys.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// How long nothing is accepted after the system refused to accept, as it does when it is out of descriptors.
const RECOVERY: Duration = Duration::from_millis(50);

/// Answers until the sender of `stopped` is dropped.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    shops: Arc<Shops>,
    stopped: watch::Receiver<()>,
) {
    accept(listener, stopped, |stream| hold(stream, tls.clone(), Arc::clone(&shops))).await;
}

/// Holds connections until the sender of `stopped` is dropped; then every one ends where it is.
///
/// A connection without a question stays open until then: a simulator lives shorter than a client's patience.
pub(crate) async fn accept<C: Future<Output = ()> + Send + 'static>(
    listener: TcpListener,
    mut stopped: watch::Receiver<()>,
    hold: impl Fn(TcpStream) -> C,
) {
    // Dropping it ends what runs in it.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    // Answers are small and asked for one by one. It fails only on a connection that is gone.
                    let _ = stream.set_nodelay(true);
                    connections.spawn(hold(stream));
                }
                Err(_) => sleep(RECOVERY).await,
            },
            Some(_) = connections.join_next() => {}
            // It only ever changes by being dropped.
            _ = stopped.changed() => return,
        }
    }
}

/// One connection, from the handshake to its end. A client with whom there is no agreement on keys is forgotten.
async fn hold(stream: TcpStream, tls: Option<TlsAcceptor>, shops: Arc<Shops>) {
    match tls {
        None => converse(stream, &shops).await,
        Some(tls) => {
            if let Ok(Ok(stream)) = timeout(HANDSHAKE, tls.accept(stream)).await {
                converse(stream, &shops).await;
            }
        }
    }
}
