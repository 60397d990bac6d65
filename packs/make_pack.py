"""Makes a language pack: `python make_pack.py DATA CACHE`, with the folder of the texts that it is fitted on.

Writes `en.pack` beside this file and `tests/data/pack_en.tsv`, by which the engine's reader is held to what is computed here.
"""

import re
import sys
from collections import Counter
from pathlib import Path

import brotli
import numpy as np
import scipy.sparse
import xxhash

import data
import fit
import pack
import quantise
from encoder import Encoder

LANGUAGE, REVISION = "en", 2
# Entries kept, the most frequent; all single letters and digits are among the first 5,000, so that what is cut can be spelt.
ENTRIES = 20000
# Pairs that so many messages have, a message of the broad texts for what it weighs.
LEAST = 3
DIMENSIONS = 96
RIDGE = 0.2
MAP_RIDGE = 3.0
ROUNDS = 100
# What a text weighs that no customer wrote.
BROAD = 0.2
STEP = 0.3
# What a folded English word is spelt with.
ENTRY = re.compile(r"(##)?[a-z0-9]+")


class Texts:
    """The entries and the messages, with the encoder's vectors."""

    def __init__(self, folder, cache):
        encoder, cache = Encoder(), Path(cache)
        ids = [at for at, text in enumerate(encoder.vocabulary) if ENTRY.fullmatch(text)][:ENTRIES]
        self.vocabulary = [encoder.vocabulary[at] for at in ids]
        self.weight = fit.weights(len(encoder.vocabulary))[ids]
        self.entries = data.cached(cache / "entries.npy", lambda: encoder.entries(ids))[:ENTRIES]
        self.speller = fit.Speller(self.vocabulary)
        # The order of a pack: by the bytes of what it spells.
        self.order = sorted(range(len(ids)), key=lambda at: self.vocabulary[at].replace("##", "#"))
        said = data.Said(cache, encoder.texts)
        customers, others = data.unlabelled(folder)
        self.customers = set(customers)
        self.sources = {}
        for name, texts in (customers | others).items():
            spelt = self.spelt(texts)
            # What has no entry says nothing of any.
            kept = [at for at, message in enumerate(spelt) if message]
            self.sources[name] = [spelt[at] for at in kept], said.of(texts)[kept]

    def spelt(self, messages):
        return [self.speller.message(line) for line in data.words(messages)]


class Vectors:
    """The vectors of all entries and of the pairs that some sources have often, times their weights."""

    def __init__(self, texts, names, dimensions=DIMENSIONS, paired=True):
        # What customers write comes first: it says where the middle is and which way the axes go.
        names = sorted(names, key=lambda name: name not in texts.customers)
        messages = [message for name in names for message in texts.sources[name][0]]
        first = sum(len(texts.sources[name][0]) for name in names if name in texts.customers)
        targets = np.vstack([texts.sources[name][1] for name in names])
        middle = targets[:first].mean(0)
        targets = targets - middle
        axes = fit.axes(targets[:first], dimensions)
        share = np.where(np.arange(len(messages)) < first, 1.0, BROAD)
        root = np.sqrt(share)[:, None]
        plain = fit.shares(fit.counts(messages, texts.weight))
        x = scipy.sparse.diags(root[:, 0]) @ plain
        alone = texts.entries - (plain[:first] @ texts.entries).mean(0)
        base = fit.mapped(x, alone, targets * root, MAP_RIDGE) @ axes
        self.weight = texts.weight
        self.places = self._often(messages, share) if paired else {}
        both = scipy.sparse.hstack([x, scipy.sparse.diags(root[:, 0]) @ fit.having(messages, self.places, texts.weight)])
        change = fit.solved(both, targets @ axes * root - x @ base, RIDGE, ROUNDS)
        self.entries = (base + change[: len(base)]) * texts.weight[:, None]
        self.pairs = change[len(base) :] * fit.PAIR

    @staticmethod
    def _often(messages, share):
        often = Counter()
        for message, weight in zip(messages, share):
            for pair in set(fit.pairs(message)):
                often[pair] += weight
        return {pair: place for place, pair in enumerate(sorted(p for p, count in often.items() if count >= LEAST))}

    def of(self, messages):
        """The sums of messages."""
        entries = fit.counts(messages, np.ones(len(self.entries))) @ self.entries
        rows = [(row, self.places[pair]) for row, m in enumerate(messages) for pair in fit.pairs(m) if pair in self.places]
        for row, place in rows:
            entries[row] += self.pairs[place]
        return entries

    def whole(self, step):
        """The same in steps."""
        self.entries, self.pairs = (quantise.whole(rows, step) for rows in (self.entries, self.pairs))
        return self


