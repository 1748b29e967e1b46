"""Makes the checkpoints beside this script: narrow models of random weights, written by the libraries
that publish such models, each with what its reference implementation makes of texts and pictures.

    python make_checkpoints.py [NAME ...]

Needs open_clip_torch, transformers, sentence-transformers, timm, torch and safetensors. In each
folder `goldens.safetensors` holds, all as float32:

    text.N.ids, text.N.stage.K, text.N.embedding       K counts the stages in their order
    image.N.pixels, image.N.stage.K, image.N.embedding

and `goldens.json` the texts and the names of the pictures (in ../Default). Features are
[height, width, channels] or [tokens, width]; embeddings are not normalised.
"""
import json
import pathlib
import shutil
import sys
import tempfile

import torch
from PIL import Image
from safetensors.torch import load_file, save_file

HERE = pathlib.Path(__file__).parent
FIXTURES = HERE.parent
TEXTS = ["a red mug", "", "Two dogs, running on 12 beaches!", "café in the rain's end"]
PICTURES = ["red-circle.png", "stripes-odd.png", "grey-strip.png"]


def randomise(model, seed):
    """Weights under which no feature fades or explodes, statistics of normalisations included."""
    generator = torch.Generator().manual_seed(seed)
    statistics = [(name, value) for name, value in model.named_buffers() if "running_" in name]
    for name, value in list(model.named_parameters()) + statistics:
        if name.endswith("running_var"):
            drawn = torch.rand(value.shape, generator=generator) + 0.5
        elif value.dim() < 2:
            is_scale = name.endswith("weight") or name.endswith("gamma")
            drawn = 0.2 * torch.randn(value.shape, generator=generator) + (1 if is_scale else 0)
        else:
            inputs = value[0].numel()
            drawn = torch.randn(value.shape, generator=generator) * (1.0 / inputs) ** 0.5
            if "embed" in name:
                drawn = torch.randn(value.shape, generator=generator) * 0.5
        value.data.copy_(drawn)
    return model.eval()


def arranged(value):
    """One example's features, channels last."""
    value = value[0]
    return (value.permute(1, 2, 0) if value.dim() == 3 else value).float().contiguous()


class Recorder:
    """Keeps what modules put out, or with `given` what they take in, in the order of a list."""

    def __init__(self, model, stages):
        self.values = [None] * len(stages)
        for number, (path, given, change) in enumerate(stages):
            self.hook(model.get_submodule(path), number, given, change or (lambda value: value))

    def hook(self, module, number, given, change):
        def keep(_, inputs, output):
            value = inputs[0] if given else output
            value = value[0] if isinstance(value, tuple) else value
            self.values[number] = change(arranged(value.detach()))
        module.register_forward_hook(keep)


def bytes_of(tensor, mean, std):
    """The 8-bit pixels of a normalised image."""
    mean, std = (torch.tensor(value).reshape(3, 1, 1) for value in (mean, std))
    return arranged(((tensor * std + mean) * 255).round()[None])


def keep(folder, goldens, texts, pictures):
    save_file({name: value.float().contiguous() for name, value in goldens.items()},
              folder / "goldens.safetensors")
    (folder / "goldens.json").write_text(json.dumps({"texts": texts, "images": pictures}) + "\n")


def tokenizer_folder():
    """The tokenizer of ../Tokenizer as transformers saves it."""
    from transformers import CLIPTokenizerFast
    folder = pathlib.Path(tempfile.mkdtemp())
    vocabulary = FIXTURES / "Tokenizer"
    CLIPTokenizerFast(str(vocabulary / "vocab.json"), str(vocabulary / "merges.txt"),
                      model_max_length=16).save_pretrained(folder)
    return folder


def record_images(model, encode, preprocess, stages, goldens, mean, std):
    recorder = Recorder(model, stages)
    for number, name in enumerate(PICTURES):
        picture = Image.open(FIXTURES / "Default" / name).convert("RGB")
        pixels = preprocess(picture)
        with torch.no_grad():
            embedding = encode(pixels[None])[0]
        goldens[f"image.{number}.pixels"] = bytes_of(pixels, mean, std)
        for stage, value in enumerate(recorder.values):
            goldens[f"image.{number}.stage.{stage}"] = value.clone()
        goldens[f"image.{number}.embedding"] = embedding


