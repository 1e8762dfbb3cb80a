"""Reads an .npz that the lab saved, by the letter of the NPY format (numpy.lib.format, "Format Version 1.0") and without
our code, and tells what is in it. Where NumPy is installed, np.load must read the same; --same OTHER.npz compares with
another file. Needs Python alone.

    python3 scripts/check-npz.py saved.npz [--same original.npz]
"""

import ast
import struct
import sys
import zipfile

SIZES = {"|u1": 1, "<u2": 2}


def read_array(data: bytes) -> tuple[dict, bytes]:
    assert data[:6] == b"\x93NUMPY", "magic string"
    assert data[6:8] == b"\x01\x00", "version 1.0"
    (length,) = struct.unpack("<H", data[8:10])
    assert (10 + length) % 64 == 0, "the data begin at a multiple of 64"
    text = data[10 : 10 + length].decode("ascii")
    assert text.endswith("\n") and text.rstrip(" \n").endswith("}"), "padded with spaces, ended by a newline"
    header = ast.literal_eval(text)
    assert list(header) == ["descr", "fortran_order", "shape"], "the three keys, sorted"
    assert header["fortran_order"] is False and isinstance(header["shape"], tuple)
    count = 1
    for edge in header["shape"]:
        count *= edge
    descr = header["descr"]
    size = 4 * int(descr[2:]) if descr.startswith("<U") else SIZES[descr]
    body = data[10 + length :]
    assert len(body) == count * size, "as many bytes as the shape says"
    return header, body


def texts(header: dict, body: bytes) -> list[str]:
    width = 4 * int(header["descr"][2:])
    rows = [body[start : start + width] for start in range(0, len(body), width)]
    return [row.decode("utf-32-le").rstrip("\0") for row in rows]


def arrays(path: str) -> dict:
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None, "every CRC-32 is right"
        return {name.removesuffix(".npy"): read_array(file.read(name)) for name in file.namelist()}


def main(path: str, other: str | None) -> None:
    found = arrays(path)
    for name, (header, body) in found.items():
        told = texts(header, body) if header["descr"].startswith("<U") else ""
        print(name, header["descr"], header["shape"], told)
    for part in ("train", "val", "test"):
        images, labels = found[f"{part}_images"][0], found[f"{part}_labels"][0]
        assert images["shape"][0] == labels["shape"][0] and len(labels["shape"]) == 2
    try:
        import numpy as np
    except ImportError:
        print("NumPy is not installed; the format was checked without it.")
        return
    with np.load(path, allow_pickle=False) as loaded:
        assert sorted(loaded.files) == sorted(found)
        for name, (header, body) in found.items():
            assert loaded[name].dtype.str == header["descr"] and loaded[name].shape == header["shape"]
            assert loaded[name].tobytes() == body, name
        if other is not None:
            with np.load(other) as original:
                for name in original.files:
                    assert np.array_equal(loaded[name], original[name]), name
    print("NumPy reads the same.")


if __name__ == "__main__":
    same = sys.argv[3] if sys.argv[2:3] == ["--same"] else None
    main(sys.argv[1], same)
