//! Waiting on tokio's clock.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::Error;

/// Waits for a while.
///
/// # Errors
/// [`Error::Unusable`] outside a tokio runtime, where there is no clock to wait for.
pub(crate) async fn pause(time: Duration) -> Result<(), Error> {
    until(after(Instant::now(), time)).await
}

/// Waits until a moment.
///
/// # Errors
/// As [`pause`].
pub(crate) async fn until(moment: Instant) -> Result<(), Error> {
    has_clock()?;
    tokio::time::sleep_until(moment).await;
    Ok(())
}

/// Waits for something, and not beyond a moment: `None` if it was not there by then.
///
/// # Errors
/// As [`pause`].
pub(crate) async fn at_most_until<T>(
    moment: Instant,
    something: impl Future<Output = T>,
) -> Result<Option<T>, Error> {
    has_clock()?;
    Ok(tokio::time::timeout_at(moment, something).await.ok())
}

fn has_clock() -> Result<(), Error> {
    if Handle::try_current().is_err() {
        let what = "it has to wait first, and was called outside a tokio runtime; use the blocking client";
        return Err(Error::Unusable { what: what.to_owned() });
    }
    Ok(())
}

/// A moment later than another, as far as clocks go.
pub(crate) fn after(moment: Instant, time: Duration) -> Instant {
    const LONG: Duration = Duration::from_secs(30 * 365 * 86_400);
    moment.checked_add(time.min(LONG)).unwrap_or(moment)
}