def parts(texts, vectors):
    """The parts of a pack: words, their vectors, pairs, theirs."""
    place = np.argsort(texts.order)
    renamed = lambda at: int(place[at]) if at >= 0 else -1
    pairs = [(renamed(first), renamed(second), apart) for first, second, apart in vectors.places]
    order = sorted(range(len(pairs)), key=lambda at: pack.key(pairs[at]))
    words = [texts.vocabulary[at].replace("##", "#") for at in texts.order]
    return words, vectors.entries[texts.order], [pairs[at] for at in order], vectors.pairs[order]


def agreed(words, entries, vectors, pairs, pair_vectors):
    """A line for each message: its entries, its pairs, and its vector by the first numbers and a checksum."""
    speller = fit.Speller([entry.replace("#", "##") for entry in entries])
    places = {pair: place for place, pair in enumerate(pairs)}
    for line in words:
        message = speller.message(line)
        # As the engine reads them: what an entry completes, the one further away first.
        found = [pair for pair in sorted(positions(message)) if pair[2] in places]
        found = [pair for _, _, pair in found]
        total = vectors[message].sum(0) + pair_vectors[[places[pair] for pair in found]].sum(0)
        unit = pack.unit([int(n) for n in total])
        checksum = xxhash.xxh64_hexdigest(np.array(unit, "<i2").tobytes())
        cells = [" ".join(entries[at] for at in message), " ".join(spelt(entries, pair) for pair in found)]
        yield "\t".join([*cells, " ".join(map(str, unit[:4])) + " " + checksum]) + "\n"


def positions(message):
    """Each pair with the place of its second, and 0 if it is one further away."""
    pairs = fit.pairs(message)
    near = len(message) + 1
    return [(at, 1, pair) for at, pair in enumerate(pairs[:near])] + [(at + 2, 0, pair) for at, pair in enumerate(pairs[near:])]


def spelt(entries, pair):
    first, second, apart = pair
    return (entries[first] if first >= 0 else "^") + (".." if apart else "_") + (entries[second] if second >= 0 else "$")


def main(folder, cache):
    texts = Texts(folder, cache)
    made = parts(texts, Vectors(texts, list(texts.sources)).whole(STEP))
    written = pack.write(LANGUAGE, REVISION, *made)
    (Path(__file__).parent / f"{LANGUAGE}.pack").write_bytes(written)
    own = (data.ROOT / "tests/data/care_messages.txt").read_text(encoding="utf-8").split("\n")[:-1]
    own = [line for line in own if not line.startswith("# ")]
    lines = "".join(agreed(data.words(own), *made))
    (data.ROOT / f"tests/data/pack_{LANGUAGE}.tsv").write_text(lines, encoding="utf-8")
    compressed = len(brotli.compress(written, quality=11, lgwin=24))
    for name, (spelt, _) in texts.sources.items():
        print(f"| {name} | {len(spelt)} |")
    print(f"| language | {LANGUAGE} |\n| revision | {REVISION} |\n| entries | {len(made[0])} |")
    print(f"| pairs | {len(made[2])} |\n| dimensions | {DIMENSIONS} |\n| bytes | {len(written)} |")
    print(f"| bytes, brotli 11 | {compressed} |\n| checksum | {int.from_bytes(written[8:16], 'little'):016x} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
