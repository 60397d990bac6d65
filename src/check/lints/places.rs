//! Where a text can go: which channels the guards and conditions around it leave.

use super::conditions::truth;
use crate::check::context::Cx;
use crate::check::script::Expr;
use crate::machine::id::{ChannelId, FactId};
use crate::syntax::tree::{GuardKind, Reply};

/// Channels that a reply at this place is written for, whatever else holds. On these, one without `[on …]` stands behind it.
pub(crate) fn taken_channels(cx: &Cx<'_>, replies: &[Reply]) -> Vec<ChannelId> {
    let mut out = Vec::new();
    for reply in replies {
        let named = |kind: &GuardKind| {
            matches!(kind, GuardKind::On(_) | GuardKind::Tag(_) | GuardKind::Id(_))
        };
        if !reply.guards.iter().all(|guard| named(&guard.kind)) {
            continue;
        }
        for guard in &reply.guards {
            if let GuardKind::On(names) = &guard.kind {
                let ids = names.iter().filter_map(|name| cx.scope.channels.id(&name.value));
                out.extend(ids.map(ChannelId::new));
            }
        }
    }
    out
}

/// Whether what is read now can be sent on a channel.
pub(crate) fn can_go(cx: &Cx<'_>, channel: u32) -> bool {
    let id = ChannelId::new(channel);
    let place = &cx.place;
    if !(place.channels.is_empty() || place.channels.contains(&id)) || place.taken.contains(&id) {
        return false;
    }
    let name = cx.scope.channels.name(channel);
    place.conditions.iter().all(|condition| truth(condition, Some(name)) != Some(false))
}

/// Every fact that an expression reads, in order of reading.
pub(crate) fn facts(expr: &Expr) -> Vec<FactId> {
    if let Expr::Fact(id) = expr {
        return vec![*id];
    }
    let mut out = Vec::new();
    let mut stack = vec![expr];
    while let Some(expr) = stack.pop() {
        match expr {
            Expr::Fact(id) => out.push(*id),
            Expr::List(members) => stack.extend(members.iter().rev()),
            Expr::Not(inner)
            | Expr::Minus(inner)
            | Expr::Known(inner)
            | Expr::Length(inner)
            | Expr::Upper(inner)
            | Expr::Lower(inner)
            | Expr::Trim(inner) => stack.push(inner),
            Expr::Binary(_, a, b) | Expr::Days(a, b) => stack.extend([b.as_ref(), a.as_ref()]),
            Expr::Text(_)
            | Expr::Number(_)
            | Expr::YesNo(_)
            | Expr::Date(_)
            | Expr::Time(_)
            | Expr::Now
            | Expr::Channel
            | Expr::Language
            | Expr::Open(_)
            | Expr::Opens(_)
            | Expr::Visits(_) => {}
        }
    }
    out
}