def record_texts(model, encode, tokenize, stages, goldens, end):
    recorder = Recorder(model, stages)
    for number, text in enumerate(TEXTS):
        ids = tokenize([text])
        with torch.no_grad():
            embedding = encode(ids)[0]
        length = int((ids[0] == end).int().argmax()) + 1
        goldens[f"text.{number}.ids"] = ids[0][:length]
        for stage, value in enumerate(recorder.values):
            last = stage == len(recorder.values) - 1
            goldens[f"text.{number}.stage.{stage}"] = (value[length - 1] if last else value).clone()
        goldens[f"text.{number}.embedding"] = embedding


def open_clip_checkpoint(name, config, stages, preprocess=None, seed=1, dtype=None, published=None):
    """A directory as OpenCLIP's own code for the hub writes it; with `published` its configuration names
    that network of timm instead of the narrow one."""
    import open_clip
    from open_clip.push_to_hf_hub import save_for_hf
    from open_clip.transform import PreprocessCfg, image_transform_v2
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as configs:
        (pathlib.Path(configs) / f"{name}.json").write_text(json.dumps(config))
        open_clip.add_model_config(pathlib.Path(configs))
    model = open_clip.create_model(name, force_preprocess_cfg=preprocess)
    randomise(model, seed)
    if dtype:
        for value in model.parameters():
            value.data = value.data.to(dtype).float()
    tokenizer = open_clip.tokenizer.HFTokenizer(str(tokenizer_folder()), context_length=16)
    stated = json.loads(json.dumps(config))
    if published:
        stated["vision_cfg"]["timm_model_name"] = published
    save_for_hf(model, tokenizer, stated, folder, safe_serialization=True)
    if dtype:
        path = folder / "open_clip_model.safetensors"
        save_file({key: value.to(dtype) if value.is_floating_point() else value
                   for key, value in load_file(path).items()}, path)
    goldens = {}
    cfg = open_clip.get_model_preprocess_cfg(model)
    transform = image_transform_v2(PreprocessCfg(**cfg), is_train=False)
    record_images(model, model.encode_image, transform, stages, goldens, cfg["mean"], cfg["std"])

    def tokenize(texts):
        ids = tokenizer(texts)
        # As OpenCLIP's own tokenizer pads.
        for row in ids:
            row[int((row == 813).int().argmax()) + 1:] = 0
        return ids

    prefix = "text." if config.get("custom_text") else ""
    layers = config["text_cfg"]["layers"]
    record_texts(
        model, model.encode_text, tokenize,
        [(f"{prefix}transformer", True, None)]
        + [(f"{prefix}transformer.resblocks.{layer}", False, None) for layer in range(layers)]
        + [(f"{prefix}ln_final", False, None)],
        goldens, 813)
    keep(folder, goldens, TEXTS, PICTURES)


TEXT = {"context_length": 16, "vocab_size": 814, "width": 48, "heads": 3, "layers": 2}


def vit_stages(layers, pooled):
    return ([("visual.ln_pre", False, None)]
            + [(f"visual.transformer.resblocks.{layer}", False, None) for layer in range(layers)]
            + [("visual.ln_post", False, pooled)])


def make_open_clip_vit():
    """ViT with QuickGELU, a class token and plain preprocessing; weights in float16."""
    vision = {"image_size": 32, "patch_size": 8, "width": 64, "head_width": 16, "layers": 2}
    open_clip_checkpoint(
        "open_clip-vit", {"embed_dim": 24, "quick_gelu": True, "vision_cfg": vision,
                          "text_cfg": TEXT},
        vit_stages(2, lambda value: value[0]), dtype=torch.float16)


def make_open_clip_vit_variant():
    """ViT with the mean of patches, patches of 7 and wide hidden layers; bidirectional text in a tower of its own;
    bilinear, the longest side resized."""
    vision = {"image_size": 30, "patch_size": 7, "width": 40, "head_width": 20, "layers": 1,
              "mlp_ratio": 2.5, "pool_type": "avg", "final_ln_after_pool": True}
    open_clip_checkpoint(
        "open_clip-vit-variant",
        {"embed_dim": 20, "custom_text": True, "vision_cfg": vision,
         "text_cfg": {**TEXT, "no_causal_mask": True, "proj_bias": True}},
        vit_stages(1, None),
        preprocess={"interpolation": "bilinear", "resize_mode": "longest",
                    "mean": (0.5, 0.4, 0.3), "std": (0.3, 0.2, 0.25)},
        dtype=torch.bfloat16)


