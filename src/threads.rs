//! Two things at once, where there are threads and each takes longer than starting one.

use std::panic::resume_unwind;
use std::thread;

/// So many bytes of a script are worth a thread: reading them takes some milliseconds.
pub(crate) const BYTES: usize = 128 * 1024;

/// So many topics are worth a second thread.
const TOPICS: usize = 1000;

/// Whether what is done with so many topics is worth a second thread.
pub(crate) fn are_worth(topics: usize) -> bool {
    !cfg!(target_family = "wasm") && topics >= TOPICS
}

/// What two functions give, the first on a thread of its own where that is worth one.
pub(crate) fn both<A: Send, B>(
    worth: bool,
    beside: impl FnOnce() -> A + Send,
    here: impl FnOnce() -> B,
) -> (A, B) {
    if cfg!(target_family = "wasm") || !worth {
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
    if cfg!(target_family = "wasm") || bytes < 2 * BYTES {
        return;
    }
    // Where no thread can be had, what it was to take apart goes with it.
    drop(thread::Builder::new().spawn(|| drop(served)));
}
