#!/usr/bin/env python3
"""Numbers of PyTorch (in double precision) that tests/engine/train/torch_test.cpp holds the engine to:

    python3 tools/torch_oracle.py > tests/golden/torch.txt        Debian: apt install python3-torch

Each network: its layers, a picture and parameters (multiples of 1/64, so that text and float hold them exactly), and what PyTorch
makes of them: every layer's values, the loss, the gradient of every value, weight, bias and pixel."""

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(9)

NETWORKS = {
    # The lecture's stack, the slides' deep stack with strides and padding, mean pooling with gaps and overlaps, several channels.
    "lecture": ((1, 9, 9), ["conv 3 3 3 1 0 1 0", "relu", "max_pool 2 2", "max_pool 2 2", "flatten", "dense 2 1"], "cross_entropy"),
    "padded": ((2, 6, 7), ["conv 3 3 2 1 1 0 1", "tanh", "conv 2 4 3 2 1 1 1", "sigmoid", "flatten", "dense 3 0"], "cross_entropy"),
    "pooled": ((1, 10, 9), ["conv 2 2 3 1 0 0 1", "mean_pool 3 2", "sigmoid", "mean_pool 2 3", "dense 4 1", "tanh", "dense 3 1"],
               "squared_error"),
    "strided": ((3, 8, 8), ["conv 4 3 3 2 0 0 1", "relu", "max_pool 2 1", "dense 2 1"], "squared_error"),
}


def numbers(*shape, scale=1.0):
    return (torch.randint(-64, 65, shape) / 64 * scale).requires_grad_()


def show(word, values):
    print(word, *(repr(float(v)) for v in values.detach().flatten()))


def run(name, shape, layers, loss_kind):
    print("network", name, *shape)
    picture = numbers(1, *shape)
    x = picture
    values, parameters = [], []
    for line in layers:
        kind, *settings = line.split()
        settings = [int(s) for s in settings]
        print("layer", line)
        weight = bias = None
        if kind == "conv":
            units, kh, kw, stride, same, mean, has_bias = settings
            taps = x.shape[1] * kh * kw
            weight = numbers(units, x.shape[1], kh, kw, scale=4.0 if mean else 1.0)
            bias = numbers(units) if has_bias else None
            padded = F.pad(x, ((kw - 1) // 2, kw // 2, (kh - 1) // 2, kh // 2)) if same else x
            x = F.conv2d(padded, weight, stride=stride) / (taps if mean else 1)
            if bias is not None:
                x = x + bias.view(1, -1, 1, 1)
        elif kind == "relu":
            x = F.relu(x)
        elif kind == "tanh":
            x = torch.tanh(x)
        elif kind == "sigmoid":
            x = torch.sigmoid(x)
        elif kind == "max_pool":
            x = F.max_pool2d(x, settings[0], settings[1], ceil_mode=True)
        elif kind == "mean_pool":
            x = F.avg_pool2d(x, settings[0], settings[1], ceil_mode=True)
        elif kind == "flatten":
            x = x.flatten(1)
        elif kind == "dense":
            x = x.flatten(1)
            weight = numbers(settings[0], x.shape[1], scale=0.5)
            bias = numbers(settings[0]) if settings[1] else None
            x = F.linear(x, weight, bias)
        x.retain_grad()
        values.append(x)
        parameters.append((weight, bias))
    label = x.shape[1] - 1
    probabilities = F.softmax(x, 1)
    if loss_kind == "cross_entropy":
        loss = F.cross_entropy(x, torch.tensor([label]))
    else:
        loss = ((probabilities - F.one_hot(torch.tensor([label]), x.shape[1])) ** 2).sum()
    loss.backward()
    show("picture", picture)
    for i, (value, (weight, bias)) in enumerate(zip(values, parameters)):
        if weight is not None:
            show(f"weight {i}", weight)
            show(f"d_weight {i}", weight.grad)
        if bias is not None:
            show(f"bias {i}", bias)
            show(f"d_bias {i}", bias.grad)
        show(f"value {i}", value)
        show(f"d_value {i}", value.grad)
    show("probabilities", probabilities)
    show("d_picture", picture.grad)
    print("loss", loss_kind, label, repr(float(loss.detach())))


for each, (shape, layers, loss_kind) in NETWORKS.items():
    run(each, shape, layers, loss_kind)
