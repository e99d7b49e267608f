#!/usr/bin/env python3
"""Records what Hugging Face's tokenizers (0.23.2, Apache-2.0) make of every code point and of nasty texts: make.py FOLDER."""
import gzip, json, random, sys
from tokenizers import Tokenizer, normalizers, pre_tokenizers

SPLIT = pre_tokenizers.BertPreTokenizer()
# clean_text, handle_chinese_chars, strip_accents, lowercase
SETTINGS = [(True, True, True, True), (True, True, False, False), (False, False, False, True), (True, False, True, False)]

def kind(c, normalizer):
    """What becomes of a character between two letters: removed, space, a word of its own, a letter, or other words."""
    words = [w for w, _ in SPLIT.pre_tokenize_str(normalizer.normalize_str("a" + c + "b"))]
    return {("ab",): "R", ("a", "b"): "S", ("a", c, "b"): "P", ("a" + c + "b",): "W"}.get(tuple(words)) or " ".join(words)

def characters(out):
    for i, s in enumerate(SETTINGS):
        normalizer, first, last = normalizers.BertNormalizer(*s), 0, None
        for cp in range(0x110001):
            now = None if cp == 0x110000 else last if 0xd800 <= cp < 0xe000 else kind(chr(cp), normalizer)
            if now != last or cp == 0x110000 or len(now) > 1:
                if last is not None:
                    out.write(f"{i}\t{first:x}\t{cp - 1:x}\t{last}\n")
                first, last = cp, now

PIECES = list("abcdexyz0159.,!'-[]<>$`^~|") + ["é", "ü", "ß", "İ", "Σ", "σ", "ς", "好", "看", "가", "한", "あ", "\U0001f600", "\u1100", "\u1161"]
WORDS = ["the", "good", "film", "un", "able", "cafe", "Caf", "SEP", "sep", "mask", "MASK", "laughter", "pause"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
VOCABULARY = SPECIAL + PIECES + WORDS + ["##" + p for p in PIECES + WORDS]
ADDED = [("[laughter]", "n"), ("<pause>", ""), ("Good", "ns"), ("[SEP", ""), ("film!", "w"), ("é", "n"), ("好好", "nlr"), (" the", ""),
         ("<x>", "Sl"), ("ab", "wn"), ("abc", "n"), ("Caf", "r"), ("[MASK]x", "S"), ("\u0301", "")]
FRAGMENTS = PIECES + WORDS + SPECIAL + [a for a, _ in ADDED] + [" ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u2028", "\u3000", "\0", "\ufffd",
    "\u200d", "\u200b", "\ufeff", "\u00ad", "\u0301", "\u0302", "\u0345", "e\u0301", "[ SEP ]", "[sep]", "[Laughter]", "GOOD", "a" * 99,
    "\U000e0041", "\ue000", "\u0378", "\U00020000", "\u1fef", "\ufb01", "\u01c5", "\u0130", "\u212b", "\u0958", "\ud7a3"]

def tokenizer(settings, added):
    clean, chinese, accents, lower = settings
    tokens = [dict(id=i, content=t, single_word=False, lstrip=False, rstrip=False, normalized=False, special=True) for i, t in enumerate(SPECIAL)]
    tokens += [dict(id=VOCABULARY.index(t) if t in VOCABULARY else len(VOCABULARY) + [a for a, _ in added if a not in VOCABULARY].index(t), content=t, single_word="w" in f, lstrip="l" in f, rstrip="r" in f,
                    normalized="n" in f, special="S" in f) for t, f in added]
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": tokens,
            "normalizer": dict(type="BertNormalizer", clean_text=clean, handle_chinese_chars=chinese, strip_accents=accents, lowercase=lower),
            "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": None, "decoder": None,
            "model": dict(type="WordPiece", unk_token="[UNK]", continuing_subword_prefix="##", max_input_chars_per_word=100,
                          vocab={t: i for i, t in enumerate(VOCABULARY)})}

def texts(out):
    r = random.Random(5)
    for settings in SETTINGS:
        for added in ([], ADDED):
            j = tokenizer(settings, added)
            out.write(json.dumps({"tokenizer": j}) + "\n")
            t = Tokenizer.from_str(json.dumps(j))
            for _ in range(400):
                text = "".join(r.choice(FRAGMENTS) for _ in range(r.randrange(1, 12)))
                ids = []
                for split in (True, False):
                    t.encode_special_tokens = split
                    ids.append(t.encode(text, add_special_tokens=False).ids)
                out.write(json.dumps({"text": text, "split": ids[0], "whole": ids[1]}) + "\n")

for name, make in (("characters", characters), ("texts", texts)):
    with open(f"{sys.argv[1]}/{name}.gz", "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as z:
        import io
        with io.TextIOWrapper(z, "utf-8", newline="\n") as text: make(text)
