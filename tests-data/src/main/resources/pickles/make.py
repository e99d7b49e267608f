"""Writes the small pickles of this folder with NumPy 2: python3 make.py

types_p2.pkl, types_p4.pkl, types_p5.pkl: one dictionary with an array of every type, order and form that is read.
forms.pkl: an MMSA file whose values stand as lists, object arrays, Fortran order, NumPy scalars and arrays per sample.
"""
import pickle
import numpy as np

whole = np.arange(24).reshape(2, 3, 4)
types = {name: whole.astype(name) for name in
         ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">f4", ">f8", ">i2", ">u4"]}
types["bool"] = whole % 2 == 1
types["fortran"] = np.asfortranarray(whole.astype("f4"))
types["fortran_big"] = np.asfortranarray(whole.astype(">f8"))
types["transposed"] = np.transpose(whole.astype("i4"))
types["zero_d"] = np.array(7.5)
types["scalar_f4"] = np.float32(1.5)
types["scalar_i8"] = np.int64(-3)
types["scalar_u2"] = np.uint16(65535)
types["scalar_str"] = np.str_("né😀")
types["empty"] = np.zeros((0, 3), "f4")
types["unicode"] = np.array(["", "né", "😀 end"])
types["unicode_big"] = np.array(["", "né", "😀 end"]).astype(">U6")
types["bytes"] = np.array([b"", b"abc"])
types["objects"] = np.array(["a", None, 3], dtype=object)
types["complex"] = np.zeros(2, "c8")
types["record"] = np.zeros(2, dtype=[("x", "f4"), ("y", "i4")])
types["list"] = [1, -2, 2.5, True, None, "s", (1, 2), [], {}]
types["long"] = [2**40, -2**62, 255, -1]
types["long_bytes"] = np.arange(100_000, dtype="u1")
for protocol in (2, 4, 5):
    with open(f"types_p{protocol}.pkl", "wb") as f:
        pickle.dump(types, f, protocol)

n, rng = 3, np.random.default_rng(7)
audio = rng.normal(size=(n, 4, 2)).astype("f4")
vision = rng.normal(size=(n, 5, 3))
text = rng.normal(size=(n, 6, 2))
ids = np.array([f"v{i}$_$0" for i in range(n)], dtype=object)
plain = {"audio": audio, "vision": vision, "text": text, "id": ids.astype(str),
         "raw_text": np.array(["one", "two", "three"]),
         "text_bert": np.stack([[[101, 7 + i, 102, 0], [1, 1, 1, 0], [0] * 4] for i in range(n)]),
         "audio_lengths": np.array([4, 1, 9]), "regression_labels": np.array([-1, 0.2, 1]),
         "regression_labels_T": np.array([0.1, 0.2, 0.3])}
forms = {"audio": np.asfortranarray(audio), "vision": [v for v in vision], "text": np.asfortranarray(text),
         "id": ids, "raw_text": [np.str_(s) for s in plain["raw_text"]],
         "text_bert": plain["text_bert"].astype("f8"), "audio_lengths": [4, 1, 9],
         "vision_lengths": np.array([1, None, 2], dtype=object),
         "regression_labels": [np.float32(x) for x in plain["regression_labels"]],
         "regression_labels_T": np.array([[0.1], [0.2], [0.3]])}
with open("forms.pkl", "wb") as f:
    pickle.dump({"train": plain, "test": forms, "config": {"a": [1, {"b": None}]}}, f)
