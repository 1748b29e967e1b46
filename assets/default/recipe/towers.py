"""Both towers in PyTorch with the tensor names of the asset (open_clip's CustomTextCLIP, torchvision's mobilenet_v2)."""
import math

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

SIZE, DIMENSION = 192, 256
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
WIDTH, HEADS, LAYERS, CONTEXT = 384, 12, 4, 64
#: (expansion, channels, repeats, stride of the first) of MobileNetV2 (Sandler et al. 2018, table 2).
BLOCKS = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))


class ConvolutionReLU6(nn.Sequential):
    """Convolution with bias (batch norm folded) and ReLU6; `[N, C, H, W]`.

    Where the tower runs in bfloat16, a depthwise convolution with a stride stays in float32: oneDNN 3 differentiates it
    thirty times more slowly in bfloat16.
    """

    def __init__(self, inputs, outputs, kernel=1, stride=1, groups=1):
        super().__init__(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups))
        self.whole = stride > 1 and groups > 1

    def forward(self, x):
        if self.whole:
            with torch.autocast("cpu", enabled=False):
                return F.hardtanh(self[0](x.float()), 0.0, 6.0, inplace=True)
        return F.hardtanh(self[0](x), 0.0, 6.0, inplace=True)


class InvertedResidual(nn.Module):
    """Expand, depthwise, project; added to the input where the shapes agree."""

    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        layers = [] if expansion == 1 else [ConvolutionReLU6(inputs, hidden)]
        layers += [ConvolutionReLU6(hidden, hidden, 3, stride, hidden), nn.Conv2d(hidden, outputs, 1)]
        self.conv = nn.Sequential(*layers)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.conv(x)
        return x + y if self.residual else y


class Trunk(nn.Module):
    """MobileNetV2 1.0 to its mean feature: `[N, 3, H, W]` → `[N, 1280]`."""

    def __init__(self):
        super().__init__()
        stages, inputs = [ConvolutionReLU6(3, 32, 3, 2)], 32
        for expansion, channels, repeats, stride in BLOCKS:
            for k in range(repeats):
                stages.append(InvertedResidual(inputs, channels, stride if k == 0 else 1, expansion))
                inputs = channels
        self.features = nn.Sequential(*stages, ConvolutionReLU6(320, 1280))

    def forward(self, x):
        return self.features(x).float().mean((2, 3))

    def load_imagenet(self, path):
        """Read the folded ImageNet weights (`conv_N_weight`, in order of execution)."""
        tensors = load_file(path)
        names = sorted((int(name.split("_")[1]), name[:-7]) for name in tensors if name.startswith("conv_") and name.endswith("_weight"))
        convolutions = [module for module in self.modules() if isinstance(module, nn.Conv2d)]
        assert len(names) == len(convolutions)
        for (_, name), convolution in zip(names, convolutions):
            convolution.weight.data.copy_(tensors[name + "_weight"])
            convolution.bias.data.copy_(tensors[name + "_bias"])
        return self


class ImageTower(nn.Module):
    """Trunk and projection to the shared space; the result is not yet of unit length."""

    def __init__(self, dimension=DIMENSION):
        super().__init__()
        self.trunk = Trunk()
        self.head = nn.ModuleDict({"proj": nn.Linear(1280, dimension)})

    def forward(self, x):
        return self.head["proj"](self.trunk(x))


class Block(nn.Module):
    """Pre-LN transformer block with causal attention; `[N, length, width]`."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = nn.Module()
        self.attn.in_proj_weight = nn.Parameter(torch.randn(3 * width, width) * width ** -0.5)
        self.attn.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.attn.out_proj = nn.Linear(width, width)
        self.mlp = nn.ModuleDict({"c_fc": nn.Linear(width, 4 * width), "c_proj": nn.Linear(4 * width, width)})

    def forward(self, x):
        n, length, width = x.shape
        q, k, v = F.linear(self.ln_1(x), self.attn.in_proj_weight, self.attn.in_proj_bias).view(
            n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(n, length, width)
        x = x + self.attn.out_proj(mixed)
        return x + self.mlp["c_proj"](F.gelu(self.mlp["c_fc"](self.ln_2(x))))


class TextTower(nn.Module):
    """CLIP's text transformer; token ids `[N, length]` and end positions `[N]` → `[N, dimension]`, not of unit length."""

    def __init__(self, vocabulary, width=WIDTH, heads=HEADS, layers=LAYERS, dimension=DIMENSION):
        super().__init__()
        self.token_embedding = nn.Embedding(vocabulary, width)
        nn.init.normal_(self.token_embedding.weight, std=0.02)
        self.positional_embedding = nn.Parameter(torch.randn(CONTEXT, width) * 0.01)
        self.transformer = nn.Module()
        self.transformer.resblocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        for block in self.transformer.resblocks:
            for projection in (block.attn.out_proj, block.mlp["c_proj"]):
                nn.init.normal_(projection.weight, std=0.02 / math.sqrt(2 * layers))
                nn.init.zeros_(projection.bias)
        self.ln_final = nn.LayerNorm(width)
        self.text_projection = nn.Parameter(torch.randn(width, dimension) * width ** -0.5)

    def pooled(self, ids, end):
        """Normalised state at the end-of-text token, `[N, width]`."""
        x = self.token_embedding(ids) + self.positional_embedding[:ids.shape[1]]
        for block in self.transformer.resblocks:
            x = block(x)
        return self.ln_final(x[torch.arange(len(x)), end])

    def forward(self, ids, end):
        return self.pooled(ids, end) @ self.text_projection


class Model(nn.Module):
    """Both towers and the logarithm of the inverse temperature, under the asset's names."""

    def __init__(self, vocabulary, dimension=DIMENSION):
        super().__init__()
        self.visual, self.text = ImageTower(dimension), TextTower(vocabulary, dimension=dimension)
        self.logit_scale = nn.Parameter(torch.tensor(math.log(1 / 0.05)))


def padded(token_lists):
    """Token lists as (ids `[N, longest]`, end positions `[N]`); padding is 0, which nothing reads."""
    longest = max(map(len, token_lists))
    ids = torch.zeros(len(token_lists), longest, dtype=torch.long)
    for row, tokens in enumerate(token_lists):
        ids[row, :len(tokens)] = torch.tensor(tokens)
    return ids, torch.tensor([len(tokens) - 1 for tokens in token_lists])


def normalised_pixels(pixels):
    """uint8 `[N, H, W, 3]` (NumPy) → float `[N, 3, H, W]`, channels last in memory."""
    x = torch.from_numpy(pixels).permute(0, 3, 1, 2).float().div_(255)
    x = (x - torch.tensor(MEAN).view(1, 3, 1, 1)) / torch.tensor(STD).view(1, 3, 1, 1)
    return x.contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def encode_texts(tower, token_lists, batch=256):
    """Unit vectors `[N, dimension]` of many texts, in batches of like length."""
    order = sorted(range(len(token_lists)), key=lambda k: len(token_lists[k]))
    out = None
    for start in range(0, len(order), batch):
        rows = order[start:start + batch]
        z = F.normalize(tower(*padded([token_lists[k] for k in rows])).float(), dim=-1)
        out = torch.zeros(len(order), z.shape[1]) if out is None else out
        out[rows] = z
    return out
