"""Makes layers.safetensors: small random layers of PyTorch with inputs and outputs.

    python make_layers.py

Each case is a prefix: CASE.input and CASE.output ([height, width, channels] or [tokens, width]), and the
layer's own parameters under PyTorch's names. Needs torch and safetensors.
"""
import pathlib

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

torch.manual_seed(7)
tensors = {}


def keep(case, layer, given, wanted):
    """Stores one case; images go from NCHW to [height, width, channels]."""
    for name, value in layer.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            tensors[f"{case}.{name}"] = value.detach().float().contiguous()
    for name, value in (("input", given), ("output", wanted)):
        value = value.detach()[0]
        tensors[f"{case}.{name}"] = (value.permute(1, 2, 0) if value.dim() == 3 else value).contiguous()


def convolution(case, inputs, outputs, kernel, stride=1, padding=0, groups=1, size=(9, 7), activation=None, norm=False):
    """A convolution, perhaps with batch normalisation in training's running statistics."""
    conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=not norm)
    layer = nn.Module()
    layer.conv = conv
    x = torch.randn(1, inputs, *size)
    y = conv(x)
    if norm:
        layer.norm = nn.BatchNorm2d(outputs).eval()
        for value in (layer.norm.weight, layer.norm.running_var):
            value.data.uniform_(0.5, 2)
        for value in (layer.norm.bias, layer.norm.running_mean):
            value.data.normal_()
        y = layer.norm(y)
    keep(case, layer, x, activation(y) if activation else y)


convolution("dense", 5, 19, 3, stride=2, padding=1, activation=F.relu6)
convolution("dense-5x5", 3, 7, 5, padding=2)
convolution("strided-pointwise", 6, 10, 1, stride=2)
convolution("pointwise", 17, 33, 1, activation=F.relu)
convolution("depthwise", 21, 21, 3, padding=1, groups=21, activation=F.relu6, size=(11, 13))
convolution("depthwise-strided", 21, 21, 3, stride=2, padding=1, groups=21, size=(11, 13))
convolution("depthwise-5x5", 9, 9, 5, stride=2, padding=2, groups=9)
convolution("depthwise-unpadded", 9, 9, 3, stride=3, groups=9)
convolution("grouped", 12, 20, 3, padding=1, groups=4, activation=F.hardswish)
convolution("normalised", 8, 11, 3, padding=1, norm=True, activation=F.silu)

values = torch.cat([torch.linspace(-12, 12, 97), torch.tensor([0.0, -0.0, 1e-6, -1e-6, 50, -50, 3e4, -3e4])])
for name, function in {"gelu": F.gelu, "quick_gelu": lambda x: x * torch.sigmoid(1.702 * x), "silu": F.silu,
                       "hard_swish": F.hardswish}.items():
    tensors[f"{name}.input"], tensors[f"{name}.output"] = values.clone(), function(values)

x = torch.randn(1, 5, 37) * 3 + 1
norm = nn.LayerNorm(37)
norm.weight.data.uniform_(0.5, 2)
norm.bias.data.normal_()
keep("layer-norm", norm, x, norm(x))

linear = nn.Linear(23, 35)
x = torch.randn(1, 3, 23)
keep("linear", linear, x, linear(x))

for causal in (False, True):
    attention = nn.MultiheadAttention(36, 3, batch_first=True).eval()
    attention.in_proj_bias.data.normal_()
    attention.out_proj.bias.data.normal_()
    x = torch.randn(1, 11, 36)
    mask = torch.triu(torch.ones(11, 11, dtype=torch.bool), 1) if causal else None
    y, _ = attention(x, x, x, attn_mask=mask, need_weights=False)
    keep("attention-causal" if causal else "attention", attention, x, y)


class Block(nn.Module):
    """CLIP's residual attention block."""

    def __init__(self, width, heads):
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = nn.MultiheadAttention(width, heads, batch_first=True)
        self.mlp = nn.Module()
        self.mlp.c_fc, self.mlp.c_proj = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        mask = torch.triu(torch.ones(x.shape[1], x.shape[1], dtype=torch.bool), 1)
        n = self.ln_1(x)
        x = x + self.attn(n, n, n, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp.c_proj(F.gelu(self.mlp.c_fc(self.ln_2(x))))


block = Block(24, 2).eval()
x = torch.randn(1, 6, 24)
keep("block", block, x, block(x))

tensors = {name: value.detach() for name, value in tensors.items()}
save_file(tensors, pathlib.Path(__file__).with_name("layers.safetensors"))
