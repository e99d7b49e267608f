"""Writes the file of this folder with Hugging Face's own library (pip install safetensors numpy)."""
import numpy as np
from safetensors.numpy import save_file

save_file(
    {
        "grid": np.arange(6, dtype="f4").reshape(2, 3),
        "half": np.array([1.5, -0.0, np.inf], "f2"),
        "double": np.array(2.5),
        "step": np.array([7], "i8"),
        "empty": np.zeros((0, 3), "f4"),
        "flags": np.array([True, False]),
    },
    "reference.safetensors",
    {"format": "pt", "note": "\u00fc"},
)
