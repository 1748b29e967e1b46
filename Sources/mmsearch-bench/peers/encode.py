"""Compares encoding, decoding and ingesting: mmsearch against onnxruntime and Pillow on the same weights and files.

usage: python3 encode.py MMSEARCH_BENCH [--model DIR] [--pictures DIR] [--rounds 7] [--parts encode,decode,ingest]
                         [--count 200] [--environment DIR]

The peers are installed from PyPI into a throw-away environment (or into DIR, which is kept). Both towers of the model
are written as ONNX graphs from its own safetensors: float32, and for images also int8, quantised statically by
onnxruntime from the pictures of a folder (by default the demo catalogue). The graphs' outputs are first compared with
mmsearch's. Then every side does its work in turn, as many times as there are rounds; printed are JSON lines with the
medians of processor time, one thread each, then the table of ratios. The text is ten words; onnxruntime runs the tower
at its full context, as exported towers do. JPEGs of 1600 × 1200 are made with Pillow (quality 90, about 430 kB).
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile

PACKAGES = ["numpy", "onnx", "onnxruntime", "Pillow"]
HERE = os.path.dirname(os.path.abspath(__file__))
#: Of mmsearch's image tower.
PRECISIONS = ["float32", "int8"]
TEXT = "a red mug with white dots on a wooden table"

# Writes image.onnx, image-int8.onnx and text.onnx.
EXPORT = """
import json, os, struct, sys
import numpy as np, onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
model, pictures, folder = sys.argv[1:4]
card = json.load(open(f"{model}/model.json"))
with open(f"{model}/model.safetensors", "rb") as file:
    header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    data = file.read()
types = {"F16": np.float16, "F32": np.float32}
tensors = {name: np.frombuffer(data[slice(*e["data_offsets"])], types[e["dtype"]]).reshape(e["shape"]).astype(np.float32)
           for name, e in header.items() if name != "__metadata__"}

class Graph:
    def __init__(self):
        self.nodes, self.constants, self.count = [], {}, 0
    def constant(self, array):
        array = np.ascontiguousarray(array)
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self.constants:
            self.constants[key] = numpy_helper.from_array(array, f"c{len(self.constants)}")
        return self.constants[key].name
    def __call__(self, kind, *inputs, **attributes):
        self.count += 1
        inputs = [i if isinstance(i, str) else self.constant(np.asarray(i)) for i in inputs]
        self.nodes.append(helper.make_node(kind, inputs, [f"v{self.count}"], f"n{self.count}", **attributes))
        return f"v{self.count}"
    def save(self, path, inputs, output, dimension):
        self.nodes[-1].output[0] = "embedding"
        graph = helper.make_graph(
            self.nodes, "tower", inputs, [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, dimension])],
            list(self.constants.values()))
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
        onnx.checker.check_model(made)
        onnx.save(onnx.shape_inference.infer_shapes(made), path)

def image():
    g, side = Graph(), card["image"]["size"]
    weights = lambda name: (tensors[f"visual.trunk.features.{name}.weight"], tensors[f"visual.trunk.features.{name}.bias"])
    def convolution(x, name, stride=1, clamped=True):
        w, b = weights(name)
        k = w.shape[2]
        depthwise = w.shape[1] == 1 and w.shape[0] > 1
        x = g("Conv", x, w, b, kernel_shape=[k, k], strides=[stride] * 2, pads=[k // 2] * 4, group=w.shape[0] if depthwise else 1)
        return g("Clip", x, np.float32(0), np.float32(6)) if clamped else x
    x, number, channels = convolution("pixels", "0.0", 2), 0, 32
    for expansion, width, repeats, stride in ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)):
        for repeat in range(repeats):
            number += 1
            step, shortcut, at = stride if repeat == 0 else 1, x, 0
            if expansion > 1:
                x, at = convolution(x, f"{number}.conv.0.0"), 1
            x = convolution(x, f"{number}.conv.{at}.0", step)
            x = convolution(x, f"{number}.conv.{at + 1}", clamped=False)
            if step == 1 and channels == width:
                x = g("Add", x, shortcut)
            channels = width
    x = g("Flatten", g("GlobalAveragePool", convolution(x, "18.0")))
    g("Gemm", x, tensors["visual.head.proj.weight"], tensors["visual.head.proj.bias"], transB=1)
    g.save(f"{folder}/image.onnx", [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, [1, 3, side, side])], "embedding", card["dimension"])

