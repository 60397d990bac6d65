//! Hand-offs to a department that is never open.

use crate::check::context::Cx;
use crate::check::script::Script;
use crate::problem::{Code, Problem};

/// Says so at every hand-off to a department whose hours hold no minute of the week.
pub(crate) fn never_open(cx: &mut Cx<'_>, script: &Script) {
    if cx.broken_begins("open") {
        return;
    }
    for (id, span) in core::mem::take(&mut cx.used.handed) {
        let index = usize::try_from(id.index()).ok();
        let Some(department) = index.and_then(|index| script.departments.get(index)) else {
            continue;
        };
        if !department.schedule.never_open() {
            continue;
        }
        let name = &department.name;
        let problem = Problem::new(
            Code::NeverOpen,
            span,
            format!("`{name}` is never open, so nobody takes this over"),
        )
        .help(format!("write its hours under `department {name}`: `open Mon-Fri 09:00-17:00 in …`"));
        let place = cx.scope.departments.place(id.index());
        cx.report(match place {
            Some(place) => problem.label(place, "its hours are empty"),
            None => problem,
        });
    }
}
