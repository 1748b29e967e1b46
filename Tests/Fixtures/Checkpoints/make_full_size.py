"""Makes checkpoints of published sizes with random weights, each with its reference's embeddings, in a
folder of your choice; nothing of it is kept here.

    python make_full_size.py FOLDER [NAME ...]
    MMSEARCH_FULL_SIZE=FOLDER swift test --filter FullSize

Names are those of OpenCLIP's configurations, and `hugging_face-vit-base-patch32`. Needs what make_checkpoints.py
needs. The tokenizer is CLIP's own, from OpenCLIP's package.
"""
import gzip
import json
import pathlib
import sys

import open_clip
import torch
from PIL import Image
from open_clip.push_to_hf_hub import save_config_for_hf
from open_clip.transform import PreprocessCfg, image_transform_v2
from safetensors.torch import save_file

from make_checkpoints import FIXTURES, PICTURES, TEXTS, keep, randomise

NAMES = ["ViT-B-32", "ViT-B-16", "ViT-L-14-quickgelu", "RN50", "RN101", "RN50x4-quickgelu", "convnext_base",
         "convnext_base_w", "MobileCLIP2-S0", "MobileCLIP-S1", "MobileCLIP-S2", "hugging_face-vit-base-patch32"]


def write_tokenizer(folder):
    path = pathlib.Path(open_clip.__file__).parent / "bpe_simple_vocab_16e6.txt.gz"
    merges = gzip.open(path).read().decode().split("\n")[1:49152 - 256 - 2 + 1]
    tokenizer = open_clip.tokenizer.SimpleTokenizer()
    names = {"<start_of_text>": "<|startoftext|>", "<end_of_text>": "<|endoftext|>"}
    vocabulary = {names.get(token, token): number for token, number in tokenizer.encoder.items()}
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")


def record(folder, encode_image, encode_text, preprocess, texts, pictures):
    goldens = {}
    tokenizer = open_clip.tokenizer.SimpleTokenizer()
    with torch.no_grad():
        for number, name in enumerate(pictures):
            pixels = preprocess(Image.open(FIXTURES / "Default" / name).convert("RGB"))
            goldens[f"image.{number}.embedding"] = encode_image(pixels[None])[0]
        for number, text in enumerate(texts):
            ids = tokenizer([text])
            goldens[f"text.{number}.ids"] = ids[0][:int(ids[0].argmax()) + 1]
            goldens[f"text.{number}.embedding"] = encode_text(ids)[0]
    keep(folder, goldens, texts, pictures)


def make_open_clip(folder, name):
    model = randomise(open_clip.create_model(name), 1)
    save_file(model.state_dict(), folder / "open_clip_model.safetensors")
    save_config_for_hf(model, folder / "open_clip_config.json", open_clip.get_model_config(name))
    cfg = open_clip.get_model_preprocess_cfg(model)
    record(folder, model.encode_image, model.encode_text,
           image_transform_v2(PreprocessCfg(**cfg), is_train=False), TEXTS, PICTURES)


def make_hugging_face(folder):
    from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPModel
    config = CLIPConfig()
    config.text_config.eos_token_id = 49407
    model = randomise(CLIPModel(config), 1)
    model.save_pretrained(folder)
    processor = CLIPImageProcessorPil()
    processor.save_pretrained(folder)
    record(folder,
           lambda pixels: model.visual_projection(model.vision_model(pixel_values=pixels).pooler_output),
           lambda ids: model.text_projection(model.text_model(input_ids=ids).pooler_output),
           lambda picture: processor(picture, return_tensors="pt")["pixel_values"][0], TEXTS, PICTURES)


if __name__ == "__main__":
    for name in sys.argv[2:] or NAMES:
        folder = pathlib.Path(sys.argv[1]) / name
        folder.mkdir(parents=True, exist_ok=True)
        write_tokenizer(folder)
        make_hugging_face(folder) if name.startswith("hugging_face") else make_open_clip(folder, name)
        print(name)