def text():
    g, section = Graph(), card["text"]
    length, width, heads = section["context_length"], section["width"], section["heads"]
    t = lambda name: tensors["text." + name]
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, length])
    normal = lambda x, name: g("LayerNormalization", x, t(name + ".weight"), t(name + ".bias"), epsilon=1e-5)
    linear = lambda x, w, b: g("Add", g("MatMul", x, np.ascontiguousarray(w.T)), b)
    mask = np.triu(np.full((length, length), -1e9, np.float32), 1)
    x = g("Add", g("Gather", t("token_embedding.weight"), "ids"), t("positional_embedding"))
    for layer in range(section["layers"]):
        at = f"transformer.resblocks.{layer}."
        y = normal(x, at + "ln_1")
        w, b = t(at + "attn.in_proj_weight"), t(at + "attn.in_proj_bias")
        split = [g("Reshape", linear(y, w[i * width:(i + 1) * width], b[i * width:(i + 1) * width]),
                   np.array([1, length, heads, width // heads])) for i in range(3)]
        q, k, v = (g("Transpose", part, perm=perm) for part, perm in zip(split, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3])))
        scores = g("Add", g("Mul", g("MatMul", q, k), np.float32((width // heads) ** -0.5)), mask)
        mixed = g("Transpose", g("MatMul", g("Softmax", scores, axis=-1), v), perm=[0, 2, 1, 3])
        mixed = g("Reshape", mixed, np.array([1, length, width]))
        x = g("Add", x, linear(mixed, t(at + "attn.out_proj.weight"), t(at + "attn.out_proj.bias")))
        y = g("Gelu", linear(normal(x, at + "ln_2"), t(at + "mlp.c_fc.weight"), t(at + "mlp.c_fc.bias")),
              approximate="none" if section["activation"] == "gelu" else "tanh")
        x = g("Add", x, linear(y, t(at + "mlp.c_proj.weight"), t(at + "mlp.c_proj.bias")))
    x = normal(x, "ln_final")
    end = g("ArgMax", "ids", axis=1, keepdims=0)  # the end-of-text token has the highest number
    x = g("Squeeze", g("Gather", x, end, axis=1), np.array([1]))
    g("MatMul", x, t("text_projection"))
    g.save(f"{folder}/text.onnx", [ids], "embedding", card["dimension"])

def prepared(path):
    side = card["image"]["size"]
    pixels = np.asarray(Image.open(path).convert("RGB").resize((side, side), Image.BICUBIC), np.float32) / 255
    pixels = (pixels - np.float32(card["image"]["mean"])) / np.float32(card["image"]["std"])
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])

def readable(path):
    try:
        return prepared(path)
    except (OSError, SyntaxError, Image.DecompressionBombError):  # the demo catalogue has broken files on purpose
        return None

class Pictures(CalibrationDataReader):
    def __init__(self):
        batches = [readable(f"{pictures}/{n}") for n in sorted(os.listdir(pictures))[::2]]
        self.batches = iter([{"pixels": b} for b in batches if b is not None])
    def get_next(self):
        return next(self.batches, None)

image()
text()
quantize_static(
    f"{folder}/image.onnx", f"{folder}/image-int8.onnx", Pictures(), quant_format=QuantFormat.QDQ, per_channel=True,
    activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, calibrate_method=CalibrationMethod.MinMax)
"""

# Answers each line of its input, a JSON list, with a line.
PEER = """
import io, json, os, sys, time
import numpy as np, onnxruntime, PIL
from PIL import Image, ImageOps
model, folder = sys.argv[1:3]
card = json.load(open(f"{model}/model.json"))
side = card["image"]["size"]
mean, std = (np.float32(card["image"][k]) for k in ("mean", "std"))
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
options.log_severity_level = 3
sessions = {n: onnxruntime.InferenceSession(f"{folder}/{n}.onnx", options, providers=["CPUExecutionProvider"])
            for n in ("image", "image-int8", "text")}
def prepared(path):
    picture = ImageOps.exif_transpose(Image.open(path))
    alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if alpha:
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))
    pixels = picture.convert("RGB").resize((side, side), Image.BICUBIC)
    pixels = (np.asarray(pixels, np.float32) / 255 - mean) / std
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])
def readable(folder):
    for name in sorted(os.listdir(folder)):
        try:
            prepared(f"{folder}/{name}")
        except (OSError, SyntaxError, Image.DecompressionBombError):
            continue
        if name.endswith((".png", ".jpg")):
            yield f"{folder}/{name}"
def padded(ids):
    return np.array([ids + [0] * (card["text"]["context_length"] - len(ids))], np.int64)
def embedded(kind, x):
    return sessions[kind].run(None, {"ids" if kind == "text" else "pixels": x})[0][0]
def timed(work, count):
    work()
    start = time.process_time()
    for _ in range(count):
        work()
    return 1000 * (time.process_time() - start) / count
