"""The network that finds minutiae: the same architecture as crates/dactyloscopy/src/network."""

import torch
import torch.nn as nn
import torch.nn.functional as F

WIDTHS = (16, 32, 64)
CELL_PX = 4
OUTPUTS = 8
HEAT, DX, DY, COS, SIN, KIND, VISIBLE = range(7)


class Unit(nn.Module):
    """Convolution and batch normalisation; they become one convolution when exported."""

    def __init__(self, inputs, outputs, size, stride=1, dilation=1):
        super().__init__()
        padding = dilation * (size // 2)
        self.conv = nn.Conv2d(inputs, outputs, size, stride, padding, dilation, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return self.norm(self.conv(x))

    def folded(self):
        scale = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        weight = self.conv.weight * scale[:, None, None, None]
        return weight, self.norm.bias - self.norm.running_mean * scale

    @torch.no_grad()
    def unfold(self, weight, bias, x):
        """Takes the weights of a folded convolution so that `eval` computes the same; returns what it says to x.

        The statistics are those of x, so that `train` begins where `eval` stands."""
        self.conv.weight.copy_(weight)
        said = self.conv(x)
        variance, mean = torch.var_mean(said, (0, 2, 3), correction=0)
        self.norm.running_mean.copy_(mean)
        self.norm.running_var.copy_(variance)
        self.norm.weight.copy_(torch.sqrt(variance + self.norm.eps))
        self.norm.bias.copy_(bias + mean)
        return self.norm(said)


class Residual(nn.Module):
    def __init__(self, width, first, second):
        super().__init__()
        self.a = Unit(width, width, 3, dilation=first)
        self.b = Unit(width, width, 3, dilation=second)

    def forward(self, x):
        return F.relu(x + self.b(F.relu(self.a(x))))


class Detector(nn.Module):
    def __init__(self, widths=WIDTHS):
        super().__init__()
        w1, w2, w3 = widths
        self.stem1, self.stem2, self.stem3 = Unit(3, w1, 5, 2), Unit(w1, w1, 3), Unit(w1, w2, 3, 2)
        self.stem4 = Residual(w2, 1, 1)
        self.down = Unit(w2, w3, 3, 2)
        self.deep = nn.Sequential(Residual(w3, 1, 2), Residual(w3, 1, 4), Residual(w3, 1, 2))
        self.up = Unit(w3, 4 * w2, 1)
        self.join = Residual(w2, 1, 1)
        self.head1 = Unit(w2, w2, 1)
        self.head2 = nn.Conv2d(w2, OUTPUTS, 1)
        self.ridges = nn.Conv2d(w2, CELL_PX * CELL_PX, 1)  # only in training: the ridges themselves
        self.ridges_alone = False  # what draws the ridges learns without moving the rest
        nn.init.constant_(self.head2.bias, 0.0)
        with torch.no_grad():
            self.head2.bias[HEAT] = -4.0

    def forward(self, x):
        x = F.relu(self.stem2(F.relu(self.stem1(x))))
        kept = self.stem4(F.relu(self.stem3(x)))
        x = self.up(self.deep(F.relu(self.down(kept))))
        x = self.join(F.relu(kept + F.pixel_shuffle(x, 2)))
        return self.head2(F.relu(self.head1(x))), F.pixel_shuffle(
            self.ridges(x.detach() if self.ridges_alone else x), CELL_PX)

    @torch.no_grad()
    def start_from(self, convs, x):
        """Begins at exported weights (read_tnet); x is one batch of input, for the statistics of the batch norms."""
        self.eval()
        rest = [(torch.from_numpy(w), torch.from_numpy(b)) for w, b, _, _ in convs]
        assert [w.shape for w, _ in rest] == [w.shape for w, *_ in self.convolutions()], "another architecture"
        usual, Unit.forward = Unit.forward, lambda unit, x: unit.unfold(*rest.pop(0), x)
        try:
            self.forward(x)  # goes through the units in the order of the file
        finally:
            Unit.forward = usual
        (weight, bias), = rest
        self.head2.weight.copy_(weight)
        self.head2.bias.copy_(bias)
        self.train()

    def convolutions(self):
        """(weight, bias, stride, dilation) in the order of the file."""
        units = [self.stem1, self.stem2, self.stem3, self.stem4.a, self.stem4.b, self.down]
        for block in self.deep:
            units += [block.a, block.b]
        units += [self.up, self.join.a, self.join.b, self.head1]
        folded = [(*u.folded(), u.conv.stride[0], u.conv.dilation[0]) for u in units]
        return folded + [(self.head2.weight, self.head2.bias, 1, 1)]
