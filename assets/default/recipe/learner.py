"""What fine-tunes the image tower: the tower, a linear map from the teacher's space, and the temperature."""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import towers
from teacher import cache

TEXT_DROPOUT = 0.1
#: Weight and scale of the contrast between pictures of labelled classes.
LIKENESS, LIKENESS_SCALE = 0.15, 12.0


class Learner(nn.Module):
    """Image tower, the linear map from the teacher's space to the shared one, and the temperature."""

    def __init__(self, projection):
        super().__init__()
        self.visual = towers.ImageTower()
        self.map = nn.Parameter(projection)
        self.logit_scale = nn.Parameter(torch.tensor(np.log(1 / 0.05)).float())

    def texts(self, vectors):
        """Teacher vectors `[n, 384]` → unit vectors `[n, dimension]`."""
        return F.normalize(F.dropout(vectors.float(), TEXT_DROPOUT, self.training) @ self.map, dim=-1)


def principal_projection(vectors, dimension=towers.DIMENSION):
    """The leading right singular vectors of teacher vectors, `[384, dimension]`."""
    return torch.linalg.svd(vectors.float(), full_matrices=False)[2][:dimension].T.contiguous()


def evaluate_queries(scratch, sheet):
    """Teacher vectors of the evaluation's texts."""
    return cache(scratch, "queries", sheet.queries)


