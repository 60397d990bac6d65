//! Which messages a script answers, several at once.

use std::thread;

use answertree::backtest::{first, unlikely};
use answertree::machine::Machine;
use answertree::runtime::{Context, Suggester};

use crate::output::{Done, Failure};

/// So many messages are tried at once: few enough to hold, many enough for threads.
const BATCH: usize = 4_096;

/// What a machine makes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer<'m> {
    /// It suggests a topic; how sure it is in thousandths.
    Answered(&'m str, u32),
    /// It does not; the topic that comes nearest, and how sure it is in thousandths.
    Not(Option<(&'m str, u32)>),
}

/// Messages in their order, with what a machine makes of each.
pub(super) struct Batches<'m, I> {
    messages: I,
    machine: Option<&'m Machine>,
    threads: usize,
}

impl<'m, I: Iterator<Item = String>> Batches<'m, I> {
    /// Without a machine nothing is answered.
    pub(super) fn new(messages: I, machine: Option<&'m Machine>) -> Self {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        Self { messages, machine, threads }
    }
}

impl<'m, I: Iterator<Item = String>> Iterator for Batches<'m, I> {
    type Item = Done<Vec<(String, Answer<'m>)>>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch: Vec<String> = self.messages.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return None;
        }
        let Some(machine) = self.machine else {
            return Some(Ok(batch.into_iter().map(|text| (text, Answer::Not(None))).collect()));
        };
        let part = batch.len().div_ceil(self.threads);
        let tried = thread::scope(|scope| {
            let threads: Vec<_> =
                batch.chunks(part).map(|texts| scope.spawn(|| answers(machine, texts))).collect();
            let joined = threads.into_iter().map(|thread| {
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            });
            joined.collect::<Done<Vec<_>>>()
        });
        Some(tried.map(|answers| batch.into_iter().zip(answers.concat()).collect()))
    }
}

fn answers<'m>(machine: &'m Machine, texts: &[String]) -> Done<Vec<Answer<'m>>> {
    let mut suggester = Suggester::new();
    let context = Context { explain: true, limit: 1, ..Context::default() };
    let answer = |text: &String| {
        let turn = suggester.suggest(machine, text, &context);
        let turn = turn.map_err(|error| Failure::new(format!("{error} [{}]", error.code())))?;
        Ok(match first(&turn) {
            Some((topic, sure)) => Answer::Answered(topic, sure),
            None => Answer::Not(unlikely(&turn)),
        })
    };
    texts.iter().map(answer).collect()
}
