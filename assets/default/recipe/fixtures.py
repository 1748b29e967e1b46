"""Draw the ten small fixture pictures of the goldens: shapes, gradients and photo-like noise in several sizes and formats."""
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SEED = 20240


def noise(chance, width, height, scale):
    """Smooth coloured noise with detail at several scales, somewhat like a photograph; uint8 `[height, width, 3]`."""
    total = np.zeros((height, width, 3), np.float32)
    for octave in range(4):
        cells = max(2, scale * 2 ** octave)
        coarse = Image.fromarray(chance.integers(0, 256, (cells, cells, 3), dtype=np.uint8))
        total += np.asarray(coarse.resize((width, height), Image.BICUBIC), np.float32) * 0.5 ** octave
    return np.clip(total / 1.875, 0, 255).astype(np.uint8)


def gradient(width, height, first, second):
    """Diagonal gradient between two colours."""
    t = (np.linspace(0, 1, width)[None, :, None] + np.linspace(0, 1, height)[:, None, None]) / 2
    return ((1 - t) * np.array(first) + t * np.array(second)).astype(np.uint8)


def pictures():
    """Yield (file name, image, options of `save`)."""
    chance = np.random.default_rng(SEED)
    yield "gradient-square.png", Image.fromarray(gradient(64, 64, (255, 40, 0), (0, 90, 255))), {}
    circle = Image.new("RGB", (192, 192), "white")
    ImageDraw.Draw(circle).ellipse((40, 40, 152, 152), fill=(220, 30, 40), outline=(60, 0, 0), width=4)
    yield "red-circle.png", circle, {}
    tall = Image.new("RGB", (60, 80), "white")
    draw = ImageDraw.Draw(tall)
    draw.polygon([(14, 20), (22, 12), (38, 12), (46, 20), (54, 34), (44, 38), (44, 70), (16, 70), (16, 38), (6, 34)], fill=(30, 80, 170))
    yield "blue-shirt-tall.png", tall, {}
    scene = Image.fromarray(gradient(320, 200, (90, 160, 240), (230, 240, 250)))
    draw = ImageDraw.Draw(scene)
    draw.rectangle((0, 130, 320, 200), fill=(60, 140, 50))
    draw.ellipse((240, 20, 290, 70), fill=(255, 220, 60))
    draw.polygon([(60, 130), (110, 60), (160, 130)], fill=(120, 80, 60))
    yield "landscape-wide.jpg", scene, {"quality": 85}
    yield "noise-photo.jpg", Image.fromarray(noise(chance, 256, 192, 4)), {"quality": 70}
    yield "noise-photo-tall.webp", Image.fromarray(noise(chance, 150, 300, 5)), {"quality": 60, "method": 4}
    transparent = Image.new("RGBA", (128, 96), (0, 0, 0, 0))
    ImageDraw.Draw(transparent).rounded_rectangle((16, 16, 112, 80), 14, fill=(250, 180, 20, 255), outline=(90, 40, 0, 160), width=6)
    yield "transparent-label.png", transparent, {}
    stripes = np.zeros((97, 131, 3), np.uint8)
    stripes[:, :] = (240, 240, 235)
    stripes[:, (np.arange(131) // 7) % 2 == 0] = (20, 100, 60)
    yield "stripes-odd.png", Image.fromarray(stripes), {}
    grey = Image.fromarray(noise(chance, 400, 40, 3)).convert("L").filter(ImageFilter.GaussianBlur(1))
    yield "grey-strip.png", grey.crop((0, 0, 400, 40)).resize((300, 30)), {}
    yield "gradient-lossless.webp", Image.fromarray(gradient(192, 144, (10, 10, 10), (250, 200, 240))), {"lossless": True}


def draw_all(folder):
    """Write the pictures; returns their names in order."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for name, image, options in pictures():
        image.save(folder / name, **options)
        assert (folder / name).stat().st_size <= 25_000, name
        names.append(name)
    return names


if __name__ == "__main__":
    print(draw_all(sys.argv[1]))
