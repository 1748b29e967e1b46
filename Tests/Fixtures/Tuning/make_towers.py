"""Derivatives and losses of PyTorch for the tests of towers: writes towers.safetensors beside itself.

    python make_towers.py        (torch 2.x, numpy and safetensors, on the CPU)

Operations as goldens.py writes them. `towers/…` is a small pair of towers: the tensors under the names of a file of
weights, features of eight pictures, tokens and lengths of their texts, the unit vectors that they become, and the
losses before each of ten steps of AdamW.
"""
import os

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from goldens import operation, put, tensors

torch.manual_seed(11)
torch.set_num_threads(1)


def nchw(x, extent):
    return x.view(-1, extent, extent, x.shape[1]).permute(0, 3, 1, 2)


def rows(x):
    return x.permute(0, 2, 3, 1).reshape(-1, x.shape[1])


def depthwise(x, weight, bias, extent, stride):
    channels = x.shape[1]
    return rows(F.conv2d(nchw(x, extent), weight.view(channels, 1, 3, 3), bias.view(-1), stride, 1, 1, channels))


def attention(x, lengths, heads):
    out = []
    for part in x.split(lengths):
        n, width = len(part), part.shape[1] // 3
        q, k, v = part.view(n, 3, heads, width // heads).permute(1, 2, 0, 3)
        out.append(F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(0, 1).reshape(n, width))
    return torch.cat(out)


def distillation(logits, teacher):
    return ((F.cross_entropy(logits, teacher.softmax(1)) + F.cross_entropy(logits.T, teacher.T.softmax(1))) / 2).reshape(1, 1)


def away(x):
    """Not so near to where ReLU6 bends that a difference would step over it."""
    for bend in (0.0, 6.0):
        x = torch.where((x - bend).abs() < 0.05, x + 0.2, x)
    return x


R = torch.randn
operation("depthwise-1", lambda x, w, b: depthwise(x, w, b, 5, 1), R(50, 7), R(7, 9), R(1, 7))
operation("depthwise-2", lambda x, w, b: depthwise(x, w, b, 5, 2), R(50, 7), R(7, 9), R(1, 7))
operation("depthwise-even", lambda x, w, b: depthwise(x, w, b, 4, 2), R(32, 20), R(20, 9), R(1, 20))
operation("relu6", F.relu6, away(4 * R(6, 5)))
operation("quick-gelu", lambda x: x * torch.sigmoid(1.702 * x), 3 * R(6, 5))
operation("layer-norm", lambda x, s, b: F.layer_norm(x, (9,), s.view(-1), b.view(-1)), 2 * R(5, 9), R(1, 9), R(1, 9))
operation("attention", lambda x: attention(x, [4, 1, 6], 2), R(11, 24))
operation("mean", lambda x: x.view(3, 4, 5).mean(1), R(12, 5))
operation("gather", lambda x: x[[2, 0, 2, 4]], R(5, 4))
operation("distillation", lambda s: distillation(s, torch.outer(torch.arange(5.0), torch.arange(5.0).flip(0)) / 4), 2 * R(5, 5))

LENGTHS, GROUPS, EXTENT, HEADS = [5, 3, 7, 4, 6, 2, 5, 4], [0, 1, 2, 3, 1, 4, 5, 6], 4, 2


def towers():
    """Ten steps of AdamW at rate 0.003 and decay 0.05; blocks 0 of the text tower and the tables stay as they are."""
    p = {}

    def layer(name, *shape):
        fan = shape[1] * (shape[2] * shape[3] if len(shape) > 2 else 1)
        p[name + ".weight"], p[name + ".bias"] = R(*shape) / fan ** 0.5, 0.1 * R(shape[0])

    for path, inputs, outputs in (("image.0", 8, 8), ("image.1", 8, 12)):
        layer(path + ".0.0", 16, inputs, 1, 1)
        layer(path + ".1.0", 16, 1, 3, 3)
        layer(path + ".2", outputs, 16, 1, 1)
    layer("image.last", 20, 12, 1, 1)
    layer("image.head", 6, 20)
    frozen = ["text.token_embedding.weight", "text.positional_embedding"]
    p[frozen[0]], p[frozen[1]] = 0.5 * R(30, 8), 0.2 * R(10, 8)
    for k in range(2):
        path = f"text.transformer.resblocks.{k}."
        for norm in ("ln_1", "ln_2"):
            p[path + norm + ".weight"], p[path + norm + ".bias"] = 1 + 0.1 * R(8), 0.1 * R(8)
        p[path + "attn.in_proj_weight"], p[path + "attn.in_proj_bias"] = R(24, 8) / 8 ** 0.5, 0.1 * R(24)
        layer(path + "attn.out_proj", 8, 8)
        layer(path + "mlp.c_fc", 32, 8)
        layer(path + "mlp.c_proj", 8, 32)
    frozen += [name for name in p if "resblocks.0." in name]
    p["text.ln_final.weight"], p["text.ln_final.bias"] = 1 + 0.1 * R(8), 0.1 * R(8)
    p["text.text_projection"] = R(8, 6) / 8 ** 0.5
    p["log-factor"] = -torch.log(torch.tensor(0.07)).reshape(1, 1)
    features, ids = R(8 * EXTENT * EXTENT, 8), torch.randint(30, (sum(LENGTHS),))
    for name, tensor in p.items():
        tensors["towers/" + name] = tensor.clone().contiguous()
    put("towers/features", features)
    put("towers/ids", ids)
    p = {name: tensor.requires_grad_(name not in frozen) for name, tensor in p.items()}

    def conv(x, name, act=lambda x: x):
        return act(F.linear(x, p[name + ".weight"].flatten(1), p[name + ".bias"]))

    def image():
        x, extent = features, EXTENT
        for path, stride in (("image.0", 1), ("image.1", 2)):
            y = conv(x, path + ".0.0", F.relu6)
            y = F.relu6(depthwise(y, p[path + ".1.0.weight"], p[path + ".1.0.bias"], extent, stride))
            y = conv(y, path + ".2")
            x, extent = (x + y if stride == 1 else y), extent // stride
        x = conv(x, "image.last", F.relu6).view(8, extent * extent, 20).mean(1)
        return F.normalize(conv(x, "image.head"), dim=1)

    def text():
        places = torch.cat([torch.arange(n) for n in LENGTHS])
        x = p["text.token_embedding.weight"][ids] + p["text.positional_embedding"][places]
        for k in range(2):
            path = f"text.transformer.resblocks.{k}."
            norm = lambda x, name: F.layer_norm(x, (8,), p[path + name + ".weight"], p[path + name + ".bias"])
            y = F.linear(norm(x, "ln_1"), p[path + "attn.in_proj_weight"], p[path + "attn.in_proj_bias"])
            x = x + conv(attention(y, LENGTHS, HEADS), path + "attn.out_proj")
            x = x + conv(F.gelu(conv(norm(x, "ln_2"), path + "mlp.c_fc")), path + "mlp.c_proj")
        x = x[torch.tensor(LENGTHS).cumsum(0) - 1]
        x = F.layer_norm(x, (8,), p["text.ln_final.weight"], p["text.ln_final.bias"])
        return F.normalize(x @ p["text.text_projection"], dim=1)

    put("towers/images", image())
    put("towers/texts", text())
    trained = {name: tensor for name, tensor in p.items() if tensor.requires_grad}
    optimizer = torch.optim.AdamW(
        [{"params": [t], "weight_decay": 0.05 if t.ndim > 1 and name != "log-factor" else 0.0}
         for name, t in trained.items()], lr=0.003)
    groups = torch.tensor(GROUPS)
    others = (groups[:, None] == groups[None]) & ~torch.eye(8, dtype=torch.bool)
    losses = []
    for _ in range(10):
        logits = image() @ text().T * p["log-factor"].clamp(max=4.6051702).exp()
        masked = logits.masked_fill(others, -torch.inf)
        y = torch.arange(8)
        loss = (F.cross_entropy(masked, y) + F.cross_entropy(masked.T, y)) / 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    put("towers/losses", torch.tensor(losses))


towers()
save_file(tensors, os.path.join(os.path.dirname(os.path.abspath(__file__)), "towers.safetensors"))
