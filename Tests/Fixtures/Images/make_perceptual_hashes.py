"""The hashes that PerceptualHashTests expects, computed with NumPy and Pillow's resizing.

usage: python3 make_perceptual_hashes.py

The pictures are formulas, the same as in the test. The transform is the full 32 × 32 one, as pHash's `ph_dct_imagehash`
multiplies it out (Zauner 2010); pHash's scaling of rows and columns changes no comparison with the median.
"""
import numpy
from PIL import Image


def picture(width, height, kind):
    y, x = numpy.mgrid[0:height, 0:width]
    red = (x * 255 // width + kind * 40) % 256
    green = (y * y * kind * 7 // height + x * 3) % 256
    blue = ((x - width // 2) ** 2 + (y - height // 3) ** 2) * (kind + 1) * 300 // (width * height) % 256
    return Image.fromarray(numpy.stack([red, green, blue], axis=-1).astype(numpy.uint8))


def perceptual_hash(image):
    pixels = numpy.asarray(image.resize((32, 32), Image.BICUBIC)).astype(numpy.float64)
    luma = pixels @ numpy.array([0.299, 0.587, 0.114])
    place, frequency = numpy.arange(32), numpy.arange(32)[:, None]
    basis = numpy.cos(numpy.pi * (2 * place + 1) * frequency / 64)
    lowest = (basis @ luma @ basis.T)[1:9, 1:9].ravel()
    bits = lowest > numpy.median(lowest)
    return sum(int(bit) << (63 - place) for place, bit in enumerate(bits))


for width, height, kind in ((96, 64, 0), (96, 64, 1), (64, 96, 2), (31, 57, 3), (200, 200, 4), (5, 3, 5)):
    print(f"    ({width}, {height}, {kind}, 0x{perceptual_hash(picture(width, height, kind)):016X}),")
