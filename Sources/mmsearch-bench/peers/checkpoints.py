"""Compares the towers of published architectures with onnxruntime on the same weights, which are random: speed does
not depend on them.

usage: python3 checkpoints.py MMSEARCH_BENCH [--names RN50,ViT-B-32] [--rounds 5] [--folder DIR] [--environment DIR]

Checkpoints of full size are made by Tests/Fixtures/Checkpoints/make_full_size.py and exported by PyTorch to ONNX, into a
throw-away folder (or into DIR, which is kept: about 1.2 GB a model). open_clip, PyTorch and onnxruntime come from PyPI into a
throw-away environment (or into DIR). The embeddings of a text and of a picture are compared first. Then both sides embed
in turn, one thread each, a picture of noise and a text that fills the context; printed are medians of processor time,
then the table of ratios. Names are OpenCLIP's.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

import encode

PACKAGES = ["torch", "open_clip_torch", "transformers", "safetensors", "onnx", "onnxruntime", "Pillow"]
ROOT = os.path.join(encode.HERE, "../../..")
FIXTURES = os.path.join(ROOT, "Tests/Fixtures/Checkpoints")
PICTURE = os.path.join(ROOT, "catalog/images/mug-red.jpg")
#: With start and end the 77 tokens of CLIP's context.
TEXT = " ".join(("a red mug with white dots on a wooden table beside an open window".split() * 6)[:75])

# Writes image.onnx and text.onnx beside a checkpoint.
EXPORT = """
import sys
import open_clip, torch
from safetensors.torch import load_file
folder, name = sys.argv[1:3]
model = open_clip.create_model(name).eval()
model.load_state_dict(load_file(f"{folder}/open_clip_model.safetensors"), strict=False)
torch.backends.mha.set_fastpath_enabled(False)
side = model.visual.image_size[0] if isinstance(model.visual.image_size, (tuple, list)) else model.visual.image_size
class Tower(torch.nn.Module):
    def __init__(self, function):
        super().__init__()
        self.model, self.function = model, function
    def forward(self, x):
        return getattr(self.model, self.function)(x)
for kind, x in (("image", torch.randn(1, 3, side, side)), ("text", open_clip.tokenizer.SimpleTokenizer()(["a red mug"]))):
    torch.onnx.export(Tower("encode_" + kind), (x,), f"{folder}/{kind}.onnx", dynamo=False, input_names=["x"], opset_version=17)
"""

# Answers each line of its input, a JSON list, with a line.
PEER = """
import json, sys, time
import numpy as np, onnxruntime, open_clip
from PIL import Image
from open_clip.transform import PreprocessCfg, image_transform_v2
folder, name = sys.argv[1:3]
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
options.log_severity_level = 3
sessions = {k: onnxruntime.InferenceSession(f"{folder}/{k}.onnx", options, providers=["CPUExecutionProvider"])
            for k in ("image", "text")}
tokens = open_clip.tokenizer.SimpleTokenizer()
preprocess = json.load(open(f"{folder}/open_clip_config.json"))["preprocess_cfg"]
def run(kind, x):
    return sessions[kind].run(None, {"x": x})[0][0]
def answer(what, *arguments):
    if what == "version":
        return onnxruntime.__version__
    if what == "embed":
        text, picture = arguments
        side = sessions["image"].get_inputs()[0].shape[2]
        fields = {k: v for k, v in preprocess.items() if k in PreprocessCfg.__dataclass_fields__}
        pixels = image_transform_v2(PreprocessCfg(**{**fields, "size": side}), is_train=False)(Image.open(picture).convert("RGB"))
        return [run("image", pixels[None].numpy()).tolist(), run("text", tokens([text]).numpy()).tolist()]
    kind, text = arguments
    shape = sessions["image"].get_inputs()[0].shape
    x = tokens([text]).numpy() if kind == "text" else np.random.default_rng(1).standard_normal(shape).astype(np.float32)
    run(kind, x)
    times = []
    for _ in range(5):
        start = time.process_time()
        run(kind, x)
        times.append(1000 * (time.process_time() - start))
    return sorted(times)[2]
for line in sys.stdin:
    print(json.dumps(answer(*json.loads(line))), flush=True)
"""


class Peer(encode.Peer):
    """A process with onnxruntime that works on request."""

    def __init__(self, python, folder, name):
        one = {key: "1" for key in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
        self.process = subprocess.Popen(
            [python, "-W", "ignore", "-c", PEER, folder, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, **one})


def prepare(python, folder, name):
    if not os.path.exists(os.path.join(folder, name, "goldens.safetensors")):
        subprocess.run([python, "-W", "ignore", "make_full_size.py", folder, name], cwd=FIXTURES, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not os.path.exists(os.path.join(folder, name, "text.onnx")):
        subprocess.run([python, "-W", "ignore", "-c", EXPORT, os.path.join(folder, name), name], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return os.path.join(folder, name)


def check(bench, directory, peer):
    """Compares embeddings; ends where the exported graphs are not the same networks as ours."""
    ours = encode.lines(bench, "encode", "--model", directory, "--embed", "--text", "a red mug", PICTURE)
    least = []
    for mine, theirs in zip(ours, peer("embed", "a red mug", os.path.abspath(PICTURE))):
        least.append(encode.cosine(mine["embedding"], theirs))
    print(json.dumps({"cosine to onnxruntime": os.path.basename(directory), "picture": least[0], "text": least[1]}))
    if min(least) < 0.999:
        sys.exit(f"{directory}: the exported graph is another network than mmsearch's")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("--names", default="RN50,ViT-B-32")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder")
    parser.add_argument("--environment")
    options = parser.parse_args()
    bench, rows = os.path.abspath(options.bench), []
    with tempfile.TemporaryDirectory() as work:
        encode.PACKAGES = PACKAGES
        python = encode.install(os.path.abspath(options.environment or os.path.join(work, "venv")))
        folder = os.path.abspath(options.folder or os.path.join(work, "checkpoints"))
        for name in options.names.split(","):
            directory = prepare(python, folder, name)
            peer, times = Peer(python, directory, name), encode.Measurements()
            version = peer("version")
            check(bench, directory, peer)
            for _ in range(options.rounds):
                for kind in ("image", "text"):
                    times.add("onnxruntime " + kind, peer("time", kind, TEXT))
                for line in encode.lines(bench, "encode", "--model", directory, "--threads", "1", "--text", TEXT):
                    times.add("mmsearch " + line["workload"], line["cpu_ms"]["median"])
            peer.end()
            for kind in ("image", "text"):
                ours, theirs = times.times["mmsearch " + kind], times.times["onnxruntime " + kind]
                ratios = [b / a for a, b in zip(ours, theirs)]
                rows.append((f"{name}, {kind}", statistics.median(ours), statistics.median(theirs),
                             statistics.median(ratios)))
    print(f"\n{encode.processor()}, onnxruntime {version}, {options.rounds} rounds, medians of processor time on one thread")
    print(f"\n{'':30}{'mmsearch ms':>14}{'onnxruntime ms':>16}{'ratio':>9}")
    for title, ours, theirs, ratio in rows:
        print(f"{title:30}{ours:>14.1f}{theirs:>16.1f}{f'{ratio:.2f}x':>9}")


if __name__ == "__main__":
    main()
