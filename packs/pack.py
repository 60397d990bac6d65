"""Writes packs, and reads messages as `docs/pack.md` says: the same numbers as `src/pack/`."""

import math
import struct

import numpy as np
import xxhash

MAGIC, VERSION = b"ATLP", 2


def varint(n):
    out = bytearray()
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    return bytes(out) + bytes([n])


def planes(rows):
    """Each column with the least width that holds it."""
    out = bytearray()
    for column in rows.T.astype(int):
        width = next(w for w in (2, 4, 8) if -(1 << (w - 1)) <= column.min(initial=0) and column.max(initial=0) < 1 << (w - 1))
        each = 8 // width
        codes = np.zeros(-(-len(column) // each) * each, int)
        codes[: len(column)] = column + (1 << (width - 1))
        out.append(width)
        out += (codes.reshape(-1, each) << (width * np.arange(each))).sum(1).astype(np.uint8).tobytes()
    return bytes(out)


def key(pair):
    """Where a pair stands among the others: an end of a message comes before all entries."""
    first, second, apart = pair
    return 2 * (first + 1) + apart, second + 1


def write(language, revision, words, vectors, pairs, pair_vectors):
    """`words` ascend by their bytes, `pairs` (first, second, whether apart; -1 is an end) by their key."""
    texts = [word.encode() for word in words]
    assert texts == sorted(set(texts)) and all(0 < len(text) <= 64 for text in texts)
    shared = [0]
    for before, text in zip(texts, texts[1:]):
        shared.append(next((i for i, (a, b) in enumerate(zip(before, text)) if a != b), len(before)))
    keys = [key(pair) for pair in pairs]
    assert keys == sorted(set(keys))
    body = varint(len(language)) + language.encode() + varint(revision)
    body += varint(vectors.shape[1]) + varint(len(texts))
    body += b"".join(map(varint, shared)) + b"".join(varint(len(t) - s) for t, s in zip(texts, shared))
    body += b"".join(t[s:] for t, s in zip(texts, shared))
    body += planes(vectors) + varint(len(pairs))
    groups, seconds = bytearray(), bytearray()
    for (group_before, before), (group, second) in zip([(0, -1)] + keys, keys):
        groups += varint(group - group_before)
        seconds += varint(second - before - 1 if group == group_before else second)
    return seal(body + bytes(groups) + bytes(seconds) + planes(pair_vectors))


def seal(body):
    return MAGIC + struct.pack("<HHQ", VERSION, 0, xxhash.xxh64_intdigest(body)) + body


def unit(numbers):
    """A sum at length one, in parts of 16,384."""
    square = sum(n * n for n in numbers)
    if square == 0:
        return [0] * len(numbers)
    shift = (64 - square.bit_length()) // 2
    length = math.isqrt(square << 2 * shift)

    def scaled(n):
        top = (abs(n) << shift + 14) + length // 2
        return top // length if n >= 0 else -(top // length)

    return [scaled(n) for n in numbers]
