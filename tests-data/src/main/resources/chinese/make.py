# Makes sentences.pkl, a feature file in MMSA's layout without features, of sentences.csv: python3 make.py
import csv
import pickle

import numpy as np

TOKENS = 24  # the longest sentence has 14 characters, and [CLS] and [SEP]

splits = {}
with open("sentences.csv", encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        rows = splits.setdefault(row["split"], {"id": [], "raw_text": [], "regression_labels": []})
        rows["id"].append("%s$_$%d" % (row["split"], len(rows["id"])))
        rows["raw_text"].append(row["text"])
        rows["regression_labels"].append(float(row["label"]))
for rows in splits.values():
    count = len(rows["id"])
    rows["text"] = np.zeros((count, TOKENS, 1), np.float32)
    rows["audio"] = np.zeros((count, 1, 1), np.float32)
    rows["vision"] = np.zeros((count, 1, 1), np.float32)
with open("sentences.pkl", "wb") as file:
    pickle.dump(splits, file, 4)
