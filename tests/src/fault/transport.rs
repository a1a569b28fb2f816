//! Honest replies that do not arrive as they should.

use super::faults;
use crate::answer::{Answer, Ending};
use crate::subject::Subject;

/// Twice what is read unless the caller asks for more.
const TWO_MIB: usize = 2 << 20;

faults! {
    expects_amount: false;

    /// Half of what was announced.
    CUT_SHORT(subject, _) {
        let body = subject.paid().signed().into_bytes();
        Some(Answer::announcing(body.len(), &body[..body.len() / 2]))
    }

    /// A whole message, ten bytes shorter than announced.
    SHORTER_THAN_ANNOUNCED(subject, _) {
        let body = subject.paid().signed();
        Some(Answer::announcing(body.len() + 10, body))
    }

    /// A whole message, twice as long as announced.
    LONGER_THAN_ANNOUNCED(subject, _) {
        let body = subject.paid().signed();
        Some(Answer::announcing(body.len() / 2, body))
    }

    /// Chunks without an end, half a message in them.
    CHUNKS_CUT_SHORT(subject, _) {
        let body = subject.paid().signed().into_bytes();
        Some(Answer::chunked_without_end(&body[..body.len() / 2]))
    }

    /// Chunks without an end, a whole message in them.
    CHUNKS_WITHOUT_END(subject, _) { Some(Answer::chunked_without_end(subject.paid().signed())) }

    /// A connection that closes without an answer.
    NO_ANSWER(_, _) { Some(Answer::none(Ending::Close)) }

    /// An honest message and white space, 2 MiB.
    LARGE(subject, _) { Some(Answer::ok(large(subject))) }

    /// The same in chunks, which do not tell beforehand how many they are.
    LARGE_IN_CHUNKS(subject, _) { Some(Answer::chunked(large(subject))) }

    /// An honest message in chunks, and white space without an end.
    ENDLESS(subject, _) { Some(Answer::endless(subject.paid().signed())) }

    /// A body that is announced to be longer than any memory.
    ANNOUNCED_TO_BE_ENDLESS(subject, _) { Some(Answer::announcing(1 << 60, subject.paid().signed())) }

    /// A redirect to somebody who answers honestly.
    REDIRECT_301(subject, elsewhere) { redirect(301, subject, elsewhere) }
    /// A redirect to somebody who answers honestly.
    REDIRECT_302(subject, elsewhere) { redirect(302, subject, elsewhere) }
    /// A redirect to somebody who answers honestly.
    REDIRECT_303(subject, elsewhere) { redirect(303, subject, elsewhere) }
    /// A redirect to somebody who answers honestly.
    REDIRECT_307(subject, elsewhere) { redirect(307, subject, elsewhere) }
    /// A redirect to somebody who answers honestly.
    REDIRECT_308(subject, elsewhere) { redirect(308, subject, elsewhere) }

    /// A page for people.
    HTML_UNDER_404(_, _) { Some(Answer::status(404, PAGE)) }
    /// A page for people.
    HTML_UNDER_500(_, _) { Some(Answer::status(500, PAGE)) }
    /// A page for people.
    HTML_UNDER_502(_, _) { Some(Answer::status(502, PAGE)) }

    /// An honest message under the status of an error.
    HONEST_UNDER_500(subject, _) { Some(Answer::status(500, subject.paid().signed())) }
}

const PAGE: &str = "<!DOCTYPE html><html><head><title>error</title></head><body>nginx</body></html>";

fn large(subject: Subject) -> String {
    let mut body = subject.paid().signed();
    body.extend(std::iter::repeat_n(' ', TWO_MIB - body.len()));
    body
}

/// The message is in the redirect's own body, too.
fn redirect(status: u16, subject: Subject, elsewhere: &str) -> Option<Answer> {
    Some(Answer::redirect(status, &format!("{elsewhere}/"), subject.paid().signed()))
}
