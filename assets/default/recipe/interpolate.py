"""Average the fine-tuned trunk with that of an earlier run and with ImageNet's: what each learned by heart goes first.

usage: interpolate.py SCRATCH EARLIER — EARLIER is the `images.pt` of a run that began from the same weights; rewrites the average in `images.pt`, once.

All three lie in one basin because they began there: model soups (Wortsman et al. 2022a) and WiSE-FT (Wortsman et al. 2022b).
"""
import sys
from pathlib import Path

import torch

import towers
from shards import data_root

#: Shares of this run's, the earlier run's and ImageNet's weights.
SHARES = (0.70, 0.25, 0.05)
TRUNK = "visual.trunk."


def main(scratch, earlier):
    path = scratch / "images.pt"
    state, other = torch.load(path, weights_only=False), torch.load(earlier, weights_only=False)["average"]
    if "shares" in state:
        return
    imagenet = towers.Trunk().load_imagenet(data_root() / "mobilenetv2" / "mobilenetv2_imagenet_bn_folded.safetensors").state_dict()
    average = state["average"]
    for name, start in imagenet.items():
        average[TRUNK + name] = SHARES[0] * average[TRUNK + name] + SHARES[1] * other[TRUNK + name] + SHARES[2] * start
    state["shares"] = SHARES
    torch.save(state, scratch / "images.part")
    (scratch / "images.part").rename(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
