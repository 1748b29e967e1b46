"""Derivatives and losses of PyTorch for the tests of Tuning: writes tuning.safetensors beside itself.

    python make_tuning.py        (torch 2.x, numpy and safetensors, on the CPU)

For each operation `NAME/…` holds its inputs `in.N`, its value `out`, the weights `by` by which that is
summed to a scalar, and the derivatives `d.N` of that sum. For each of some trainings `train-NAME/…` holds the
parameters before the first step, the batch, and the losses before each of ten steps of AdamW.
"""
import os

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from goldens import operation, put, tensors

torch.manual_seed(7)
torch.set_num_threads(1)


LABELS = [0, 1, 2, 0, 1, 1, 0, 2, 3, 0, 2, 1]


def supcon(logits, labels=LABELS):
    """Khosla et al. 2020, equation 2, as a mean over the anchors that have positives."""
    labels = torch.tensor(labels)
    n = len(labels)
    itself = torch.eye(n, dtype=torch.bool)
    same = (labels[:, None] == labels[None]) & ~itself
    log_p = logits - torch.logsumexp(logits.masked_fill(itself, -torch.inf), 1, keepdim=True)
    has = same.any(1)
    return -((log_p * same).sum(1)[has] / same.sum(1)[has]).mean().reshape(1, 1)


def contrastive(logits, labels=LABELS):
    """Each record with the next of its label as its positive, among records of other labels."""
    terms = []
    for i, label in enumerate(labels):
        places = [j for j, other in enumerate(labels) if other == label]
        if len(places) < 2:
            continue
        partner = places[(places.index(i) + 1) % len(places)]
        columns = [partner] + [j for j, other in enumerate(labels) if other != label]
        terms.append(F.cross_entropy(logits[i, columns][None], torch.tensor([0])))
    return torch.stack(terms).mean().reshape(1, 1)


def triplets(cosines, mining, labels=LABELS, margin=0.2):
    terms = []
    n = len(labels)
    for a in range(n):
        positives = [j for j in range(n) if j != a and labels[j] == labels[a]]
        negatives = [j for j in range(n) if labels[j] != labels[a]]
        distance = 1 - cosines[a]
        if mining == "hard":
            if positives and negatives:
                terms.append(
                    F.relu(margin + distance[positives].max() - distance[negatives].min()))
            continue
        for p in positives:
            farther = [j for j in negatives if distance[j] > distance[p]]
            other = distance[farther].min() if farther else distance[negatives].max()
            terms.append(F.relu(margin + distance[p] - other))
    return torch.stack(terms).mean().reshape(1, 1)


def symmetric(logits, groups):
    n = len(groups)
    groups = torch.tensor(groups)
    others = (groups[:, None] == groups[None]) & ~torch.eye(n, dtype=torch.bool)
    masked = logits.masked_fill(others, -torch.inf)
    y = torch.arange(n)
    return ((F.cross_entropy(masked, y) + F.cross_entropy(masked.T, y)) / 2).reshape(1, 1)


R = torch.randn
operation("linear", F.linear, R(5, 7), R(4, 7), R(4))
operation("cosines", lambda x, y: F.normalize(x, dim=1) @ F.normalize(y, dim=1).T, R(5, 7), R(6, 7))
operation("gelu", F.gelu, 3 * R(6, 5))
operation("columns", lambda x, s: x * s, R(6, 5), R(5))
operation("normalise", lambda x: F.normalize(x, dim=1), R(6, 5))
operation("scaled", lambda x, e: x * e.clamp(max=4.6051702).exp(), R(4, 5), torch.tensor([2.5]))
operation("scaled-limited", lambda x, e: x * e.clamp(max=4.6051702).exp(), R(4, 5), torch.tensor([5.0]))
operation("product", lambda x, y: x * y, R(4, 5), R(4, 5))
operation("sum", lambda x, y: x + y * 3, R(4, 5), R(4, 5))
operation("stacked", lambda x, y: torch.cat([x, y]).T, R(4, 5), R(3, 5))
C = F.normalize(R(12, 6), dim=1)
operation("supcon", supcon, 4 * C @ C.T)
operation("contrastive", contrastive, 4 * C @ C.T)
operation("semi-hard", lambda s: triplets(s, "semi-hard"), C @ C.T)
operation("hard", lambda s: triplets(s, "hard"), C @ C.T)
operation("symmetric", lambda s: symmetric(s, [0, 1, 2, 3, 1, 4, 5, 2]), 4 * R(8, 8))


