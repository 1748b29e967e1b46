"""Makes squares of pictures of pseudo-random bytes with the preprocessing of OpenCLIP and of transformers,
for `framing.json` beside this script.

    python make_framings.py

Needs open_clip_torch, torchvision, transformers and Pillow 13. The sources are those of make_resizes.py.
"""

import base64
import json
import pathlib

from open_clip.transform import PreprocessCfg, image_transform_v2
from make_resizes import noise
from transformers import CLIPImageProcessorPil

HERE = pathlib.Path(__file__).parent
SIZES = [(20, 31), (31, 20), (40, 23), (23, 40), (9, 5), (12, 12), (64, 13), (8, 47), (7, 90), (53, 54)]


def framed_by_open_clip(picture, mode, filter, side):
    """All steps but the last two, which make a tensor and normalise it."""
    transform = image_transform_v2(
        PreprocessCfg(size=side, resize_mode=mode, interpolation=filter, fill_color=7), is_train=False)
    for step in transform.transforms[:-3]:
        picture = step(picture)
    return picture.tobytes()


def framed_by_transformers(picture, resized, side):
    processor = CLIPImageProcessorPil(
        size={"shortest_edge": resized}, crop_size={"height": side, "width": side}, do_rescale=False,
        do_normalize=False)
    pixels = processor(picture, return_tensors="np")["pixel_values"][0]
    return pixels.transpose(1, 2, 0).astype("uint8").tobytes()


def make_framings():
    cases = []
    for number, (width, height) in enumerate(SIZES):
        picture = noise(width, height, "noise")
        filter = ["bicubic", "bilinear"][number % 2]
        for mode in ("shortest", "longest", "squash"):
            cases.append((mode, filter, 12, 12, "torchvision", width, height,
                          framed_by_open_clip(picture, mode, filter, 12)))
        for resized in (15, 12):
            cases.append(("shortest", "bicubic", resized, 12, "transformers", width, height,
                          framed_by_transformers(picture, resized, 12)))
    keys = ("mode", "filter", "resized", "side", "library", "width", "height", "pixels")
    (HERE / "framing.json").write_text(json.dumps(
        {"cases": [dict(zip(keys, case[:-1] + (base64.b64encode(case[-1]).decode(),)))
                   for case in cases]}, indent=0) + "\n")


if __name__ == "__main__":
    make_framings()
