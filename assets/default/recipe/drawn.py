"""Pack drawn pictures into the library: Noto's colour emoji with CLDR's English names, and variants of the catalogue's drawings."""
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import wordnet

FONT = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
STRIKE = 109  # the only bitmap size in the font, in pixels


def emoji_images():
    """Yield (fields, image `[height, width, 3]`) for every emoji that the font draws as one picture."""
    font = ImageFont.truetype(FONT, STRIKE)
    for symbol, (name, keywords) in sorted(wordnet.emoji_names().items()):
        if "skin tone" in name or name.startswith(("flag:", "keycap")) or (len(symbol) == 1 and ord(symbol) < 0x2100):
            continue
        canvas = Image.new("RGBA", (256, 160), (255, 255, 255, 0))
        ImageDraw.Draw(canvas).text((8, 8), symbol, font=font, embedded_color=True)
        box = canvas.getbbox()
        if box is None or box[2] - box[0] > 150:
            continue
        side = max(box[2] - box[0], box[3] - box[1]) + 16
        square = Image.new("RGB", (side, side), "white")
        part = canvas.crop(box)
        square.paste(part, ((side - part.width) // 2, (side - part.height) // 2), part)
        pixels = np.asarray(square)
        if len(np.unique(pixels.reshape(-1, 3), axis=0)) < 8:
            continue
        yield {"key": "emoji_" + name, "set": "emoji", "title": name, "captions": keywords}, pixels


def drawn_images(folder):
    """Yield the pictures written by `drawing.variants` (`captions.jsonl`: file kind color pattern captions, other where two things are shown)."""
    for line in open(folder / "captions.jsonl"):
        made = json.loads(line)
        pixels = np.asarray(Image.open(folder / made["file"]).convert("RGB"))
        fields = {key: made.get(key) for key in ("kind", "color", "pattern", "captions")}
        yield dict(fields, key="drawn_" + made["file"], set="drawn", title=made["captions"][0], two=bool(made.get("other"))), pixels


def pack(scratch):
    """Append drawn pictures to `pixels.bin` and `records.jsonl`, each kind once."""
    scratch = Path(scratch)
    present = {json.loads(line)["set"] for line in open(scratch / "records.jsonl")}
    sources = [] if "emoji" in present else [emoji_images()]
    if "drawn" not in present and (scratch / "drawn" / "captions.jsonl").exists():
        sources.append(drawn_images(scratch / "drawn"))
    with open(scratch / "pixels.bin", "ab") as out, open(scratch / "records.jsonl", "a") as lines:
        offset, count, last = out.tell(), 0, ""
        for source in sources:
            for fields, pixels in source:
                digest = hashlib.sha1(pixels.tobytes()).hexdigest()
                if digest == last:
                    continue
                last = digest
                out.write(pixels.tobytes())
                # One drawing in twenty is kept for dev, by content.
                split = "dev" if int(digest[:4], 16) % 20 == 0 else "train"
                fields.update(offset=offset, height=pixels.shape[0], width=pixels.shape[1], hash=digest, split=split, label=None, description=None)
                offset += pixels.size
                lines.write(json.dumps(fields) + "\n")
                count += 1
    print("drawn pictures", count)


if __name__ == "__main__":
    pack(sys.argv[1])