def make_hugging_face_clip():
    """CLIPModel as transformers saves it, in several files."""
    from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPModel, CLIPTokenizerFast
    folder = HERE / "hugging_face-clip"
    shutil.rmtree(folder, ignore_errors=True)
    sizes = {"hidden_size": 48, "intermediate_size": 96, "num_attention_heads": 3,
             "num_hidden_layers": 2, "hidden_act": "quick_gelu"}
    config = CLIPConfig(
        projection_dim=20,
        vision_config={**sizes, "image_size": 28, "patch_size": 7, "projection_dim": 20},
        text_config={**sizes, "vocab_size": 814, "max_position_embeddings": 16, "bos_token_id": 812,
                     "eos_token_id": 813, "pad_token_id": 813, "projection_dim": 20})
    model = randomise(CLIPModel(config), 2)
    model.save_pretrained(folder, max_shard_size="200KB")
    tokenizer = CLIPTokenizerFast.from_pretrained(tokenizer_folder())
    tokenizer.save_pretrained(folder)
    processor = CLIPImageProcessorPil(size={"shortest_edge": 31}, crop_size={"height": 28, "width": 28})
    processor.save_pretrained(folder)
    goldens = {}
    record_images(
        model,
        lambda pixels: model.visual_projection(model.vision_model(pixel_values=pixels).pooler_output),
        lambda picture: processor(picture, return_tensors="pt")["pixel_values"][0],
        [("vision_model.pre_layrnorm", False, None)]
        + [(f"vision_model.encoder.layers.{layer}", False, None) for layer in range(2)]
        + [("vision_model.post_layernorm", False, None)],
        goldens, processor.image_mean, processor.image_std)
    record_texts(
        model,
        lambda ids: model.text_projection(model.text_model(input_ids=ids).pooler_output),
        lambda texts: tokenizer(texts, padding="max_length", max_length=16, truncation=True,
                                return_tensors="pt").input_ids,
        [("text_model.encoder.layers.0", True, None)]
        + [(f"text_model.encoder.layers.{layer}", False, None) for layer in range(2)]
        + [("text_model.final_layer_norm", False, None)],
        goldens, 813)
    keep(folder, goldens, TEXTS, PICTURES)


def make_open_clip_resnet():
    """OpenAI's ResNet with a block more in two stages, pooled by attention; the image squashed."""
    vision = {"image_size": 64, "layers": [1, 2, 1, 2], "width": 4, "head_width": 32}
    open_clip_checkpoint(
        "open_clip-resnet",
        {"embed_dim": 20, "vision_cfg": vision, "text_cfg": {**TEXT, "layers": 1}},
        [("visual.avgpool", False, None)]
        + [(f"visual.layer{stage}", False, None) for stage in (1, 2, 3, 4)],
        preprocess={"resize_mode": "squash"}, seed=4)


def narrow_timm(name, build):
    """Registers a network of timm under a name."""
    from timm.models import register_model

    def narrow(pretrained=False, **options):
        return build(options)

    narrow.__name__ = name
    narrow.__module__ = "timm.models.convnext"
    register_model(narrow)


def make_open_clip_convnext():
    """ConvNeXt's narrow sister with the projection of convnext_base_w."""
    from timm.models.convnext import ConvNeXt

    def build(options):
        options = {key: value for key, value in options.items()
                   if key not in ("pretrained_cfg", "pretrained_cfg_overlay", "cache_dir")}
        model = ConvNeXt(depths=(1, 1, 2, 1), dims=(8, 12, 16, 24), **options)
        model.default_cfg = {"pool_size": (2, 2)}
        return model

    narrow_timm("convnext_narrow", build)
    vision = {"image_size": 64, "timm_model_name": "convnext_narrow", "timm_pool": "", "timm_proj": "linear"}
    open_clip_checkpoint(
        "open_clip-convnext",
        {"embed_dim": 20, "vision_cfg": vision, "text_cfg": {**TEXT, "layers": 1}},
        [("visual.trunk.stem", False, None)]
        + [(f"visual.trunk.stages.{stage}", False, None) for stage in range(4)]
        + [("visual.head.proj", True, None)],
        seed=7, published="convnext_base")