random = np.random.default_rng(1)
x = random.standard_normal((1, 3, side, side)).astype(np.float32)
ids = padded([card["text"]["vocabulary_size"] - 2] + list(range(300, 310)) + [card["text"]["vocabulary_size"] - 1])
def ingest(kind, paths):
    start = time.process_time()
    vectors = np.stack([embedded(kind, prepared(p)) for p in paths])
    np.save(f"{folder}/vectors.npy", vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    return 1000 * (time.process_time() - start) / len(paths)
def answer(what, *arguments):
    match what:
        case "versions": return f"onnxruntime {onnxruntime.__version__}, Pillow {PIL.__version__}, numpy {np.__version__}"
        case "readable": return list(readable(arguments[0]))
        case "embed": return [embedded(arguments[0], prepared(p)).tolist() for p in arguments[1]]
        case "read": return [embedded("text", padded(i)).tolist() for i in arguments[0]]
        case "encode": return timed(lambda: embedded(arguments[0], ids if arguments[0] == "text" else x), 10)
        case "decode": return timed(lambda: prepared(arguments[0]), 5)
        case "ingest": return ingest(*arguments)
for line in sys.stdin:
    print(json.dumps(answer(*json.loads(line))), flush=True)
"""

# Soft fields of several scales, edges and grain.
PHOTOGRAPHS = """
import sys, numpy as np
from PIL import Image
count, folder = int(sys.argv[1]), sys.argv[2]
random = np.random.default_rng(1)
for number in range(count):
    picture = np.zeros((1200, 1600, 3), np.float32)
    for cells, strength in ((4, 70), (16, 35), (80, 18), (300, 9)):
        field = random.standard_normal((cells * 3 // 4, cells, 3)).astype(np.float32)
        for c in range(3):
            picture[..., c] += strength * np.asarray(Image.fromarray(field[..., c]).resize((1600, 1200), Image.BICUBIC))
    y, x = np.mgrid[0:1200, 0:1600]
    for _ in range(12):
        a, b, r = random.integers(0, 1600), random.integers(0, 1200), random.integers(40, 250)
        picture[(x - a) ** 2 + (y - b) ** 2 < r * r] += random.integers(-60, 60, 3)
    picture += 128 + 3.2 * random.standard_normal((1200, 1600, 1)).astype(np.float32)
    Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(f"{folder}/{number}.jpg", quality=90)
"""


class Peer:
    """A process with onnxruntime and Pillow that works on request."""

    def __init__(self, python, model, folder):
        one = {key: "1" for key in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
        self.process = subprocess.Popen(
            [python, "-c", PEER, model, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, **one})

    def __call__(self, *request):
        print(json.dumps(request), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit("the peer ended without an answer; its message stands above")
        return json.loads(line)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Measurements:
    """Milliseconds of processor time by what was measured."""

    def __init__(self):
        self.times = {}

    def add(self, name, milliseconds):
        self.times.setdefault(name, []).append(milliseconds)

    def median(self, name):
        return statistics.median(self.times[name]) if name in self.times else None


def install(folder):
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return python


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def lines(bench, *arguments):
    """The JSON lines of mmsearch-bench."""
    output = subprocess.run([bench, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def cosine(a, b):
    dot = lambda x, y: sum(p * q for p, q in zip(x, y))
    return dot(a, b) / (dot(a, a) * dot(b, b)) ** 0.5


def check(bench, model, peer, pictures):
    """Compares embeddings; ends where the float32 graphs are not the same networks as ours."""
    with open(os.path.join(HERE, "../../../Tests/Fixtures/Default/goldens.json")) as file:
        texts = [g for g in json.load(file)["texts"] if len(g["ids"]) < 64]  # longer ones are cut or read in windows
    paths = peer("readable", pictures)
    arguments = ["encode", "--model", model, "--embed"]
    for text in texts:
        arguments += ["--text", text["text"]]
    rows = {p: [line["embedding"] for line in lines(bench, *arguments, "--precision", p, *paths)] for p in PRECISIONS}
    graphs = {"image": peer("embed", "image", paths), "int8": peer("embed", "image-int8", paths)}
    pairs = {
        "texts, float32": (rows["float32"][len(paths):], peer("read", [t["ids"] for t in texts])),
        "pictures, float32": (rows["float32"], graphs["image"]),
        "pictures, int8 of mmsearch to float32": (rows["int8"], graphs["image"]),
        "pictures, int8 of onnxruntime to float32": (graphs["int8"], graphs["image"]),
    }
    for name, (ours, theirs) in pairs.items():
        values = sorted(cosine(a, b) for a, b in zip(ours, theirs))
        print(json.dumps({"cosine": name, "count": len(values), "least": values[0], "median": statistics.median(values)}))
        if name.endswith(", float32") and values[0] < 1 - 1e-4:
            sys.exit(f"the exported graph is another network than mmsearch's: cosine {values[0]} for {name}")


def encode(bench, model, peer, times):
    for kind in ("image", "image-int8", "text"):
        times.add("onnxruntime " + kind, peer("encode", kind))
    for precision in PRECISIONS:
        for line in lines(bench, "encode", "--model", model, "--threads", "1", "--text", TEXT, "--precision", precision):
            name = line["workload"] + ("-int8" if precision == "int8" else "")
            times.add("mmsearch " + name, line["cpu_ms"]["median"])


def decode(bench, model, peer, photograph, times):
    times.add("Pillow decode", peer("decode", photograph))
    for line in lines(bench, "decode", "--file", photograph):
        times.add("mmsearch " + line["workload"], line["cpu_ms"]["median"])


def ingest(bench, model, peer, folder, times):
    paths = sorted(os.path.join(folder, n) for n in os.listdir(folder))
    times.add("Pillow + onnxruntime image", peer("ingest", "image", paths))
    for threads in ("1", "2"):
        line = lines(bench, "ingest", "--threads", threads, "--folder", folder)[0]
        name = "mmsearch ingest float32"
        if threads == "1":
            times.add(name, line["cpu_ms"]["median"])
        times.add(f"{name}, {threads} threads, wall", line["wall_ms"]["median"])
    line = lines(bench, "ingest", "--threads", "1", "--folder", folder, "--model", f"{model}@int8")[0]
    times.add("mmsearch ingest int8", line["cpu_ms"]["median"])


ROWS = [
    ("picture, float32, against onnxruntime float32", "mmsearch image", "onnxruntime image"),
    ("picture, int8, against onnxruntime int8", "mmsearch image-int8", "onnxruntime image-int8"),
    ("picture, int8, against onnxruntime float32", "mmsearch image-int8", "onnxruntime image"),
    ("text of ten words, against the full context", "mmsearch text", "onnxruntime text"),
    ("decode and fit to the model, against Pillow", "mmsearch decode and prepare", "Pillow decode"),
    ("ingest, float32, against Pillow + onnxruntime", "mmsearch ingest float32", "Pillow + onnxruntime image"),
    ("ingest, int8, against Pillow + onnxruntime float32", "mmsearch ingest int8", "Pillow + onnxruntime image"),
    ("ingest, float32, two threads against one, wall", "mmsearch ingest float32, 2 threads, wall",
     "mmsearch ingest float32, 1 threads, wall"),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("--model", default=os.path.join(HERE, "../../../assets/default"))
    parser.add_argument("--pictures", default=os.path.join(HERE, "../../../catalog/images"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--parts", default="encode,decode,ingest")
    parser.add_argument("--count", type=int, default=200, help="photographs to ingest")
    parser.add_argument("--environment")
    options = parser.parse_args()
    bench, model, pictures = (os.path.abspath(p) for p in (options.bench, options.model, options.pictures))
    parts = options.parts.split(",")
    with tempfile.TemporaryDirectory() as work:
        python = install(os.path.abspath(options.environment or os.path.join(work, "venv")))
        subprocess.run([python, "-W", "ignore", "-c", EXPORT, model, pictures, work], check=True, stderr=subprocess.DEVNULL)
        photographs = os.path.join(work, "photographs")
        os.mkdir(photographs)
        subprocess.run([python, "-c", PHOTOGRAPHS, str(options.count), photographs], check=True)
        photograph = os.path.join(photographs, "0.jpg")
        peer, times = Peer(python, model, work), Measurements()
        if "encode" in parts:
            check(bench, model, peer, pictures)
        for _ in range(options.rounds):
            if "encode" in parts:
                encode(bench, model, peer, times)
            if "decode" in parts:
                decode(bench, model, peer, photograph, times)
            if "ingest" in parts:
                ingest(bench, model, peer, photographs, times)
        versions = peer("versions")
        peer.end()
        size = os.path.getsize(photograph)
    for name in times.times:
        print(json.dumps({"measured": name, "cpu_ms" if "wall" not in name else "wall_ms": round(times.median(name), 3)}))
    print(f"\n{processor()}, {versions}, {options.rounds} rounds, medians of processor time on one thread, JPEGs of {size} bytes")
    print(f"\n{'':50}{'mmsearch ms':>14}{'peer ms':>12}{'ratio':>9}")
    for title, ours, theirs in ROWS:
        a, b = times.median(ours), times.median(theirs)
        if a and b:
            print(f"{title:50}{a:>14.2f}{b:>12.2f}{f'{b / a:.2f}x':>9}")


if __name__ == "__main__":
    main()
