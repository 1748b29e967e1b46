"""How many scaled, recompressed and retouched copies `mmsearch dedupe` finds, and how many strangers it takes for copies.

usage: python3 duplicates.py MMSEARCH [SCRATCH]

Of 150 photographs and 150 pictures of products below MMSEARCH_DATA five copies each are made with Pillow. A copy is found
where its group holds another picture of the same original; a stranger is a picture in the group of another original.
"""
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from PIL import Image, ImageEnhance

COUNT = 150
COPIES = {
    "half the size": lambda image: (image.resize((image.width // 2, image.height // 2), Image.LANCZOS), "png", {}),
    "twice the size": lambda image: (image.resize((image.width * 2, image.height * 2), Image.BICUBIC), "jpg", {"quality": 85}),
    "JPEG of quality 50": lambda image: (image, "jpg", {"quality": 50}),
    "10 % brighter": lambda image: (ImageEnhance.Brightness(image).enhance(1.1), "png", {}),
    "2 % cut off each side": lambda image: (image.crop((image.width // 50, image.height // 50, image.width - image.width // 50, image.height - image.height // 50)), "png", {}),
}


def write(folder, shard):
    """The first pictures of a shard, each in a file with its copies beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(shard) as samples:
        pictures = (member for member in samples if member.name.endswith(".webp"))
        for number, member in zip(range(COUNT), pictures):
            image = Image.open(io.BytesIO(samples.extractfile(member).read())).convert("RGB")
            image.save(folder / f"{number}-original.png")
            for name, change in COPIES.items():
                copy, suffix, options = change(image)
                copy.save(folder / f"{number}-{name}.{suffix}", **options)


def main(program, scratch):
    root = Path(os.environ["MMSEARCH_DATA"])
    for set_name, shard in (("photographs", "flickr8k-dev-00.tar.gz"), ("products", "fashion-dev-00.tar.gz")):
        folder = scratch / set_name
        write(folder, root / shard)
        library = ["--db", str(scratch / f"{set_name}.sqlite"), "--quiet"]
        subprocess.run([program, "index", folder, *library], check=True)
        for distance in (2, 4, 6):
            command = [program, "dedupe", "--distance", str(distance), "--json", *library]
            groups = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["groups"]
            found, strangers = dict.fromkeys(COPIES, 0), 0
            for group in groups:
                names = [Path(member["path"]).stem.split("-", 1) for member in [group["keep"], *group["others"]]]
                numbers = [number for number, _ in names]
                for number, name in names:
                    if name in found and numbers.count(number) > 1:
                        found[name] += 1
                strangers += sum(number != numbers[0] for number in numbers)
            cells = " | ".join(f"{100 * count / COUNT:.0f} %" for count in found.values())
            print(f"| {set_name}, {distance} bits | {cells} | {strangers} |", flush=True)


if __name__ == "__main__":
    print("| | " + " | ".join(COPIES) + " | strangers |\n" + "| --- " * (len(COPIES) + 2) + "|")
    if len(sys.argv) == 3:
        main(sys.argv[1], Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(sys.argv[1], Path(folder))