def make_mobileclip():
    """MobileCLIP's narrow sister, its parallel branches apart as they are published."""
    from functools import partial
    from timm.models.fastvit import FastVit, RepConditionalPosEnc

    def build(options):
        options = {key: value for key, value in options.items()
                   if key not in ("pretrained_cfg", "pretrained_cfg_overlay", "cache_dir")}
        return FastVit(
            layers=(1, 1, 2, 2), embed_dims=(8, 16, 32, 64), mlp_ratios=(3, 3, 3, 3),
            se_downsamples=(False, False, True, True),
            pos_embs=(None, None, None, partial(RepConditionalPosEnc, spatial_shape=(7, 7))),
            token_mixers=("repmixer", "repmixer", "repmixer", "attention"), lkc_use_act=True, **options)

    narrow_timm("fastvit_narrow", build)
    vision = {"image_size": 64, "timm_model_name": "fastvit_narrow", "timm_pool": "avg", "timm_proj": None}
    open_clip_checkpoint(
        "mobileclip",
        {"embed_dim": 20, "custom_text": True, "vision_cfg": vision,
         "text_cfg": {**TEXT, "layers": 1, "no_causal_mask": True}},
        [("visual.trunk.stem", False, None)]
        + [(f"visual.trunk.stages.{stage}", False, None) for stage in range(4)]
        + [("visual.trunk.final_conv", False, None)],
        preprocess={"interpolation": "bilinear", "mean": (0, 0, 0), "std": (1, 1, 1)},
        seed=8, published="fastvit_mci0")


SENTENCES = TEXTS + [
    "Ünïcode Ångström — naïve façades…", "東京タワー and 北京", "tabs\tand\nlines\u200b, a\u00a0blank\u0007",
    "unaffable" * 20, "email@example.com costs $3.50 (50% off)!", "word " * 40, "ﬁne №5 İstanbul ΣΟΦΟΣ"]


def sentence_transformer(name, pooling, seed, has_vocabulary_file=False):
    """A text model as sentence-transformers saves it, around BERT as transformers saves it."""
    from sentence_transformers import SentenceTransformer, models
    from transformers import BertConfig, BertModel, BertTokenizerFast
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    letters = [chr(code) for code in range(33, 127) if not chr(code).isupper()] + list("éßøœ—…№東京北")
    pieces = ["red", "mug", "##s", "dog", "run", "##ning", "beach", "##es", "in", "the", "rain", "end",
              "and", "word", "un", "##aff", "##able", "naive", "##an", "##code", "blank"]
    vocabulary = (["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + letters + pieces
                  + ["##" + letter for letter in "abcdefghijklmnopqrtuvwxyz0123456789"])
    assert len(set(vocabulary)) == len(vocabulary)
    with tempfile.TemporaryDirectory() as bert:
        bert = pathlib.Path(bert)
        (bert / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
        tokenizer = BertTokenizerFast(str(bert / "vocab.txt"), do_lower_case=True)
        tokenizer.save_pretrained(bert)
        config = BertConfig(
            vocab_size=len(vocabulary), hidden_size=48, num_hidden_layers=2, num_attention_heads=4,
            intermediate_size=80, max_position_embeddings=40)
        randomise(BertModel(config, add_pooling_layer=False), seed).save_pretrained(bert)
        transformer = models.Transformer(str(bert), max_seq_length=24)
        model = SentenceTransformer(
            modules=[transformer, models.Pooling(48, pooling_mode=pooling), models.Normalize()])
    model.save(str(folder), create_model_card=False)
    if has_vocabulary_file:
        (folder / "tokenizer.json").unlink()
        (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
    bert = model[0].auto_model.eval()
    goldens = {}
    recorder = Recorder(
        bert, [("embeddings", False, None)]
        + [(f"encoder.layer.{layer}", False, None) for layer in range(2)])
    for number, text in enumerate(SENTENCES):
        ids = tokenizer(text, truncation=True, max_length=24, return_tensors="pt").input_ids
        with torch.no_grad():
            states = bert(input_ids=ids).last_hidden_state[0]
        embedding = torch.tensor(model.encode(text))
        pooled = states.mean(0) if pooling == "mean" else states[0]
        assert torch.allclose(torch.nn.functional.normalize(pooled, dim=0), embedding, atol=1e-5)
        goldens[f"text.{number}.ids"] = ids[0]
        for stage, value in enumerate(recorder.values + [pooled]):
            goldens[f"text.{number}.stage.{stage}"] = value.clone()
        goldens[f"text.{number}.embedding"] = pooled
    keep(folder, goldens, SENTENCES, [])


def make_sentence_transformers_mean():
    sentence_transformer("sentence_transformers-mean", "mean", 5)


def make_sentence_transformers_first():
    sentence_transformer("sentence_transformers-first", "cls", 6, has_vocabulary_file=True)


MAKERS = {name[5:]: function for name, function in list(globals().items())
          if name.startswith("make_")}

if __name__ == "__main__":
    for name in sys.argv[1:] or MAKERS:
        MAKERS[name]()
