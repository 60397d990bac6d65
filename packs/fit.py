"""Vectors of entries, such that sums of them are like the encoder's vectors of whole messages."""

import numpy as np
import scipy.linalg
import scipy.sparse

# What a pair counts: about as much as a frequent entry.
PAIR = 7.0


# An entry counts by the logarithm of its rank in the encoder's vocabulary, in which frequent words come first.
def weights(count):
    return np.log(2 + np.arange(count))


class Speller:
    """Words as entries: at each place the longest that fits."""

    def __init__(self, vocabulary):
        self.index = {entry: at for at, entry in enumerate(vocabulary)}
        self.known = {}

    def word(self, word):
        if word not in self.known:
            self.known[word] = self._spell(word)
        return self.known[word]

    def _spell(self, word):
        if len(word.encode()) > 64:
            return []
        found, start = [], 0
        while start < len(word):
            before = "##" if start else ""
            end = next((end for end in range(len(word), start, -1) if before + word[start:end] in self.index), None)
            if end is None:
                return []
            found.append(self.index[before + word[start:end]])
            start = end
        return found

    def message(self, words):
        return [entry for word in words for entry in self.word(word)]


def counts(messages, weight):
    """A sparse row for each message: how often each entry stands in it, times its weight."""
    rows = [row for row, message in enumerate(messages) for _ in message]
    columns = [entry for message in messages for entry in message]
    shape = (len(messages), len(weight))
    return scipy.sparse.csr_matrix((weight[columns], (rows, columns)), shape=shape)


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-12)


def shares(x):
    """The same as shares: each row adds up to one."""
    return scipy.sparse.diags(1 / np.maximum(np.asarray(x.sum(1)).ravel(), 1e-12)) @ x


def mapped(x, vectors, targets, ridge):
    """The vectors by the linear map, near to none, that brings means of them nearest to the targets."""
    means = x @ vectors
    inner = means.T @ means + ridge * np.eye(vectors.shape[1])
    return vectors + vectors @ scipy.linalg.solve(inner, means.T @ (targets - means), assume_a="pos")


def pairs(message):
    """The pairs of a message's entries: first, second, whether one stands between; -1 is an end."""
    ends = [-1, *message, -1]
    near = [(first, second, 0) for first, second in zip(ends, ends[1:])] if message else []
    return near + [(first, second, 1) for first, second in zip(message, message[2:])]


def having(messages, pairs_of, weight):
    """A sparse row for each message: its pairs among those that have a place, as shares of the same whole as its entries."""
    rows, columns, values = [], [], []
    for row, message in enumerate(messages):
        found = [pairs_of[pair] for pair in pairs(message) if pair in pairs_of]
        rows += [row] * len(found)
        columns += found
        values += [PAIR / weight[message].sum()] * len(found)
    return scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(messages), len(pairs_of)))


def solved(x, targets, ridge, rounds):
    """What of each column brings `x` times it nearest to the targets, and near to none (conjugate gradients)."""
    x, targets = x.tocsr().astype(np.float32), targets.astype(np.float32)
    back = x.T.tocsr()
    found = np.zeros((x.shape[1], targets.shape[1]), np.float32)
    left = back @ targets
    way, square = left.copy(), (left * left).sum(0)
    for _ in range(rounds):
        along = back @ (x @ way) + np.float32(ridge) * way
        step = square / np.maximum((way * along).sum(0), 1e-12)
        found += step * way
        left -= step * along
        square, before = (left * left).sum(0), square
        way = left + square / np.maximum(before, 1e-20) * way
    return found


def axes(x, dimensions):
    """The principal axes of rows."""
    values, vectors = np.linalg.eigh(x.T @ x)
    found = vectors[:, ::-1][:, :dimensions]
    # The sign of an axis is free: the largest part counts up.
    return found * np.sign(found[np.abs(found).argmax(0), np.arange(found.shape[1])])
