"""scikit-learn and fastText: learns one file, tries the messages of another, prints what it found as one line of JSON.

`peers.py ENGINE TRAIN TEST NONE`, lines of `label<TAB>message`. With NONE = `-` nothing is to be refused. For each message of
TEST the label that is likeliest, and whether it is refused. Both engines have one thread.
"""

import gzip
import json
import os
import pickle
import re
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import numpy as np

# Of messages that have a topic so many are refused, in training data that a model has not seen.
REFUSED = 0.05
FOLDS = 3
# From so many messages on one part alone is tried: it has enough of them.
MANY = 2000
# Passes over the messages by which a message is timed, and the most messages of a pass.
PASSES = 5
TIMED = 500


class Sklearn:
    """TF-IDF of words and pairs of words, and of runs of two to five letters within words; a linear support vector machine."""

    def __init__(self, messages, labels):
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC

        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        self.kinds = [words.fit(messages), letters.fit(messages)]
        self.model = LinearSVC(C=1.0).fit(self.features(messages), labels)

    def features(self, messages):
        # Not scikit-learn's own union: it takes longer than all else where there is one message.
        from scipy.sparse import hstack

        return hstack([kind.transform(messages) for kind in self.kinds], format="csr")

    def best(self, messages):
        values = self.model.decision_function(self.features(messages))
        return [(str(self.model.classes_[at]), float(row[at])) for row, at in zip(values, values.argmax(axis=1))]

    def bytes(self):
        return pickle.dumps((self.kinds, self.model))


class FastText:
    """Words, pairs of words and runs of two to five letters, as vectors that are learned."""

    settings = {"wordNgrams": 2, "minn": 2, "maxn": 5, "dim": 50, "bucket": 200_000, "lr": 1.0, "epoch": 100, "seed": 1}

    def __init__(self, messages, labels):
        import fasttext

        # Labels are numbers there: a label may have white space in it.
        self.labels = sorted(set(labels))
        number = {label: at for at, label in enumerate(self.labels)}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "train.txt")
            lines = (f"__label__{number[label]} {self.tokens(message)}\n" for label, message in zip(labels, messages))
            path.write_text("".join(lines), encoding="utf-8")
            self.model = fasttext.train_supervised(str(path), loss="softmax", thread=1, verbose=0, **self.settings)

    @staticmethod
    def tokens(message):
        """Small letters, and signs apart from words, as its own examples do."""
        return " ".join(re.findall(r"\w+|[^\w\s]", message.lower()))

    def best(self, messages):
        answers = (self.model.predict(self.tokens(message)) for message in messages)
        return [(self.labels[int(label.removeprefix("__label__"))], float(value)) for (label,), (value,) in answers]

    def bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "model.bin")
            self.model.save_model(str(path))
            return path.read_bytes()


def read(path):
    rows = [line.split("\t", 1) for line in Path(path).read_text(encoding="utf-8").split("\n") if line]
    return [message for _, message in rows], [label for label, _ in rows]


def threshold(engine, messages, labels):
    """The value below which a message is refused, from training data: each third tried on a model of the two others."""
    from sklearn.model_selection import StratifiedKFold

    messages, labels = np.array(messages, dtype=object), np.array(labels, dtype=object)
    values = []
    for learned, tried in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(messages, labels.astype(str)):
        if len(values) * FOLDS >= MANY - FOLDS:
            break
        model = engine(list(messages[learned]), list(labels[learned]))
        values += [value for _, value in model.best(list(messages[tried]))]
    return float(np.quantile(values, REFUSED))


def main(name, train, test, none):
    engine = {"scikit-learn": Sklearn, "fastText": FastText}[name]
    messages, labels = read(train)
    begin = perf_counter()
    model = engine(messages, labels)
    seconds = perf_counter() - begin
    least = None if none == "-" else threshold(engine, messages, labels)

    tried, _ = read(test)
    found = [[label, least is not None and value < least] for label, value in model.best(tried)]
    passes = []
    for _ in range(PASSES):
        begin = perf_counter()
        for message in tried[:TIMED]:
            model.best([message])
        passes.append((perf_counter() - begin) / len(tried[:TIMED]))
    print(
        json.dumps(
            {
                "train_seconds": seconds,
                "model_bytes_gzip": len(gzip.compress(model.bytes(), 9 if name == "scikit-learn" else 6)),
                "microseconds": statistics.median(passes) * 1e6,
                "found": found,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
