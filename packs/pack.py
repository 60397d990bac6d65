"""Writes packs, and reads messages as `docs/pack.md` says: the same numbers as `src/pack/`."""

import math
import struct

import numpy as np
import xxhash

MAGIC, VERSION = b"ATLP", 1


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


def write(language, revision, words, plain, refitted, changes):
    """`words` ascend by their bytes; `refitted` are the rows to which `changes` belong, ascending."""
    texts = [word.encode() for word in words]
    assert texts == sorted(set(texts)) and all(0 < len(text) <= 64 for text in texts)
    shared = [0]
    for before, text in zip(texts, texts[1:]):
        shared.append(next((i for i, (a, b) in enumerate(zip(before, text)) if a != b), len(before)))
    body = varint(len(language)) + language.encode() + varint(revision)
    body += varint(plain.shape[1]) + varint(len(texts))
    body += b"".join(map(varint, shared)) + b"".join(varint(len(t) - s) for t, s in zip(texts, shared))
    body += b"".join(t[s:] for t, s in zip(texts, shared))
    body += planes(plain) + varint(len(refitted))
    body += b"".join(varint(int(n)) for n in np.diff(refitted, prepend=-1) - 1) + planes(changes)
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
