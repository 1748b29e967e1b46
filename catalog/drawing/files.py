"""Writes pictures as PNG, JPEG and WebP files."""

import io

import cairosvg
from PIL import Image, ImageChops, ImageStat


def raster(svg, width, height):
    """The drawing as an RGBA picture."""
    data = cairosvg.svg2png(bytestring=svg.encode(), output_width=width, output_height=height)
    return Image.open(io.BytesIO(data)).convert("RGBA")


def save_png(image, path, *, alpha=False):
    """A PNG, with a palette where nobody sees the difference."""
    if alpha:
        image.save(path, optimize=True)
        return
    image = image.convert("RGB")
    small = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    back = small.convert("RGB")
    error = ImageStat.Stat(ImageChops.difference(image, back)).rms
    if max(error) < 3.0:
        image = small
    image.save(path, optimize=True)


def save_jpeg(image, path, *, style=""):
    """A JPEG: plain, "grey", "progressive", "full" (no chroma subsampling) or "sideways"."""
    image = image.convert("RGB")
    options = {"quality": 86, "optimize": True}
    if style == "grey":
        image = image.convert("L")
    elif style == "progressive":
        options["progressive"] = True
    elif style == "full":
        options |= {"subsampling": 0, "quality": 80}
    elif style == "sideways":
        exif = Image.Exif()
        exif[0x0112] = 6  # to be turned a quarter clockwise when shown
        image = image.transpose(Image.Transpose.ROTATE_90)
        options["exif"] = exif.tobytes()
    image.save(path, **options)


def save_webp(image, path, *, style=""):
    """A WebP: lossy, "lossless" or with "alpha"."""
    if style != "alpha":
        image = image.convert("RGB")
    image.save(path, lossless=style == "lossless", quality=84, method=6)


def save(image, path, style=""):
    """Writes the picture in the format its name asks for."""
    if path.suffix == ".png":
        save_png(image, path, alpha=style == "alpha")
    elif path.suffix == ".jpg":
        save_jpeg(image, path, style=style)
    else:
        save_webp(image, path, style=style)
