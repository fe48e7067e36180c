"""Trains the detector for so many minutes, from a checkpoint if there is one.

    python training/train.py --data DIR --out DIR --minutes 90 [--threads 1] [--batch 24] [--rate 2e-3] [--start FILE.tnet]

With --start a new run begins at exported weights. A file of weights has no batch norms and no layer that draws the ridges:
the former are set from the first batches so that the outputs stay as they were, the latter learns alone at first.
"""

import argparse
import copy
import glob
import math
import os
import time

import torch
import torch.nn.functional as F

import crops
from export_format import read_tnet, write_tnet
from network import COS, DX, DY, HEAT, KIND, SIN, VISIBLE, Detector

START_BATCHES = 8
RIDGES_ALONE_STEPS = 200


def losses(output, ridges, target_ridges, value, weight):
    heat, wanted, counts = output[:, HEAT], value[:, HEAT], weight[:, crops.WEIGHT_HEAT]
    likely = torch.sigmoid(heat)
    positive = (wanted == 1).float()
    hit = F.softplus(-heat) * (1 - likely) ** 2
    miss = F.softplus(heat) * likely ** 2 * (1 - wanted) ** 4
    total = positive.mul(counts).sum().clamp(min=1)
    heat_loss = ((positive * hit + (1 - positive) * miss) * counts).sum() / total
    place = weight[:, crops.WEIGHT_PLACE]
    many = place.sum().clamp(min=1)
    offset = (output[:, [DX, DY]] - value[:, [DX, DY]]).abs().sum(1)
    direction = (output[:, [COS, SIN]] - value[:, [COS, SIN]]).square().sum(1)
    kind = F.binary_cross_entropy_with_logits(output[:, KIND], value[:, KIND], reduction="none")
    seen = F.binary_cross_entropy_with_logits(output[:, VISIBLE], value[:, VISIBLE])
    cells = F.interpolate(weight[:, crops.WEIGHT_RIDGES:], scale_factor=4, mode="nearest")[:, 0]
    clean = ((ridges[:, 0] - target_ridges).square() * cells).sum() / cells.sum().clamp(min=1)
    parts = {
        "heat": heat_loss,
        "offset": (offset * place).sum() / many,
        "direction": (direction * place).sum() / many,
        "kind": (kind * place).sum() / many,
        "seen": seen,
        "ridges": clean,
    }
    return parts, (parts["heat"] + parts["offset"] + parts["direction"] + 0.1 * parts["kind"]
                   + 0.3 * parts["seen"] + 0.5 * parts["ridges"])


def unpack(batch):
    picture, ridges, value, weight = batch
    scale = torch.tensor([1 / 50, 1 / 100, 1 / 127]).view(1, 3, 1, 1)
    return (picture.float() * scale).contiguous(memory_format=torch.channels_last), ridges.float() / 127, value, weight


@torch.no_grad()
def follow(average, model, keep):
    for mean, new in zip(average.state_dict().values(), model.state_dict().values()):
        if mean.dtype.is_floating_point:
            mean.mul_(keep).add_(new, alpha=1 - keep)
        else:
            mean.copy_(new)


def export(model, path):
    with torch.no_grad():
        write_tnet(path, [(w.float().numpy(), b.float().numpy(), s, d) for w, b, s, d in model.convolutions()])


@torch.no_grad()
def start(model, path, queue):
    """Exported weights into the model; the outputs must be what the file's convolutions say."""
    convs = read_tnet(path)
    pictures = torch.cat([unpack(queue.get())[0] for _ in range(START_BATCHES)])
    model.start_from(convs, pictures)
    back = [torch.cat([w.flatten(), b.flatten()]) for w, b, _, _ in model.convolutions()]
    told = [torch.cat([torch.from_numpy(w).flatten(), torch.from_numpy(b).flatten()]) for w, b, _, _ in convs]
    worst = max(((a - b).abs().max() / b.abs().max()).item() for a, b in zip(back, told))
    print(f"started from {path}: folded again, weights differ by at most {worst:.1e} of the largest", flush=True)
    assert worst < 1e-4, "the outputs would not be the same"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", required=True)
    options.add_argument("--out", required=True)
    options.add_argument("--minutes", type=float, required=True)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--batch", type=int, default=24)
    options.add_argument("--rate", type=float, default=2e-3)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--start", help="a file of weights to begin at, if there is no checkpoint")
    options = options.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    os.makedirs(options.out, exist_ok=True)
    queue = crops.start(lambda: sorted(glob.glob(options.data + "/part*.bin")), options.batch, options.seed)
    model = Detector().to(memory_format=torch.channels_last)
    checkpoint = options.out + "/checkpoint.pt"
    if options.start and not os.path.exists(checkpoint):
        start(model, options.start, queue)
    average = copy.deepcopy(model)
    adam = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=1e-4)
    step, spent = 0, 0.0
    if os.path.exists(checkpoint):
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        adam.load_state_dict(state["adam"])
        step, spent = state["step"], state["spent"]
    begun, saved, sums = time.time() - spent, time.time(), {}
    while True:
        spent = time.time() - begun
        done = spent / (60 * options.minutes)
        if done >= 1:
            break
        rate = options.rate * min(1, (step + 1) / 200) * max(0.5 * (1 + math.cos(math.pi * done)), 0.005)
        for group in adam.param_groups:
            group["lr"] = rate
        picture, ridges, value, weight = unpack(queue.get())
        model.ridges_alone = options.start is not None and step < RIDGES_ALONE_STEPS
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output, drawn = model(picture)
        parts, loss = losses(output.float(), drawn.float(), ridges, value, weight)
        adam.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        adam.step()
        step += 1
        follow(average, model, min(0.998, (step + 1) / (step + 10)))
        for name, part in parts.items():
            sums[name] = sums.get(name, 0.0) + part.item()
        if step % 100 == 0:
            line = " ".join(f"{n} {s / 100:.4f}" for n, s in sums.items())
            print(f"{spent / 60:.1f} min step {step} rate {rate:.5f} {line}", flush=True)
            sums = {}
        if time.time() - saved > 180:
            saved = time.time()
            torch.save({"model": model.state_dict(), "average": average.state_dict(), "adam": adam.state_dict(),
                        "step": step, "spent": spent}, checkpoint + ".new")
            os.replace(checkpoint + ".new", checkpoint)
            export(average, options.out + "/minutiae.tnet")
    torch.save({"model": model.state_dict(), "average": average.state_dict(), "adam": adam.state_dict(),
                "step": step, "spent": spent}, checkpoint)
    export(average, options.out + "/minutiae.tnet")


if __name__ == "__main__":
    main()
