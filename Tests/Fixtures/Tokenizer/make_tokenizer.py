"""Makes vocab.json, merges.txt and goldens.json: a small vocabulary in CLIP's layout and what transformers'
CLIPTokenizer makes of odd texts with it.

    python make_tokenizer.py

Needs tokenizers and transformers.
"""
import json
import pathlib

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import CLIPTokenizer

FOLDER = pathlib.Path(__file__).parent
SUFFIX = "</w>"
PATTERN = r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""
MERGES = 300
CORPUS = """A red bicycle leans against a white wall. Two dogs are running through the snow, one of them brown.
The woman's striped shirt doesn't have buttons; she'll wear it with blue jeans, they're hers, I've seen them, I'd know, I'm sure.
Women's running shoes, size 42, 50% off! A mug of coffee & a croissant on a wooden table (top view).
Café crème, déjà vu, naïve, Straße, Ærøskøbing, Łódź, Привет мир, γειά σου κόσμε, 日本語の写真, 猫と犬, 안녕하세요, हिन्दी में लिखा.
A photograph of a mountain lake at sunrise. Children playing football in the park. 😀😀 🐶🐶 ... !!! --- 2024 2025 1000 100""".split("\n")
TEXTS = [
    "", " ", "a", "A red bicycle", "two DOGS running", "the woman's shirt", "doesn't don't we'll I'd they're I've I'm it's",
    "'s", "''s", "'", "s'", "x'llama", "'L'Ll'D", "rock 'n' roll", "it’s curly", "42", "4 2", "1234567890", "a1b2c3", "size-42/EU", "50% off!!!",
    "tab\tnew\nline\r\nend", "  many   spaces  ", "no\u00a0break", "thin\u2009space", "zero\u200bwidth", "line\u2028sep", "nel\u0085nel", "vt\u000bff\u000c",
    "café", "cafe\u0301", "e\u0301\u0301", "\u0301combining first", "a\u0323\u0307", "a\u0307\u0323", "Å \u212b A\u030a", "ﬁligree ﬀ", "\u1e9b\u0323",
    "STRASSE Straße ẞ", "İstanbul IĞDIR ıi", "ΟΔΥΣΣΕΥΣ ΣΑΣ", "ǅ ǈ ǋ", "ÆRØ ŁÓDŹ", "Привет МИР", "日本語の写真", "猫と犬 2匹", "안녕하세요", "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "हिन्दी में", "ไทยภาษา", "عربى ١٢٣", "עִבְרִית", "½ ² Ⅷ ① ٣", "ªº", "ʰʲ", "ー々", "😀", "😀😀🐶", "👩‍👩‍👧‍👦 family", "🇫🇷🇩🇪", "👍🏽 ok", "a😀b", "©®™ €£",
    "\u0000null", "bell\u0007", "\u001cfs\u001d", "esc\u001b[0m", "del\u007f", "\ufeffbom", "soft\u00adhyphen", "\ufffd", "\U0010ffff", "\ue000private",
    "a.b,c;d:e", "...", "<b>bold</b>", "http://example.com/a?b=c&d=%20", "C:\\path\\file", "snake_case", "e-mail@example.com", "#tag @user", "\"quoted\" «guillemets»",
    "𝒜𝓁𝓅𝒽𝒶", "𐐀𐐨", "𝟘𝟙", "word " * 30, "x" * 80, "aaaaaaaaab" * 9, "!" * 50, "日" * 40,
]


def train():
    """Learns merges and writes them in CLIP's order."""
    learner = Tokenizer(models.BPE(end_of_word_suffix=SUFFIX, continuing_subword_prefix=""))
    learner.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    learner.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(PATTERN), behavior="removed", invert=True),
                                                     pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    learner.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=2000, min_frequency=1, show_progress=False, end_of_word_suffix=SUFFIX,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    merges = {"".join(pair): tuple(pair) for pair in reversed(json.loads(learner.to_str())["model"]["merges"])}
    merges = list(reversed(merges.values()))[:MERGES]
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    symbols = [chr(b) for b in printable] + [chr(256 + n) for n in range(256 - len(printable))]
    tokens = symbols + [s + SUFFIX for s in symbols] + ["".join(pair) for pair in merges] + ["<|startoftext|>", "<|endoftext|>"]
    assert len(merges) == MERGES and len(set(tokens)) == len(tokens)
    return {token: number for number, token in enumerate(tokens)}, merges


vocabulary, merges = train()
reference = CLIPTokenizer(vocab=vocabulary, merges=merges)
(FOLDER / "vocab.json").write_text(json.dumps(vocabulary))
(FOLDER / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), encoding="utf-8")
goldens = [{"text": text, "ids": reference(text)["input_ids"]} for text in TEXTS]
(FOLDER / "goldens.json").write_text("[\n" + ",\n".join(json.dumps(golden) for golden in goldens) + "\n]\n")
