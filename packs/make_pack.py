"""Makes a language pack: `python make_pack.py DATA CACHE`, with the folder of the messages that it is fitted on.

Writes `en.pack` beside this file and `tests/data/pack_en.tsv`, by which the engine's reader is held to what is computed here.
"""

import re
import sys
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

LANGUAGE, REVISION = "en", 1
# Messages of each source that the vectors are fitted on, the first of an order drawn once.
TAKEN = {"BANKING77": 1200, "CLINC150": 1500, "care": 300}
# Entries kept, the most frequent; all single letters and digits are among the first 5,000, so that what is cut can be spelt.
ENTRIES = 20000
DIMENSIONS = 256
RIDGE = 0.5
MAP_RIDGE = 3.0
STEP = 0.4
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
        self.sources = {}
        for name, texts in data.unlabelled(folder).items():
            texts = texts[: TAKEN[name]]
            targets = data.cached(cache / f"{name}.npy", lambda: encoder.texts(texts))[: len(texts)]
            assert len(targets) == len(texts)
            self.sources[name] = self.counts(texts), targets

    def counts(self, messages):
        spelt = [self.speller.message(line) for line in data.words(messages)]
        return fit.counts(spelt, self.weight)


def vectors(texts, names, dimensions, ridge):
    """The mapped vectors of all entries; which were refitted; what to add to those."""
    x = fit.shares(scipy.sparse.vstack([texts.sources[name][0] for name in names]))
    y = np.vstack([texts.sources[name][1] for name in names])
    y = y - y.mean(0)
    axes = fit.axes(y, dimensions)
    base = fit.mapped(x, texts.entries - (x @ texts.entries).mean(0), y, MAP_RIDGE) @ axes
    return base, *fit.refitted(x, base, y @ axes, ridge)


def whole(texts, base, used, change, step):
    """The parts of a pack: words, plain vectors, refitted rows, changes."""
    weight = texts.weight[:, None]
    plain = quantise.whole(base * weight, step)
    # What the plain vectors lost is made good where there is a change.
    change = quantise.whole((base[used] + change) * weight[used] - plain[used] * step, step)
    place = np.argsort(texts.order)[used]
    ascending = np.argsort(place)
    words = [texts.vocabulary[at].replace("##", "#") for at in texts.order]
    return words, plain[texts.order], place[ascending], change[ascending]


def agreed(words, entries, plain, used, change):
    """A line for each message: its entries, and both vectors by their first numbers and a checksum."""
    speller = fit.Speller([entry.replace("#", "##") for entry in entries])
    refitted = plain.copy()
    refitted[used] += change
    for line in words:
        message = speller.message(line)
        cells = [" ".join(entries[at] for at in message)]
        for table in (plain, refitted):
            unit = pack.unit([int(n) for n in table[message].sum(0)])
            checksum = xxhash.xxh64_hexdigest(np.array(unit, "<i2").tobytes())
            cells.append(" ".join(map(str, unit[:4])) + " " + checksum)
        yield "\t".join(cells) + "\n"


def main(folder, cache):
    texts = Texts(folder, cache)
    made = whole(texts, *vectors(texts, list(texts.sources), DIMENSIONS, RIDGE), STEP)
    written = pack.write(LANGUAGE, REVISION, *made)
    (Path(__file__).parent / f"{LANGUAGE}.pack").write_bytes(written)
    own = (data.ROOT / "tests/data/care_messages.txt").read_text(encoding="utf-8").split("\n")[:-1]
    own = [line for line in own if not line.startswith("# ")]
    lines = "".join(agreed(data.words(own), *made))
    (data.ROOT / f"tests/data/pack_{LANGUAGE}.tsv").write_text(lines, encoding="utf-8")
    compressed = len(brotli.compress(written, quality=11, lgwin=24))
    print(f"| language | {LANGUAGE} |\n| revision | {REVISION} |\n| entries | {len(made[0])} |")
    print(f"| refitted entries | {len(made[2])} |\n| dimensions | {DIMENSIONS} |\n| bytes | {len(written)} |")
    print(f"| bytes, brotli 11 | {compressed} |\n| checksum | {int.from_bytes(written[8:16], 'little'):016x} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
