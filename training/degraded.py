"""Spoils real images in known ways, so that differences show where the images themselves are no longer difficult.

    python training/degraded.py ../shared/data/fingerprint OUT FVC2002/DB1_B FVC2002/DB3_B

writes folders OUT/KIND_FOLDER of FINGER_IMPRESSION.png for the example `evaluate`. What happens to an image depends on its name
only. For judging, never for training. In kind `back` the older print is one of another finger of the same folder, so its
different fingers do hold something in common: only its missed pairs mean anything.
"""

import glob
import io
import os
import sys
import zlib

import numpy as np
from PIL import Image, ImageFilter

SIDE_MIN_PX = 110
MILD = ("dry", "wet", "back", "noisy")  # these once more, half of it: folders "mild..."


def blur(a, deviation):
    reach = int(3 * deviation + 1)
    window = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    window /= window.sum()
    p = np.pad(a, reach, mode="edge")
    p = sum(w * p[i:i + a.shape[0], :] for i, w in enumerate(window))
    return sum(w * p[:, i:i + a.shape[1]] for i, w in enumerate(window))


def resized(a, width, height):
    return np.array(Image.fromarray(a.astype(np.float32)).resize((width, height), Image.BICUBIC))


def smooth(random, shape, spacing):
    """Hills of mean 0 and deviation 1."""
    field = blur(random.standard_normal((shape[0] // 2 + 1, shape[1] // 2 + 1)), max(spacing / 2, 0.6))
    field = resized(field, shape[1], shape[0])
    return field / field.std()


def finger_box(a):
    rough = blur(np.abs(a - blur(a, 4)), 6)
    there = rough > 0.35 * np.quantile(rough, 0.95)
    rows, columns = np.where(there.mean(1) > 0.1)[0], np.where(there.mean(0) > 0.1)[0]
    if len(rows) < 20 or len(columns) < 20:
        return 0, a.shape[0], 0, a.shape[1]
    return rows[0], rows[-1] + 1, columns[0], columns[-1] + 1


def partial(a, random, share, eccentric):
    top, bottom, left, right = finger_box(a)
    height, width = bottom - top, right - left
    h, w = max(int(height * np.sqrt(share)), 130), max(int(width * np.sqrt(share)), 130)
    y = top + int(max(height - h, 0) * (0.5 + (random.random() - 0.5) * eccentric))
    x = left + int(max(width - w, 0) * (0.5 + (random.random() - 0.5) * eccentric))
    return a[y:min(y + h, a.shape[0]), x:min(x + w, a.shape[1])]


def scaled(a, factor):
    return resized(a, round(a.shape[1] * factor), round(a.shape[0] * factor))


def jpeg(a, quality):
    file = io.BytesIO()
    Image.fromarray(np.clip(a, 0, 255).round().astype(np.uint8)).save(file, "JPEG", quality=quality)
    return np.array(Image.open(file)).astype(np.float32)


def noisy(a, random, deviation=(0.8, 1.6), noise=(8, 22), contrast=(0.25, 0.7)):
    middle = np.median(a)
    a = blur(middle + (a - middle) * random.uniform(*contrast), random.uniform(*deviation))
    grain = random.standard_normal(a.shape) * random.uniform(*noise)
    if random.random() < 0.5:
        grain = blur(grain, 0.7) * 1.6
    return a + grain


def back(a, random, older):
    """An older print, stripes, stains and uneven light."""
    height, width = a.shape
    down, across = random.integers(-60, 60), random.integers(-60, 60)
    ghost = np.full((height, width), np.median(older))
    h, w = min(height, older.shape[0]), min(width, older.shape[1])
    ghost[:h, :w] = older[:h, :w]
    ghost = np.roll(ghost, (down, across), (0, 1))
    change = -random.uniform(0.25, 0.5) * np.clip(np.quantile(older, 0.8) - ghost, 0, None)
    angle, period = random.uniform(0, np.pi), random.uniform(7, 28)
    y, x = np.mgrid[:height, :width]
    along = x * np.cos(angle) + y * np.sin(angle)
    change += random.uniform(4, 16) * np.sin(2 * np.pi * along / period + 2 * smooth(random, a.shape, 40))
    stains = smooth(random, a.shape, random.uniform(5, 14))
    change -= random.uniform(15, 55) * np.clip(stains - 0.9, 0, 1)
    return a + change + random.uniform(5, 25) * smooth(random, a.shape, 60)


def dry(a, random):
    light = np.quantile(a, 0.92)
    gaps = smooth(random, a.shape, 1.3) + 0.9 * smooth(random, a.shape, 25)
    return a + (light - a) * 0.85 / (1 + np.exp(-4 * (gaps - random.uniform(0, 0.9))))


def wet(a, random):
    dark = np.quantile(a, 0.08)
    side = 3 if random.random() < 0.6 else 5
    thick = Image.fromarray(np.clip(a, 0, 255).astype(np.uint8)).filter(ImageFilter.MinFilter(side))
    share = random.uniform(0.4, 0.95)
    a = (1 - share) * a + share * np.array(thick).astype(np.float32)
    drops = smooth(random, a.shape, 7) + 0.8 * smooth(random, a.shape, 30)
    filled = 0.85 / (1 + np.exp(-5 * (drops - random.uniform(0.6, 1.4))))
    return blur(a + (dark - a) * filled, random.uniform(0.5, 1.1))


def mixed(a, random, older):
    a = partial(a, random, 0.7, 0.8)
    a = [dry, wet, lambda a, _: a][random.integers(3)](a, random)
    a = back(a, random, older) if random.random() < 0.5 else a
    a = noisy(a, random, (0.4, 1.0), (3, 12), (0.4, 0.9))
    return jpeg(scaled(a, 1.1), int(random.integers(15, 40)))


KINDS = {
    "partial": lambda a, random, _: partial(a, random, 0.5, 1.0),
    "ppi569": lambda a, random, _: scaled(noisy(a, random, (0.5, 1.0), (2, 8), (0.5, 0.9)), 1.138),
    "small": lambda a, random, _: scaled(noisy(a, random, (0.4, 0.8), (2, 8), (0.5, 0.9)), 0.85),
    "noisy": lambda a, random, _: noisy(a, random),
    "back": back,
    "jpeg": lambda a, random, _: jpeg(noisy(a, random, (0.4, 0.6), (1, 4), (0.6, 1)), int(random.integers(6, 14))),
    "dry": lambda a, random, _: dry(a, random),
    "wet": lambda a, random, _: wet(a, random),
    "mixed": mixed,
}


def save(a, path):
    height, width = a.shape
    if min(height, width) < SIDE_MIN_PX:
        wider = np.full((max(height, SIDE_MIN_PX), max(width, SIDE_MIN_PX)), np.median(a))
        wider[:height, :width] = a
        a = wider
    os.makedirs(os.path.dirname(path), exist_ok=True)
    Image.fromarray(np.clip(a, 0, 255).round().astype(np.uint8)).save(path)
    return np.array(Image.open(path)).astype(np.float32)


def main():
    source, out, *folders = sys.argv[1:]
    for folder in folders:
        paths = sorted(glob.glob(f"{source}/{folder}/*"))
        images = [np.array(Image.open(p).convert("L")).astype(np.float32) for p in paths]
        for kind, spoil in KINDS.items():
            for i, (path, a) in enumerate(zip(paths, images)):
                name = os.path.splitext(os.path.basename(path))[0]
                random = np.random.default_rng(zlib.crc32(f"{kind}|{folder}|{name}".encode()))
                spoilt = spoil(a, random, images[(i + len(images) // 3) % len(images)])
                to = f"{kind}_{folder.replace('/', '_')}/{name}.png"
                seen = save(spoilt, f"{out}/{to}")
                if kind in MILD:
                    save(0.5 * a + 0.5 * seen, f"{out}/mild{to}")


if __name__ == "__main__":
    main()
