//! Things that stand in one another, the innermost first to reach. Turns that went further share those around.

use std::sync::Arc;

/// The topics that are walked, or the branches that were taken in one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stack<T>(Option<Arc<Inner<T>>>);

#[derive(Debug, PartialEq, Eq)]
struct Inner<T> {
    item: T,
    around: Stack<T>,
}

impl<T> Default for Stack<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Clone for Stack<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Stack<T> {
    pub(crate) fn of(item: T) -> Self {
        let mut stack = Self::default();
        stack.push(item);
        stack
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// How many there are.
    pub(crate) fn depth(&self) -> usize {
        self.outwards().count()
    }

    pub(crate) fn push(&mut self, item: T) {
        let around = core::mem::take(self);
        self.0 = Some(Arc::new(Inner { item, around }));
    }

    /// The innermost.
    pub(crate) fn last(&self) -> Option<&T> {
        self.0.as_ref().map(|inner| &inner.item)
    }

    /// The outermost.
    pub(crate) fn first(&self) -> Option<&T> {
        self.outwards().last()
    }

    /// All, the innermost first.
    pub(crate) fn outwards(&self) -> impl Iterator<Item = &T> {
        let all = core::iter::successors(self.0.as_deref(), |inner| inner.around.0.as_deref());
        all.map(|inner| &inner.item)
    }

    /// All, the innermost last.
    pub(crate) fn inwards(&self) -> Vec<&T> {
        let mut all: Vec<&T> = self.outwards().collect();
        all.reverse();
        all
    }
}

impl<T: Clone> Stack<T> {
    /// Leaves the innermost.
    pub(crate) fn pop(&mut self) -> Option<T> {
        let inner = self.0.take()?;
        match Arc::try_unwrap(inner) {
            Ok(Inner { item, around }) => {
                *self = around;
                Some(item)
            }
            Err(shared) => {
                self.0.clone_from(&shared.around.0);
                Some(shared.item.clone())
            }
        }
    }
}
