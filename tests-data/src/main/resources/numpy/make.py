"""Writes the arrays of this folder; run with NumPy 2 in this folder. The tests hold the values a second time."""
import io
import zipfile

import numpy as np

grid = np.arange(6).reshape(2, 3)
special = np.array([0.0, -0.0, 1.5, -2.25, np.inf, -np.inf, np.nan, 6.1e-5])

for name, dtype in {"f2": "<f2", "f4": "<f4", "f4_big": ">f4", "f8": "<f8", "f8_big": ">f8"}.items():
    np.save(name + ".npy", special.astype(dtype))
for name, dtype in {"i1": "|i1", "i2": "<i2", "i4": "<i4", "i8": "<i8", "i8_big": ">i8"}.items():
    limits = np.iinfo(dtype)
    np.save(name + ".npy", np.array([limits.min, -1, 0, 1, limits.max], dtype))
for name, dtype in {"u1": "|u1", "u2": "<u2", "u4": "<u4"}.items():
    np.save(name + ".npy", np.array([0, 1, np.iinfo(dtype).max], dtype))
np.save("u8.npy", np.array([0, 1, 2**63 - 1], "<u8"))
np.save("b1.npy", np.array([True, False, True]))
np.save("text.npy", np.array([["a", "\u00fc\u4e2d"], ["\U0001f600 x", ""]]))
np.save("text_big.npy", np.array(["ab", "c"], ">U2"))
np.save("scalar.npy", np.float64(2.5))
np.save("empty.npy", np.zeros((2, 0, 3), "f4"))
np.save("fortran.npy", np.asfortranarray(np.arange(24, dtype="f4").reshape(2, 3, 4)))
np.save("fortran_i8.npy", np.asfortranarray(grid))
np.save("fortran_text.npy", np.asfortranarray(grid.astype("U1")))
np.save("objects.npy", np.array([1, "a"], object))
np.save("structured.npy", np.zeros(2, [("x", "f4"), ("y", "i4")]))
np.save("complex.npy", np.zeros(2, "c8"))
for version in (2, 3):
    with open(f"version{version}.npy", "wb") as out:
        np.lib.format.write_array(out, grid.astype("f4"), version=(version, 0))
np.save("plain_f4.npy", grid.astype("f4"))
np.save("plain_i8.npy", np.arange(10))
np.savez("stored.npz", a=grid.astype("f4"), text=np.array(["x"]), step=np.int64(7))
np.savez_compressed("deflated.npz", a=grid.astype("f8"), zeros=np.zeros((100, 100), "f4"))
data = io.BytesIO()
np.save(data, np.zeros(2, "f4"))
with zipfile.ZipFile("zip64.npz", "w") as out, out.open("a.npy", "w", force_zip64=True) as member:
    member.write(data.getvalue())
