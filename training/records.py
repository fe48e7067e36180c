"""Reads the records that `cargo run --release -p synthetic --example training_data` writes."""

import numpy as np

PLANES = 4


class Records:
    """All records of some files, kept as bytes and cut when asked for."""

    def __init__(self, paths):
        self.places = []
        for path in paths:
            self._index(np.memmap(path, dtype=np.uint8, mode="r"))

    def _index(self, data):
        at = 0
        while at + 12 <= len(data):
            width, height, count = (int(v) for v in data[at:at + 12].view("<u4"))
            size = 12 + PLANES * width * height + (width // 4) * (height // 4) + 20 * count
            if at + size > len(data):
                break
            self.places.append((data, at + 12, width, height, count))
            at += size

    def __len__(self):
        return len(self.places)

    def get(self, index):
        """Planes (4, height, width) as int8, visibility (height/4, width/4) as int8, minutiae (n, 5) as float32."""
        data, at, width, height, count = self.places[index]
        area = width * height
        planes = data[at:at + PLANES * area].view(np.int8).reshape(PLANES, height, width)
        at += PLANES * area
        cells = (height // 4, width // 4)
        visible = data[at:at + cells[0] * cells[1]].view(np.int8).reshape(cells)
        at += cells[0] * cells[1]
        minutiae = np.frombuffer(data[at:at + 20 * count].tobytes(), "<f4").reshape(count, 5)
        return planes, visible, minutiae
