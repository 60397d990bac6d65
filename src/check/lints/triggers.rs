//! Two topics with the same way in, intents with too few examples, and examples that two intents have.

use crate::check::context::Cx;
use crate::check::script::Script;
use crate::syntax::tree::Item;

pub(crate) fn examples(_cx: &mut Cx<'_>, _items: &[&Item], _script: &Script) {}
pub(crate) fn patterns(_cx: &mut Cx<'_>, _script: &Script) {}
