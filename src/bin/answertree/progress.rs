//! What takes longer than a second says so, on a terminal.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// Does `work`, and shows what it is doing once it has taken a second. The bar is for saying which part is being done.
pub(crate) fn during<T>(parts: usize, work: impl FnOnce(&ProgressBar) -> T) -> T {
    let bar =
        ProgressBar::with_draw_target(u64::try_from(parts).ok(), ProgressDrawTarget::hidden());
    if !io::stderr().is_terminal() {
        return work(&bar);
    }
    let template =
        if parts > 1 { "{spinner} {pos}/{len} {wide_msg}" } else { "{spinner} {wide_msg}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    let (done, waiting) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let shown = bar.clone();
        scope.spawn(move || {
            if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(TICK);
                // Ends when `done` is dropped.
                let _: Result<(), mpsc::RecvError> = waiting.recv();
                shown.finish_and_clear();
            }
        });
        let result = work(&bar);
        drop(done);
        result
    })
}

/// From now on it is known how much there is to do: shows how much of it is done.
pub(crate) fn measured(bar: &ProgressBar) {
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg:30} {wide_bar} {percent:>3} %")
    {
        bar.set_style(style);
    }
}
