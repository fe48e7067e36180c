"""Crops with their targets, made by worker processes."""

import multiprocessing as mp

import numpy as np
import torch

from network import CELL_PX, COS, DX, DY, HEAT, KIND, OUTPUTS, SIN, VISIBLE
from records import Records

CROP_PX = 192
CELLS = CROP_PX // CELL_PX
HEAT_SIGMA_PX = 3.5
# correlation with the true ridges below which a minutia is not there to be seen, and from which it counts fully
SEEN_FROM, SEEN_FULLY = 0.15, 0.40
UNSURE_QUALITY = 40
WEIGHT_HEAT, WEIGHT_PLACE, WEIGHT_RIDGES = range(3)


def targets(minutiae, visible):
    """Values (8, cells, cells) and weights (3, cells, cells) of one crop; minutiae in its coordinates."""
    value = np.zeros((OUTPUTS, CELLS, CELLS), np.float32)
    weight = np.zeros((3, CELLS, CELLS), np.float32)
    seen = visible.astype(np.float32) / 127
    value[VISIBLE] = np.clip(seen, 0, 1)
    weight[WEIGHT_HEAT] = 1
    weight[WEIGHT_RIDGES] = np.clip((seen - 0.05) / 0.3, 0, 1)
    centre = CELL_PX * (np.arange(CELLS) + 0.5)
    best = np.full((CELLS, CELLS), 3.0 * CELL_PX, np.float32)
    for x, y, direction, kind, quality in minutiae:
        if not (-8 <= x < CROP_PX + 8 and -8 <= y < CROP_PX + 8):
            continue
        column, row = int(np.clip(x // CELL_PX, 0, CELLS - 1)), int(np.clip(y // CELL_PX, 0, CELLS - 1))
        left, top = max(column - 3, 0), max(row - 3, 0)
        area = np.s_[top:row + 4, left:column + 4]
        dx = x - centre[None, left:column + 4]
        dy = y - centre[top:row + 4, None]
        square = dx * dx + dy * dy
        here = seen[row, column]
        if quality < UNSURE_QUALITY:
            weight[WEIGHT_HEAT][area] *= square > 64
            continue
        certainty = np.clip((here - SEEN_FROM) / (SEEN_FULLY - SEEN_FROM), 0, 1)
        near = np.sqrt(square)
        if certainty <= 0:
            weight[WEIGHT_HEAT][area] = np.where(square < 64, 0.5 * weight[WEIGHT_HEAT][area], weight[WEIGHT_HEAT][area])
            continue
        heat = np.exp(-0.5 * square / HEAT_SIGMA_PX ** 2)
        inside = 0 <= x < CROP_PX and 0 <= y < CROP_PX
        if inside:
            heat[row - top, column - left] = 1
        value[HEAT][area] = np.maximum(value[HEAT][area], heat)
        weight[WEIGHT_HEAT][area] = np.where(square < 64, np.minimum(certainty, weight[WEIGHT_HEAT][area]), weight[WEIGHT_HEAT][area])
        closer = (near < best[area]) & (near < 1.6 * CELL_PX)
        best[area] = np.where(closer, near, best[area])
        for channel, new in ((DX, dx / CELL_PX), (DY, dy / CELL_PX), (COS, np.cos(direction)),
                             (SIN, np.sin(direction)), (KIND, kind)):
            value[channel][area] = np.where(closer, new, value[channel][area])
        weight[WEIGHT_PLACE][area] = np.where(closer, certainty, weight[WEIGHT_PLACE][area])
    return value, weight


def crop(records, random):
    """One crop: input (3, px, px) int8, ridges (px, px) int8, values, weights."""
    for _ in range(6):
        planes, visible, minutiae = records.get(int(random.integers(len(records))))
        height, width = planes.shape[1:]
        if height < CROP_PX or width < CROP_PX:
            continue
        x = CELL_PX * int(random.integers((width - CROP_PX) // CELL_PX + 1))
        y = CELL_PX * int(random.integers((height - CROP_PX) // CELL_PX + 1))
        cut = visible[y // CELL_PX:y // CELL_PX + CELLS, x // CELL_PX:x // CELL_PX + CELLS]
        if (cut > 40).mean() > 0.25 or random.random() < 0.08:
            break
    picture = planes[:, y:y + CROP_PX, x:x + CROP_PX]
    minutiae = minutiae - np.array([x, y, 0, 0, 0], np.float32)
    picture, cut, minutiae = turn(picture, cut, minutiae, int(random.integers(8)))
    picture = picture.copy()
    if random.random() < 0.15:  # ridges and valleys exchanged: the directions stay
        picture[[0, 1, 3]] = -picture[[0, 1, 3]]
        minutiae[:, 3] = 1 - minutiae[:, 3]
    value, weight = targets(minutiae, cut)
    return picture[:3], picture[3], value, weight


def turn(picture, cut, minutiae, how):
    """One of the eight rotations and mirrors of the square."""
    minutiae = minutiae.copy()
    last = CROP_PX - 1
    if how & 4:
        picture, cut = picture[:, :, ::-1], cut[:, ::-1]
        minutiae[:, 0] = last - minutiae[:, 0]
        minutiae[:, 2] = np.pi - minutiae[:, 2]
    for _ in range(how & 3):  # a quarter turn counter-clockwise as seen
        picture, cut = np.rot90(picture, axes=(1, 2)), np.rot90(cut)
        minutiae[:, [0, 1]] = np.stack([minutiae[:, 1], last - minutiae[:, 0]], 1)
        minutiae[:, 2] += np.pi / 2
    return picture, cut, minutiae


def batches(paths, size, seed, queue):
    random = np.random.default_rng(seed)
    records, known = Records(paths()), len(paths())
    while True:
        if len(paths()) != known:
            records, known = Records(paths()), len(paths())
        parts = [crop(records, random) for _ in range(size)]
        queue.put(tuple(torch.from_numpy(np.stack(p)) for p in zip(*parts)))


def start(paths, size, seed, workers=1):
    """A queue that always has batches."""
    torch.multiprocessing.set_sharing_strategy("file_system")
    queue = torch.multiprocessing.Queue(12)
    for worker in range(workers):
        mp.Process(target=batches, args=(paths, size, seed + worker, queue), daemon=True).start()
    return queue
