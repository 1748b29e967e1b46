"""Contrastive losses with several positives, masked unknown pairs and a queue of earlier pictures."""
import numpy as np
import torch
import torch.nn.functional as F

FAR = -1e4


def own_against_negatives(logits, sign, own_row, own_column):
    """-log(p⁺ / (p⁺ + Σ p⁻)) of each own pair; `logits` and `sign` are `[rows, columns]`, pairs are indexed by two vectors."""
    negatives = logits.masked_fill(sign >= 0, FAR).logsumexp(1)[own_row]
    positive = logits[own_row, own_column]
    return torch.logaddexp(positive, negatives) - positive


class Queue:
    """The last pictures' features with their rows in the library."""

    def __init__(self, size, width):
        self.features, self.rows = torch.zeros(size, width), torch.full((size,), -1)
        self.next, self.count = 0, 0

    def push(self, features, rows):
        for feature, row in zip(features.detach(), rows):
            self.features[self.next], self.rows[self.next] = feature, int(row)
            self.next = (self.next + 1) % len(self.rows)
        self.count = min(len(self.rows), self.count + len(rows))

    def filled(self):
        """(features `[count, width]`, rows `[count]`)."""
        return self.features[:self.count], self.rows[:self.count].numpy()

    def latest(self, most):
        """(features, rows) of the last pictures, at most `most`."""
        chosen = (self.next - 1 - torch.arange(min(most, self.count))) % len(self.rows)
        return self.features[chosen], self.rows[chosen].numpy()


class Queues:
    """One queue a domain; a mixed batch reads a part of each."""

    def __init__(self, size, width, domains):
        self.size, self.queues = size, {domain: Queue(size, width) for domain in domains}

    def push(self, features, rows, domains):
        """Keep pictures, each in the queue of its domain (`domains[row of the batch]`)."""
        for name, queue in self.queues.items():
            chosen = np.flatnonzero(domains == name)
            queue.push(features[torch.from_numpy(chosen)], rows[chosen])

    def filled(self, domain):
        """(features, rows) to set against a batch of a domain, or against a mixed one (None)."""
        if domain:
            return self.queues[domain].filled()
        parts = [queue.latest(self.size // len(self.queues)) for queue in self.queues.values()]
        return torch.cat([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def contrast(pictures, own, bank, queue, pairs, rows, own_texts, owners, bank_texts, queue_rows, scale, softness=0.0):
    """Mean of picture→text and text→picture losses; a part `softness` of it is against the similarities of the teacher's texts.

    Unit vectors: `pictures [n, d]`, `own [m, d]` (texts of the batch, of picture `owners[m]`), `bank [b, d]`, `queue [q, d]` or None.
    """
    texts = np.concatenate([own_texts, bank_texts])
    sign = torch.from_numpy(pairs.spare_twins(pairs.relation(rows, texts), own_texts, owners, texts))
    logits = pictures @ torch.cat([own, bank]).T * scale
    owner, column = torch.from_numpy(owners), torch.arange(len(owners))
    weight = torch.from_numpy(pairs.weights(rows, owners)).float()
    forward = (own_against_negatives(logits, sign, owner, column) * weight).sum()
    back, back_sign = logits[:, :len(owners)].T, sign[:, :len(owners)].T
    if queue is not None:
        back = torch.cat([back, own @ queue.T * scale], 1)
        back_sign = torch.cat([back_sign, torch.from_numpy(pairs.relation(queue_rows, own_texts)).T], 1)
    backward = (own_against_negatives(back, back_sign, column, owner) * weight).sum()
    loss = (forward + backward) / 2
    if softness:
        near = pairs.nearness(rows, texts)
        columns = near[:, :len(owners)].T
        if queue is not None:
            columns = torch.cat([columns, pairs.nearness(queue_rows, own_texts).T], 1)
        loss = (1 - softness) * loss + softness / 2 * (soft(logits, near) + soft(back, columns))
    return loss, forward.detach(), backward.detach()


def soft(logits, near, temperature=0.05):
    """Cross-entropy of logits against the teacher's own similarities, both `[rows, columns]`."""
    return F.cross_entropy(logits, (near / temperature).softmax(1))


def likeness(pictures, classes, queue, queue_classes, scale):
    """Supervised contrast of pictures with earlier ones: those of the same class are to be nearer (Khosla et al. 2020).

    Unit vectors `[n, d]` and `[q, d]` with integer classes, -1 where none is known; 0 where nothing can be compared.
    """
    known = queue_classes >= 0
    same = torch.from_numpy((classes[:, None] == queue_classes[None]) & known[None] & (classes >= 0)[:, None])
    rows = same.any(1)
    if not rows.any():
        return pictures.new_zeros(())
    logits = (pictures[rows] @ queue.T * scale).masked_fill(~torch.from_numpy(known)[None], FAR).log_softmax(1)
    same = same[rows]
    return -((logits * same).sum(1) / same.sum(1)).mean()


def distillation(student, teacher, temperature=0.05):
    """1 - cosine, plus a small in-batch contrast of student against teacher vectors (both unit, `[n, d]`)."""
    logits = student @ teacher.T / temperature
    twin = teacher @ teacher.T > 0.97
    logits = logits.masked_fill(twin & ~torch.eye(len(student), dtype=torch.bool), FAR)
    cosine = (student * teacher).sum(1).mean()
    return (1 - cosine) + 0.1 * F.cross_entropy(logits, torch.arange(len(student))), cosine.detach()
