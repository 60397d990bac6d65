"""Messages, and their words as the engine reads them."""

import json
import subprocess
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
WORDS = ["cargo", "run", "--quiet", "--example", "words"]

# Of each label so many are held out of all fitting, where a set has no part of its own for trials.
HELD_OUT = 25


def table(path):
    """Lines of `label<TAB>message`, as two lists."""
    rows = [line.split("\t", 1) for line in Path(path).read_text(encoding="utf-8").splitlines() if line]
    return [label for label, _ in rows], [message for _, message in rows]


def threads(path):
    """All messages of conversations, one JSON object a line: the customers' and the answers."""
    texts = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        thread = json.loads(line)
        texts += [message["text"] for message in thread["messages"]] + [thread["answer"]["text"]]
    return [" ".join(text.split()) for text in texts]


def held_out(labelled, count):
    """So many of each label apart."""
    labels, messages = labelled
    order, seen, train, test = np.random.default_rng(7).permutation(len(labels)), {}, ([], []), ([], [])
    for at in order:
        seen[labels[at]] = seen.get(labels[at], 0) + 1
        part = test if seen[labels[at]] <= count else train
        part[0].append(labels[at])
        part[1].append(messages[at])
    return train, test


def labelled(folder):
    """The sets with labels: name, part to learn from, part to try."""
    folder = Path(folder)
    yield "BANKING77", *held_out(table(folder / "banking77/train.tsv"), HELD_OUT)
    yield "CLINC150", table(folder / "clinc150/train.tsv"), table(folder / "clinc150/val.tsv")


def unlabelled(folder):
    """All texts to fit on by the name of their source, in an order drawn once, so that the first are a sample."""
    random = np.random.default_rng(3)
    sources = {name: train[1] for name, train, _ in labelled(folder)}
    sources["care"] = threads(Path(folder) / "care_tweets/conversations.jsonl")
    return {name: [texts[at] for at in random.permutation(len(texts))] for name, texts in sources.items()}


def words(messages):
    """The words of each message, read by the engine itself."""
    lines = "\n".join(" ".join(message.split()) for message in messages) + "\n"
    done = subprocess.run(WORDS, cwd=ROOT, input=lines, capture_output=True, check=True, encoding="utf-8")
    found = [line.split() for line in done.stdout.split("\n")[:-1]]
    assert len(found) == len(messages)
    return found


def cached(path, make):
    """What takes long to compute, kept from run to run."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        np.save(path, make())
    return np.load(path)
