"""Compares vectors on splits of the training parts: `python trial.py DATA CACHE kinds|scales|sizes`.

Accuracy of a linear SVM (one against all others, squared hinge) on words and characters (TF-IDF) and, beside them, the messages' vectors.
"""

import copy
import sys

import brotli
import numpy as np
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

import data
import fit
import make_pack
import pack

DRAWS = 5
# How much longer the vectors are than words and characters, and what a wrong example costs.
SCALE, COST = 3.0, 0.5


class Set:
    """Messages with labels: rows to learn from, rows to try."""

    def __init__(self, name, train, test, texts):
        self.name = name
        self.labels = np.unique(train[0] + test[0], return_inverse=True)[1]
        self.messages = train[1] + test[1]
        self.train = np.arange(len(train[0]))
        self.test = np.arange(len(train[0]), len(self.labels))
        self.spelt = texts.spelt(self.messages)
        self.lexical = {}

    def draw(self, examples, seed):
        """So many examples of each label; 0 for all."""
        if not examples:
            return self.train
        of = {}
        for at in np.random.default_rng(seed).permutation(self.train):
            of.setdefault(self.labels[at], []).append(at)
        return np.array(sorted(at for group in of.values() for at in group[:examples]))

    def words(self, rows, key):
        """Words and characters of the rows and of what is tried."""
        if key not in self.lexical:
            parts = [
                TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b"),
                TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
            ]
            train, tried = ([self.messages[at] for at in part] for part in (rows, self.test))
            both = zip(*((p.fit_transform(train), p.transform(tried)) for p in parts))
            self.lexical[key] = [scipy.sparse.hstack([words, 1.5 * characters]) for words, characters in both]
        return self.lexical[key]

    def accuracy(self, vectors, examples, scale=SCALE, cost=COST):
        """The mean over the draws, in per cent; `vectors` is a row for each message, or none."""
        right = []
        for seed in range(DRAWS if examples else 1):
            rows = self.draw(examples, seed)
            train, tried = self.words(rows, (examples, seed))
            if vectors is not None:
                vectors = fit.unit(vectors)
                train = scipy.sparse.hstack([train, scale * vectors[rows]])
                tried = scipy.sparse.hstack([tried, scale * vectors[self.test]])
            model = LinearSVC(C=cost).fit(train.tocsr(), self.labels[rows])
            right.append((model.predict(tried.tocsr()) == self.labels[self.test]).mean())
        return 100 * np.mean(right)


def line(name, sets, vectors, examples=(10,), **settings):
    """Prints a line; `vectors(set)` gives the vectors of its messages."""
    cells = [f"{at.accuracy(vectors(at), n, **settings):.1f}" for at in sets for n in examples]
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def kinds(texts, sets):
    """What vectors there are, fitted on the messages of the set that is tried, too, and without them."""
    line("words and characters alone", sets, lambda at: None, cost=1.0)
    everything = list(texts.sources)
    for where in ("seen", "unseen"):
        names = {at.name: [n for n in everything if where == "seen" or n != at.name] for at in sets}
        customers = {name: [n for n in some if n in texts.customers] for name, some in names.items()}
        for what, some, paired in (("entries", names, False), ("customers' texts alone", customers, True), ("the pack", names, True)):
            made = {at.name: make_pack.Vectors(texts, some[at.name], paired=paired).of(at.spelt) for at in sets}
            line(f"{where}: {what}", sets, lambda at: made[at.name])
        for dimensions in (64, 32):
            line(f"{where}: of the pack the first {dimensions}", sets, lambda at: made[at.name][:, :dimensions])


def scales(texts, sets):
    """How long the vectors should be."""
    vectors = make_pack.Vectors(texts, list(texts.sources))
    made = {at.name: vectors.of(at.spelt) for at in sets}
    for scale in (1.5, 2.0, 2.5, 3.0, 4.0):
        for cost in (0.5, 1.0):
            line(f"{scale} | {cost}", sets, lambda at: made[at.name], (5, 10, 30, 0), scale=scale, cost=cost)


def sizes(texts, sets):
    """Steps against the size of the pack."""
    fitted = make_pack.Vectors(texts, list(texts.sources))
    for step in (0.1, 0.25, 0.3, 0.4, 0.6):
        vectors = copy.copy(fitted).whole(step)
        written = pack.write("en", make_pack.REVISION, *make_pack.parts(texts, vectors))
        size = len(brotli.compress(written, quality=9, lgwin=24))
        line(f"{step} | {len(written)} | {size}", sets, lambda at: vectors.of(at.spelt))


if __name__ == "__main__":
    texts = make_pack.Texts(sys.argv[1], sys.argv[2])
    sets = [Set(name, train, test, texts) for name, train, test in data.labelled(sys.argv[1])]
    for name in sys.argv[3:]:
        globals()[name](texts, sets)
