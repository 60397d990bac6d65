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
    let fact = |expr: &Expr| if let Expr::Fact(id) = expr { Some(*id) } else { None };
    expr.all().filter_map(fact).collect()
}
