"""Writes the weights file that crates/dactyloscopy embeds (weights/minutiae.tnet) and `evaluate --weights` reads.

Little-endian: b"TNET", u32 version 1, u32 number of convolutions; for each convolution u32 cout, cin, k, stride,
dilation, then f32 weights [cout][cin][k][k] and f32 bias [cout] (batch norm folded in); at the end the CRC-32
(zlib.crc32) of everything before it. The order of the convolutions and the widths the product expects stand in
crates/dactyloscopy/src/network/architecture.rs.
"""

import struct
import zlib

import numpy as np

MAGIC = b"TNET"
VERSION = 1


def fold_batch_norm(weight, bias, mean, variance, gamma, beta, eps=1e-5):
    """Weight and bias of a convolution followed by a batch norm, as one convolution."""
    weight, mean, variance = np.float64(weight), np.float64(mean), np.float64(variance)
    scale = np.float64(gamma) / np.sqrt(variance + eps)
    bias = np.zeros_like(mean) if bias is None else np.float64(bias)
    return weight * scale[:, None, None, None], (bias - mean) * scale + np.float64(beta)


def write_tnet(path, convs):
    """convs: list of (weight [cout, cin, k, k], bias [cout], stride, dilation), NumPy arrays, in network order."""
    out = bytearray(MAGIC + struct.pack("<II", VERSION, len(convs)))
    for index, (weight, bias, stride, dilation) in enumerate(convs):
        weight = np.ascontiguousarray(weight, dtype="<f4")
        bias = np.ascontiguousarray(bias, dtype="<f4")
        cout, cin, k, k_across = weight.shape
        assert k == k_across and bias.shape == (cout,), f"convolution {index}: {weight.shape} and {bias.shape}"
        assert np.isfinite(weight).all() and np.isfinite(bias).all(), f"convolution {index}: not finite"
        out += struct.pack("<5I", cout, cin, k, stride, dilation) + weight.tobytes() + bias.tobytes()
    out += struct.pack("<I", zlib.crc32(bytes(out)))
    with open(path, "wb") as file:
        file.write(out)
    return len(out)


def read_tnet(path):
    """What write_tnet wrote: list of (weight, bias, stride, dilation)."""
    with open(path, "rb") as file:
        data = file.read()
    body, (sum_told,) = data[:-4], struct.unpack("<I", data[-4:])
    assert zlib.crc32(body) == sum_told, f"{path}: damaged"
    assert body[:4] == MAGIC and struct.unpack("<I", body[4:8])[0] == VERSION, f"{path}: not a file of weights"
    (count,), at, convs = struct.unpack("<I", body[8:12]), 12, []
    for _ in range(count):
        cout, cin, k, stride, dilation = struct.unpack("<5I", body[at:at + 20])
        at += 20
        size = cout * cin * k * k
        weight = np.frombuffer(body, "<f4", size, at).reshape(cout, cin, k, k).copy()
        bias = np.frombuffer(body, "<f4", cout, at + 4 * size).copy()
        at += 4 * (size + cout)
        convs.append((weight, bias, stride, dilation))
    assert at == len(body), f"{path}: longer than it says"
    return convs