def training(name, kind, loss):
    """Ten steps of AdamW at rate 0.01 and decay 0.05 on one batch of 24 vectors of 16 dimensions."""
    d, n = 16, 24
    x = F.normalize(R(n, d), dim=1)
    y = [i % 4 for i in range(n)]
    g = lambda *shape: (R(*shape) / shape[-1] ** 0.5)
    if kind in ("skip", "mlp"):
        p = [g(d, d), torch.zeros(1, d), g(d, d), torch.zeros(1, d)]
        decays = [True, False, True, False]
    if kind == "skip":
        p += [torch.zeros(1, d)]
        decays += [False]
    if kind == "linear":
        p, decays = [torch.eye(d), torch.zeros(1, d)], [False, False]
    if kind == "diagonal":
        p, decays = [torch.ones(1, d)], [False]
    if kind == "bilinear":
        p, decays = [g(d, d), torch.zeros(d, d)], [True, True]
    p += [torch.tensor([[-torch.log(torch.tensor(0.07))]])]
    decays += [False]
    for number, tensor in enumerate(p):
        put(f"train-{name}/parameter.{number}", tensor)
    put(f"train-{name}/vectors", x)
    p = [tensor.clone().requires_grad_(True) for tensor in p]

    def head(x):
        f = lambda x: F.linear(F.gelu(F.linear(x, p[0], p[1])), p[2], p[3])
        h = {"skip": lambda: x + f(x) * p[4], "mlp": lambda: f(x), "linear": lambda: F.linear(x, p[0], p[1]),
             "diagonal": lambda: x * p[0], "bilinear": lambda: x + x @ p[0].T @ p[1].T}[kind]()
        return F.normalize(h, dim=1)

    optimizer = torch.optim.AdamW(
        [{"params": [t], "weight_decay": 0.05 if decay else 0.0} for t, decay in zip(p, decays)], lr=0.01)
    losses = []
    for _ in range(10):
        z = head(x)
        s = z @ z.T
        value = {"supcon": lambda: supcon(s * p[-1].clamp(max=4.6051702).exp(), y),
                 "contrastive": lambda: contrastive(s * p[-1].clamp(max=4.6051702).exp(), y),
                 "triplet": lambda: triplets(s, "semi-hard", y)}[loss]()
        optimizer.zero_grad()
        value.sum().backward()
        for t in p:
            t.grad = torch.zeros_like(t) if t.grad is None else t.grad
        optimizer.step()
        losses.append(value.item())
    put(f"train-{name}/losses", torch.tensor(losses))


for kind, loss in (("skip", "supcon"), ("skip", "triplet"), ("linear", "contrastive"), ("mlp", "supcon"),
                   ("diagonal", "supcon"), ("bilinear", "triplet")):
    training(f"{kind}-{loss}", kind, loss)

operation("gathered", lambda x: x[[3, 0, 3, 1]], R(4, 5))
GROUPS = torch.tensor([0, 1, 2, 1, 3, 4, 0, 5])


def with_negatives(logits):
    """Pairs are the first five columns; the others are negatives of the rows alone."""
    masked = logits.masked_fill(
        (GROUPS[:5, None] == GROUPS[None]) & ~torch.eye(5, 8, dtype=torch.bool), -torch.inf)
    y = torch.arange(5)
    return ((F.cross_entropy(masked, y) + F.cross_entropy(masked.T[:5], y)) / 2).reshape(1, 1)


operation("with-negatives", with_negatives, 4 * R(5, 8))

save_file(tensors, os.path.join(os.path.dirname(os.path.abspath(__file__)), "tuning.safetensors"))
