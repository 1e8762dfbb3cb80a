"""Reads a store that `npm run shards` wrote, by the letter of the Zarr v3 specification and without our code, and
compares it with the .npz it was made of. Needs NumPy only.

    python3 scripts/check-zarr.py public/data/pneumoniamnist.zarr pneumoniamnist.npz
"""

import gzip
import itertools
import json
import pathlib
import sys

import numpy as np

# v3 core, "Array metadata": the mandatory names, then the optional ones.
MANDATORY = {
    "zarr_format", "node_type", "shape", "data_type", "chunk_grid", "chunk_key_encoding", "fill_value", "codecs",
}
OPTIONAL = {"attributes", "storage_transformers", "dimension_names"}


def read_array(folder: pathlib.Path) -> np.ndarray:
    meta = json.loads((folder / "zarr.json").read_text())
    assert MANDATORY <= meta.keys() <= MANDATORY | OPTIONAL, meta.keys()
    assert meta["zarr_format"] == 3 and meta["node_type"] == "array"
    assert meta["chunk_grid"]["name"] == "regular" and meta["chunk_key_encoding"]["name"] == "default"
    assert len(meta["dimension_names"]) == len(meta["shape"])
    shape, chunk_shape = meta["shape"], meta["chunk_grid"]["configuration"]["chunk_shape"]
    separator = meta["chunk_key_encoding"]["configuration"]["separator"]
    result = np.full(shape, meta["fill_value"], dtype=meta["data_type"])
    grid = [range(-(-length // chunk)) for length, chunk in zip(shape, chunk_shape, strict=True)]
    for coordinates in itertools.product(*grid):
        data = (folder / separator.join(["c", *map(str, coordinates)])).read_bytes()
        for codec in reversed(meta["codecs"]):
            if codec["name"] == "gzip":
                data = gzip.decompress(data)
            else:
                assert codec["name"] == "bytes", codec
                dtype = np.dtype(meta["data_type"])
                if dtype.itemsize > 1:
                    assert codec["configuration"] == {"endian": "little"}, codec
                data = np.frombuffer(data, dtype.newbyteorder("<")).reshape(chunk_shape)
        start = [c * length for c, length in zip(coordinates, chunk_shape, strict=True)]
        inside = tuple(slice(s, min(s + c, n)) for s, c, n in zip(start, chunk_shape, shape, strict=True))
        result[inside] = data[tuple(slice(0, each.stop - each.start) for each in inside)]
    return result


def main(store: str, npz: str) -> None:
    root = pathlib.Path(store)
    group = json.loads((root / "zarr.json").read_text())
    assert group["zarr_format"] == 3 and group["node_type"] == "group"
    for name, expected in np.load(npz).items():
        assert np.array_equal(read_array(root / name), expected), name
        print(f"{name}: {expected.shape} equal")


if __name__ == "__main__":
    main(*sys.argv[1:])
