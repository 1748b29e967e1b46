"""Learning-rate schedule by wall-clock time, parameter groups and the moving average of weights."""
import math
import time

import torch


class Schedule:
    """Linear warm-up over some steps, then half a cosine over `seconds` of training time, resumable."""

    def __init__(self, optimizer, seconds, elapsed=0.0, floor=0.02, warm_up=100):
        self.optimizer, self.seconds, self.floor, self.warm_up = optimizer, seconds, floor, warm_up
        self.began = time.time() - elapsed

    def elapsed(self):
        return time.time() - self.began

    def fraction(self):
        return min(1.0, self.elapsed() / self.seconds)

    def over(self):
        return self.elapsed() >= self.seconds

    def set(self, step):
        """Scale every group's base rate."""
        factor = min(1.0, (step + 1) / self.warm_up) * (self.floor + (1 - self.floor) * 0.5 * (1 + math.cos(math.pi * self.fraction())))
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * factor


def groups(parameters, rate, decay):
    """Two optimizer groups: matrices with weight decay, vectors and scalars without."""
    matrices = [p for p in parameters if p.ndim > 1]
    return [{"params": matrices, "lr": rate, "base": rate, "weight_decay": decay},
            {"params": [p for p in parameters if p.ndim < 2], "lr": rate, "base": rate, "weight_decay": 0.0}]


@torch.no_grad()
def averaged(average, model, step, decay):
    """Move the average towards the model, faster in the first steps."""
    rate = 1 - min(decay, (1 + step) / (10 + step))
    torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), rate)
