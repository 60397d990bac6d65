"""Compares kinds and sizes of vectors on splits of the training parts: `python trial.py DATA CACHE kinds|sizes|words`.

`kinds` and `sizes` judge by a linear model that has a closed form, on the vectors alone; `words` by a linear SVM, with words and
characters beside them.
"""

import sys
from pathlib import Path

import brotli
import numpy as np
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

import data
import fit
import make_pack
import pack
import quantise

DRAWS = 5
EXAMPLES = (10, 0)


class Set:
    """Messages with labels: rows to learn from, rows to try."""

    def __init__(self, name, train, test, texts):
        self.name = name
        self.labels = np.unique(train[0] + test[0], return_inverse=True)[1]
        self.messages = train[1] + test[1]
        self.train = np.arange(len(train[0]))
        self.test = np.arange(len(train[0]), len(self.labels))
        self.counts = texts.counts(self.messages)

    def draw(self, examples, seed):
        """So many examples of each label; 0 for all."""
        if not examples:
            return self.train
        of = {}
        for at in np.random.default_rng(seed).permutation(self.train):
            of.setdefault(self.labels[at], []).append(at)
        return np.array(sorted(at for group in of.values() for at in group[:examples]))


def by_ridge(x, labels, tried):
    y = np.eye(labels.max() + 1)[labels]
    centre = x.mean(0)
    x = x - centre
    inner = x.T @ x + 0.5 * np.eye(x.shape[1])
    return ((tried - centre) @ np.linalg.solve(inner, x.T @ (y - y.mean(0))) + y.mean(0)).argmax(1)


def lexical(train, tried):
    parts = [
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b"),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    ]
    return [scipy.sparse.hstack(both) for both in zip(*((p.fit_transform(train), p.transform(tried)) for p in parts))]


def by_words(at, rows, x, labels, tried):
    words, tried_words = lexical([at.messages[i] for i in rows], [at.messages[i] for i in at.test])
    if x is not None:
        words, tried_words = scipy.sparse.hstack([words, 1.5 * x]), scipy.sparse.hstack([tried_words, 1.5 * tried])
    return LinearSVC(C=1).fit(words.tocsr(), labels).predict(tried_words.tocsr())


def accuracy(at, tables, examples, words=False):
    """The mean over the draws, in per cent; each table gives each entry a vector."""
    x = np.hstack([fit.unit(at.counts @ table) for table in tables]) if tables else None
    right = []
    for seed in range(DRAWS if examples else 1):
        rows = at.draw(examples, seed)
        parts = (None, at.labels[rows], None) if x is None else (x[rows], at.labels[rows], x[at.test])
        found = by_words(at, rows, *parts) if words else by_ridge(*parts)
        right.append((found == at.labels[at.test]).mean())
    return 100 * np.mean(right)


def line(name, sets, tables, words=False, examples=EXAMPLES):
    """Prints a line; `tables(set)` gives the tables for a set."""
    cells = [f"{accuracy(at, tables(at), n, words):.1f}" for at in sets for n in examples]
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def weighted(texts, table):
    return table * texts.weight[:, None]


def distilled(texts, dimensions):
    centred = texts.entries - texts.entries.mean(0)
    return weighted(texts, centred @ fit.axes(centred, dimensions))


def fitted(texts, names, ridge, dimensions=make_pack.DIMENSIONS):
    """The mapped and the refitted vectors of all entries, from the texts of some sources."""
    base, used, change = make_pack.vectors(texts, names, dimensions, ridge)
    refitted = base.copy()
    refitted[used] += change
    return weighted(texts, base), weighted(texts, refitted)


def kinds(texts, sets):
    everything = list(texts.sources)
    line("distilled, 128", sets, lambda at: [distilled(texts, 128)])
    plain = distilled(texts, 256)
    line("distilled, 256", sets, lambda at: [plain])
    for where in ("seen", "unseen"):
        taken = {at.name: [n for n in everything if where == "seen" or n != at.name] for at in sets}
        made = {at.name: fitted(texts, taken[at.name], make_pack.RIDGE) for at in sets}
        line(f"{where}: mapped", sets, lambda at: made[at.name][:1])
        line(f"{where}: refitted", sets, lambda at: made[at.name][1:])
        line(f"{where}: distilled, refitted", sets, lambda at: [plain, made[at.name][1]])
        line(f"{where}: mapped, refitted", sets, lambda at: made[at.name])


def sizes(texts, sets):
    """Dimensions and steps against the size of the pack."""
    for dimensions in (128, 192, 256):
        base, used, change = make_pack.vectors(texts, list(texts.sources), dimensions, make_pack.RIDGE)
        for step in (0.05, 0.4, 0.8):
            made = make_pack.whole(texts, base, used, change, step)
            written = pack.write("en", 1, *made)
            size = len(brotli.compress(written, quality=9, lgwin=24))
            words, plain, used_rows, changes = made
            both = plain.copy()
            both[used_rows] += changes
            back = np.argsort(texts.order)
            name = f"{dimensions} | {step} | {len(written)} | {size}"
            line(name, sets, lambda at: [plain[back], both[back]])


def words(texts, sets):
    line("words and characters", sets, lambda at: [], True, (10,))
    line("with distilled, 256", sets, lambda at: [distilled(texts, 256)], True, (10,))
    made = fitted(texts, list(texts.sources), make_pack.RIDGE)
    line("with mapped and refitted", sets, lambda at: made, True, (10,))


if __name__ == "__main__":
    texts = make_pack.Texts(sys.argv[1], sys.argv[2])
    sets = [Set(name, train, test, texts) for name, train, test in data.labelled(sys.argv[1])]
    for name in sys.argv[3:]:
        globals()[name](texts, sets)
