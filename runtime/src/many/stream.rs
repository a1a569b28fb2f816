//! From a stream of keys to a stream of answers.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::stream::FuturesUnordered;
use futures_util::{Stream, StreamExt};
use tokio::runtime::Handle;
use tokio::time::Sleep;

use super::asking::{Batch, Question, Told, ask};
use super::packing::{Pack, Packed};
use super::{Answer, Concurrency};
use crate::{Boxed, Client, OrderKey};

/// How long numbers wait for others to be asked with.
const LINGER: Duration = Duration::from_millis(10);

/// The answers. What it holds is bounded by the concurrency and by the room of one question.
pub(super) struct Answers<S> {
    client: Client,
    /// `None` when they are over.
    keys: Option<Pin<Box<S>>>,
    concurrency: usize,
    /// The numbers that are asked next.
    pack: Pack,
    /// When they are asked, whatever comes.
    linger: Option<Pin<Box<Sleep>>>,
    /// What has to be asked alone after all.
    alone: VecDeque<Packed>,
    asking: FuturesUnordered<Boxed<'static, Told>>,
    /// Answers that nobody has taken yet, of one question at most.
    ready: VecDeque<Answer>,
}

impl<S> Answers<S> {
    pub(super) fn new(client: Client, keys: S, concurrency: Concurrency) -> Self {
        Self {
            client,
            keys: Some(Box::pin(keys)),
            concurrency: concurrency.get(),
            pack: Pack::default(),
            linger: None,
            alone: VecDeque::new(),
            asking: FuturesUnordered::new(),
            ready: VecDeque::new(),
        }
    }

    /// Whether there is nothing more to ask.
    fn is_exhausted(&self) -> bool {
        self.keys.is_none() && self.pack.is_empty() && self.alone.is_empty()
    }

    fn take_pack(&mut self) -> Option<Question> {
        self.linger = None;
        let pack = std::mem::take(&mut self.pack);
        (!pack.is_empty()).then(|| Question::Several(pack.into_numbers()))
    }

    /// The question that a key makes; `None` if it is asked with others that may still come.
    fn question(&mut self, key: OrderKey) -> Option<Question> {
        match (key, Batch::find(self.client.endpoint().provider())) {
            (OrderKey::Merchant(number), Some(Batch { room, .. })) if room.takes(&number) => {
                let full = self.pack.add(number, room)?;
                self.linger = None;
                Some(Question::Several(full.into_numbers()))
            }
            (key, _) => Some(Question::One(key, 1)),
        }
    }

    /// Waits until the numbers that were packed have waited long enough for others.
    fn poll_linger(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        // Outside a tokio runtime there is no clock to wait for.
        if Handle::try_current().is_err() {
            return Poll::Ready(());
        }
        self.linger.get_or_insert_with(|| Box::pin(tokio::time::sleep(LINGER))).as_mut().poll(cx)
    }
}

impl<S: Stream<Item = OrderKey>> Answers<S> {
    /// The next question; `None` if there is no other.
    fn poll_question(&mut self, cx: &mut Context<'_>) -> Poll<Option<Question>> {
        if let Some(Packed { number, times }) = self.alone.pop_front() {
            return Poll::Ready(Some(Question::One(OrderKey::Merchant(number), times)));
        }
        loop {
            let batch = Batch::find(self.client.endpoint().provider());
            if batch.is_some_and(|batch| self.pack.is_full(batch.room)) {
                return Poll::Ready(self.take_pack());
            }
            let Some(keys) = &mut self.keys else { return Poll::Ready(self.take_pack()) };
            match keys.as_mut().poll_next(cx) {
                Poll::Ready(Some(key)) => {
                    if let Some(question) = self.question(key) {
                        return Poll::Ready(Some(question));
                    }
                }
                Poll::Ready(None) => self.keys = None,
                Poll::Pending if self.pack.is_empty() => return Poll::Pending,
                Poll::Pending => return self.poll_linger(cx).map(|()| self.take_pack()),
            }
        }
    }
}

impl<S: Stream<Item = OrderKey>> Stream for Answers<S> {
    type Item = Answer;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Answer>> {
        loop {
            if let Some(answer) = self.ready.pop_front() {
                return Poll::Ready(Some(answer));
            }
            while self.asking.len() < self.concurrency {
                let Poll::Ready(Some(question)) = self.poll_question(cx) else { break };
                let client = self.client.clone();
                self.asking.push(Box::pin(ask(client, question)));
            }
            match self.asking.poll_next_unpin(cx) {
                Poll::Ready(Some(Told::Answers(answers))) => self.ready = answers.into(),
                Poll::Ready(Some(Told::Alone(asked))) => self.alone.extend(asked),
                Poll::Ready(None) if self.is_exhausted() => return Poll::Ready(None),
                Poll::Ready(None) | Poll::Pending => return Poll::Pending,
            }
        }
    }
}
