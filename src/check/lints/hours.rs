//! Hand-offs to a department that is never open.

use std::collections::BTreeSet;

use crate::check::context::Cx;
use crate::check::script::Script;
use crate::machine::id::DepartmentId;
use crate::problem::{Code, Problem};

/// Says so at every hand-off to a department whose hours hold no minute of the week, or where there is none at the
/// department itself.
pub(crate) fn never_open(cx: &mut Cx<'_>, script: &Script) {
    if cx.broken_begins("open") {
        return;
    }
    let mut handed = core::mem::take(&mut cx.used.handed);
    let known: BTreeSet<DepartmentId> = handed.iter().map(|&(id, _)| id).collect();
    for (id, (_, span)) in (0_u32..).zip(&cx.scope.departments.names) {
        let id = DepartmentId::new(id);
        if !known.contains(&id) {
            handed.push((id, *span));
        }
    }
    for (id, span) in handed {
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
            format!("`{name}` is never open: its hours hold no time"),
        )
        .help("write hours that end after they begin, such as `09:00-17:00`; the whole day is `00:00-24:00`");
        let place = cx.scope.departments.place(id.index()).filter(|&place| place != span);
        cx.report(match place {
            Some(place) => problem.label(place, "its hours stand under this line"),
            None => problem,
        });
    }
}
