//! Several things at once, where there are threads and each takes longer than starting one.

use std::panic::resume_unwind;
use std::thread;

/// So many bytes of a script are worth a thread: reading them takes some milliseconds.
const BYTES: usize = 128 * 1024;

/// So many topics are worth a second thread.
const TOPICS: usize = 1000;

/// How many threads are worth it for so many bytes of script.
pub(crate) fn for_bytes(bytes: usize) -> usize {
    let most = bytes / BYTES;
    if cfg!(target_family = "wasm") || most < 2 {
        return 1;
    }
    thread::available_parallelism().map_or(1, usize::from).min(most)
}

/// So many messages are worth a second thread.
const MESSAGES: usize = 2000;

/// How many threads are worth it for so many messages.
pub(crate) fn for_messages(messages: usize) -> usize {
    if cfg!(target_family = "wasm") || messages < MESSAGES {
        return 1;
    }
    thread::available_parallelism().map_or(1, usize::from)
}

/// Whether what is done with so many topics is worth a second thread.
pub(crate) fn are_worth(topics: usize) -> bool {
    !cfg!(target_family = "wasm") && topics >= TOPICS
}

/// What a function gives for each part, the first here and each other on a thread of its own.
pub(crate) fn each<T: Send, R: Send>(
    mut parts: impl Iterator<Item = T>,
    read: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    if cfg!(target_family = "wasm") {
        return parts.map(read).collect();
    }
    thread::scope(|scope| {
        let first = parts.next();
        let rest: Vec<_> = parts.map(|part| scope.spawn(|| read(part))).collect();
        let first = first.map(&read);
        let rest =
            rest.into_iter().map(|thread| thread.join().unwrap_or_else(|p| resume_unwind(p)));
        first.into_iter().chain(rest).collect()
    })
}

/// What two functions give, the first on a thread of its own where there are threads.
pub(crate) fn both<A: Send, B>(
    beside: impl FnOnce() -> A + Send,
    here: impl FnOnce() -> B,
) -> (A, B) {
    if cfg!(target_family = "wasm") {
        return (beside(), here());
    }
    thread::scope(|scope| {
        let beside = scope.spawn(beside);
        let here = here();
        (beside.join().unwrap_or_else(|panic| resume_unwind(panic)), here)
    })
}

/// Takes apart what served to read so many bytes of script: where there are many, beside everything else, for nobody waits.
pub(crate) fn take_apart<T: Send + 'static>(served: T, bytes: usize) {
    if for_bytes(bytes) > 1 {
        // Where no thread can be had, what it was to take apart goes with it.
        drop(thread::Builder::new().spawn(|| drop(served)));
    }
}
