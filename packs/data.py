"""Texts to fit on and to try on, their words as the engine reads them, and what the encoder said of them."""

import hashlib
import json
import re
import subprocess
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
WORDS = ["cargo", "run", "--quiet", "--release", "--no-default-features", "--features", "compile", "--example", "words"]

# Of each label so many are held out of all fitting, where a set has no part of its own for trials.
HELD_OUT = 25
# Texts that are encoded before they are kept.
CHUNK = 1000


def digest(text):
    return hashlib.sha256(text.encode()).digest()


def table(path):
    """Lines of `label<TAB>message`, as two lists."""
    rows = [line.split("\t", 1) for line in Path(path).read_text(encoding="utf-8").splitlines() if line]
    return [label for label, _ in rows], [message for _, message in rows]


def held_out(labelled, count):
    """The same whoever does it, in any language: of each label the messages with the smallest SHA-256."""
    of = {}
    for label, message in zip(*labelled):
        of.setdefault(label, []).append(message)
    out = {(label, m) for label, messages in of.items() for m in sorted(messages, key=digest)[:count]}
    train, test = ([], []), ([], [])
    for row in zip(*labelled):
        for cell, part in zip(row, test if row in out else train):
            part.append(cell)
    return train, test


def labelled(folder):
    """The sets with labels: name, part to learn from, part to try."""
    folder = Path(folder)
    yield "BANKING77", *held_out(table(folder / "banking77/train.tsv"), HELD_OUT)
    yield "CLINC150", table(folder / "clinc150/train.tsv"), table(folder / "clinc150/val.tsv")


def threads(path):
    """All messages of conversations but those that the example scripts are judged by (`examples/games/README.md`)."""
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        thread = json.loads(line)
        if digest(f"answertree:{thread['id']}")[0] % 2 == 0:
            yield from (message["text"] for message in thread["messages"])
            yield thread["answer"]["text"]


def examples(folder):
    """The sentences that a dictionary gives to show how a word is used."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in Path(folder, f"data.{part}").read_text(encoding="latin-1").splitlines():
            if not line.startswith(" "):
                found = re.findall(r'"([^"]+)"', line.partition("|")[2])
                yield from (text for text in found if 3 <= len(text.split()) <= 20)


def unlabelled(folder):
    """All texts to fit on, by the name of their source, each once: what customers write, and what anybody does."""
    folder = Path(folder)
    customers = {name: train[1] for name, train, _ in labelled(folder)}
    customers["care"] = threads(folder / "care_tweets/conversations.jsonl")
    others = {"wordnet": examples(folder / "wordnet")}
    each = lambda texts: sorted({" ".join(text.split()) for text in texts}, key=digest)
    return tuple({name: each(texts) for name, texts in part.items()} for part in (customers, others))


def words(messages):
    """The words of each message, read by the engine itself."""
    lines = "\n".join(" ".join(message.split()) for message in messages) + "\n"
    done = subprocess.run(WORDS, cwd=ROOT, input=lines, capture_output=True, check=True, encoding="utf-8")
    found = [line.split() for line in done.stdout.split("\n")[:-1]]
    assert len(found) == len(messages)
    return found


class Said:
    """What the encoder said of texts, kept by their SHA-256: it takes long to ask."""

    def __init__(self, folder, encode):
        self.folder, self.encode, self.known = Path(folder), encode, {}
        self.folder.mkdir(exist_ok=True)
        for path in sorted(self.folder.glob("texts.*.npz")):
            self._add(np.load(path))

    def _add(self, kept):
        keys = kept["keys"].tobytes()
        self.known.update((keys[16 * at : 16 * at + 16], vector) for at, vector in enumerate(kept["v"]))

    def of(self, texts):
        new = sorted({text for text in texts if digest(text)[:16] not in self.known}, key=lambda text: (len(text), text))
        for start in range(0, len(new), CHUNK):
            part = new[start : start + CHUNK]
            keys = b"".join(digest(text)[:16] for text in part)
            kept = {"keys": np.frombuffer(keys, np.uint8), "v": self.encode(part)}
            np.savez(self.folder / f"texts.{keys[:8].hex()}.npz", **kept)
            self._add(kept)
        return np.array([self.known[digest(text)[:16]] for text in texts])


def cached(path, make):
    """What takes long to compute, kept from run to run."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        np.save(path, make())
    return np.load(path)
