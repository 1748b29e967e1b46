"""Train the byte-pair vocabulary in CLIP's layout and check it against transformers' CLIP tokenizer."""
import json
import sys
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

VOCABULARY = 10240
START, END = "<|startoftext|>", "<|endoftext|>"
SUFFIX = "</w>"
#: CLIP's splitting pattern (openai/CLIP simple_tokenizer.py).
PATTERN = r"""<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""


def byte_symbols():
    """GPT-2's 256 printable stand-ins of bytes, in GPT-2's order."""
    order = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    symbols, extra = [chr(byte) for byte in order], 0
    for byte in range(256):
        if byte not in order:
            symbols.append(chr(256 + extra))
            extra += 1
    return symbols


def untrained(model):
    """A tokenizer with CLIP's normalisation and splitting around a BPE model."""
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PATTERN), behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    return tokenizer


def train(texts, folder):
    """Learn merges from texts; write `vocab.json` and `merges.txt` (CLIP's order of ids) into `folder`."""
    learner = untrained(models.BPE(end_of_word_suffix=SUFFIX, continuing_subword_prefix=""))
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    learner.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=VOCABULARY + 600, min_frequency=2, show_progress=False,
                                                           initial_alphabet=alphabet, end_of_word_suffix=SUFFIX))
    merges = [tuple(pair) for pair in json.loads(learner.to_str())["model"]["merges"]][:VOCABULARY - 514]
    symbols = byte_symbols()
    ordered = symbols + [symbol + SUFFIX for symbol in symbols] + ["".join(pair) for pair in merges]
    if len(merges) != VOCABULARY - 514 or len(set(ordered)) != len(ordered):
        sys.exit(f"The corpus gave {len(merges)} merges and {len(set(ordered))} distinct symbols: change VOCABULARY and run again.")
    vocabulary = {token: index for index, token in enumerate(ordered + [START, END])}
    folder.mkdir(parents=True, exist_ok=True)
    json.dump(vocabulary, open(folder / "vocab.json", "w"), ensure_ascii=False)
    with open(folder / "merges.txt", "w", encoding="utf-8") as out:
        out.write("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))


class TextEncoder:
    """Texts to token ids `[start] … [end]`, cut to the context length."""

    def __init__(self, folder, context=64):
        vocabulary = json.load(open(folder / "vocab.json"))
        merges = [tuple(line.split()) for line in open(folder / "merges.txt", encoding="utf-8").read().split("\n")[1:] if line]
        self.tokenizer = untrained(models.BPE(vocab=vocabulary, merges=merges, end_of_word_suffix=SUFFIX, continuing_subword_prefix=""))
        self.context, self.start, self.end, self.vocabulary = context, vocabulary[START], vocabulary[END], vocabulary

    def __call__(self, texts):
        """List of id lists, one a text."""
        encoded = self.tokenizer.encode_batch([text.strip() for text in texts], add_special_tokens=False)
        return [[self.start] + entry.ids[:self.context - 2] + [self.end] for entry in encoded]


def verify(folder, texts):
    """Compare our ids with transformers' CLIPTokenizerFast loaded from the same two files; stop at the first difference."""
    from transformers import CLIPTokenizerFast
    vocabulary = json.load(open(folder / "vocab.json"))
    merges = [tuple(line.split()) for line in open(folder / "merges.txt", encoding="utf-8").read().split("\n")[1:] if line]
    reference = CLIPTokenizerFast(vocab=vocabulary, merges=merges)
    ours = TextEncoder(folder)(texts)
    for text, ids in zip(texts, ours):
        theirs = reference(text)["input_ids"]
        if len(theirs) <= 64 and theirs != ids:
            sys.exit(f"The tokenizers differ on {text!r}: ours {ids}, transformers {theirs}.")
    print("tokenizer agrees with transformers on", len(texts), "texts; mean length", sum(map(len, ours)) / len(ours))


if __name__ == "__main__":
    scratch = Path(sys.argv[1])
    corpus = json.load(open(scratch / "words.json"))
    table = json.load(open(scratch / "table.json"))
    if not (scratch / "tokenizer" / "vocab.json").exists():
        train(corpus["captions"] * 3 + table + corpus["phrases"] + corpus["glosses"] + corpus["emoji"], scratch / "tokenizer")
    odd = ["Café crème\u00a0 ¡olé!", "it's THE dog's 3rd 10-pack @ 50%", "日本 🐶 naïve", "e\u0301clair", "", "don't we'll I'd", "x" * 80, "tab\tnew\nline"]
    verify(scratch / "tokenizer", odd + corpus["captions"][:2000] + table[::50] + corpus["emoji"])
