"""Draws the corpus of image files and records the pixels that a right decoder gives.

    python3 -m venv /tmp/corpus && /tmp/corpus/bin/pip install pillow==13.0.0 && \
        /tmp/corpus/bin/python make_corpus.py

Writes beside itself `jpeg/`, `png/`, `webp/`, `refused/` and `corpus.json` (files and
expectations). Expected pixels are Pillow's after `exif_transpose` and compositing on white, as a
64-bit FNV-1a hash of the RGB bytes. PNG pixels are also computed from the PNG specification by the
encoder below; where Pillow departs from it (16-bit grey, and tRNS of 2, 4 and 16 bits), the
specification is the reference and the entry says so.
"""

import io
import json
import pathlib
import struct
import zlib

import PIL
from PIL import Image, ImageOps

from make_resizes import noise

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 61, 43
entries = []


def shade(x, y, channel, width=WIDTH, height=HEIGHT):
    """A value in 0 ... 1: a gradient for each channel, a disc, and stripes of two pixels."""
    gradient = (x / (width - 1), y / (height - 1), (x + y) / (width + height - 2))[channel]
    if (x - 20) ** 2 + (y - 18) ** 2 < 130:
        return (0.9, 0.15, 0.1)[channel]
    if x > 44 and (y // 2) % 2 == 0:
        return (0.05, 0.3, 0.85)[channel]
    return 0.1 + 0.8 * gradient


def opacity(x, y):
    return 0.0 if x < 8 else 1.0 if y > 30 else min(1.0, (x - 8) / 40)


def picture(width=WIDTH, height=HEIGHT):
    pixels = [
        round(255 * shade(x, y, c, width, height))
        for y in range(height) for x in range(width) for c in range(3)
    ]
    return Image.frombytes("RGB", (width, height), bytes(pixels))


def transparent_picture():
    image = picture()
    alpha = bytes(round(255 * opacity(x, y)) for y in range(HEIGHT) for x in range(WIDTH))
    image.putalpha(Image.frombytes("L", image.size, alpha))
    return image


def fnv(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def as_seen(data):
    """Pillow's RGB pixels: upright, on white."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA"):
        image = image.convert("RGBA")
        white = Image.new("RGB", image.size, (255, 255, 255))
        white.paste(image, mask=image.getchannel("A"))
        return white
    return image.convert("RGB")


def write(name, data, expected=None):
    """`expected` is an RGB picture by the specification, checked against Pillow's."""
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    assert len(data) <= 10_000, (name, len(data))
    try:
        seen = as_seen(data)
    except ValueError:  # Pillow refuses a profile that inflates to megabytes; we skip the profile.
        seen = None
    reference = "Pillow"
    if expected is not None and (seen is None or seen.tobytes() != expected.tobytes()):
        reference = "PNG specification"
        seen = expected
    entries.append({
        "file": name, "format": name.split("/")[0], "width": seen.width, "height": seen.height,
        "pixels": fnv(seen.tobytes()), "reference": reference,
    })
    print(f"{len(data):6} {reference:18} {name}")


def saved(image, format, **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def exif(orientation, big_endian=False):
    order = ">" if big_endian else "<"
    return (b"MM\0*" if big_endian else b"II*\0") + struct.pack(
        order + "IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


# JPEG ------------------------------------------------------------------------------------------


def segments(data):
    """(marker, start, end) of each segment before the first scan's data."""
    offset = 2
    while True:
        marker, length = data[offset + 1], struct.unpack(">H", data[offset + 2:offset + 4])[0]
        yield marker, offset, offset + 2 + length
        if marker == 0xDA:
            return
        offset += 2 + length


def patched(data, marker, position, value):
    """The file with the byte at `position` of a segment's payload replaced."""
    start = next(start for found, start, _ in segments(data) if found == marker)
    at = start + 4 + position
    return data[:at] + bytes([value]) + data[at + 1:]


def without(data, marker):
    start, end = next((start, end) for found, start, end in segments(data) if found == marker)
    return data[:start] + data[end:]


def separate_scans(colour, grey):
    """A baseline file whose three components have a scan each, all with the grey file's blocks."""
    head = b"".join(colour[start:end] for marker, start, end in segments(colour)
                    if marker not in (0xC4, 0xDA))
    tables = b"".join(grey[start:end] for marker, start, end in segments(grey) if marker == 0xC4)
    start = next(end for marker, _, end in segments(grey) if marker == 0xDA)
    blocks = grey[start:-2]
    scans = b"".join(b"\xff\xda\0\x08\x01" + bytes([component]) + b"\0\0\x3f\0" + blocks
                     for component in (1, 2, 3))
    return colour[:2] + head + tables + scans + b"\xff\xd9"


def make_jpegs():
    image = picture()
    write("jpeg/grey.jpg", saved(image.convert("L"), "JPEG", quality=90))
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        write(f"jpeg/{name}.jpg", saved(image, "JPEG", quality=90, subsampling=subsampling))
        write(f"jpeg/{name}-progressive.jpg",
              saved(image, "JPEG", quality=90, subsampling=subsampling, progressive=True))
    write("jpeg/grey-progressive.jpg",
          saved(image.convert("L"), "JPEG", quality=85, progressive=True))
    # 2x1 and 1x2 sampling hold the same blocks in the same order when the picture is square.
    square = patched(saved(picture(64, 64), "JPEG", quality=90, subsampling=1), 0xC0, 7, 0x12)
    write("jpeg/440.jpg", square)
    # So do 2x2 and 4x1.
    write("jpeg/411.jpg",
          patched(saved(picture(64, 64), "JPEG", quality=90, subsampling=2), 0xC0, 7, 0x41))
    write("jpeg/444-separate-scans.jpg", separate_scans(
        saved(image, "JPEG", quality=90, subsampling=0),
        saved(image.convert("L"), "JPEG", quality=90)))
    write("jpeg/rgb.jpg", saved(image, "JPEG", quality=90, keep_rgb=True))
    write("jpeg/restart-markers.jpg", saved(image, "JPEG", quality=90, restart_marker_blocks=2))
    write("jpeg/restart-rows-progressive.jpg",
          saved(image, "JPEG", quality=90, progressive=True, restart_marker_rows=1))
    write("jpeg/quality-30.jpg", saved(image, "JPEG", quality=30))
    write("jpeg/optimized.jpg", saved(image, "JPEG", quality=95, optimize=True))
    write("jpeg/1x1.jpg", saved(picture().crop((20, 20, 21, 21)), "JPEG"))
    write("jpeg/17x1.jpg", saved(picture().crop((0, 5, 17, 6)), "JPEG"))
    cmyk = saved(image.convert("CMYK"), "JPEG", quality=90)
    write("jpeg/cmyk-adobe.jpg", cmyk)
    write("jpeg/cmyk-without-marker.jpg", without(cmyk, 0xEE))
    # Transform 2 in the Adobe segment makes the same samples YCCK.
    write("jpeg/ycck-adobe.jpg", patched(cmyk, 0xEE, 11, 2))
    write("jpeg/cmyk-progressive.jpg",
          saved(image.convert("CMYK"), "JPEG", quality=85, progressive=True))
    for orientation in range(1, 9):
        data = saved(image, "JPEG", quality=85,
                     exif=b"Exif\0\0" + exif(orientation, orientation % 2 == 0))
        write(f"jpeg/orientation-{orientation}.jpg", data)
    for orientation in (0, 9):
        data = saved(image, "JPEG", quality=60, exif=b"Exif\0\0" + exif(orientation))
        write(f"jpeg/orientation-{orientation}-invalid.jpg", data)
    far = b"Exif\0\0II*\0" + struct.pack("<IH", 0xFFFFFFF0, 1)
    write("jpeg/exif-offset-outside.jpg", saved(image, "JPEG", quality=60, exif=far))
    icc = saved(image, "JPEG", quality=60, icc_profile=bytes(range(256)) * 12, comment=b"a comment")
    write("jpeg/icc-and-comment.jpg", icc)


# PNG -------------------------------------------------------------------------------------------


def chunk(kind, payload):
    return (struct.pack(">I", len(payload)) + kind + payload
            + struct.pack(">I", zlib.crc32(kind + payload)))


def packed_row(samples, depth):
    """Samples of `depth` bits, most significant first, the last byte filled with zeros."""
    if depth == 16:
        return struct.pack(f">{len(samples)}H", *samples)
    bits = 0
    for sample in samples:
        bits = bits << depth | sample
    count = len(samples) * depth
    padding = -count % 8
    return (bits << padding).to_bytes((count + padding) // 8, "big")


def filtered_rows(rows, step):
    """The five filter types in turn (PNG, third edition, 9.2); `step` is bytes a pixel, or 1."""
    out, previous = b"", None
    for index, row in enumerate(rows):
        above = previous if previous is not None else bytes(len(row))
        line = bytearray()
        for at, value in enumerate(row):
            a = row[at - step] if at >= step else 0
            b = above[at]
            c = above[at - step] if at >= step else 0
            estimate = a + b - c
            paeth = min((a, b, c), key=lambda v: abs(estimate - v))
            line.append((value - (0, a, b, (a + b) // 2, paeth)[index % 5]) & 0xFF)
        out += bytes([index % 5]) + bytes(line)
        previous = row
    return out


ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
         (0, 1, 1, 2))
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def png(pixel, width, height, color_type, depth, interlaced, before=b"", after=b"", split=900):
    """`pixel(x, y)` gives the samples. `before` and `after` are chunks around IDAT."""
    channels = CHANNELS[color_type]
    step = max(1, channels * depth // 8)
    raw = b""
    passes = ADAM7 if interlaced else ((0, 0, 1, 1),)
    for x0, y0, dx, dy in passes:
        if x0 >= width or y0 >= height:
            continue
        rows = [
            packed_row([s for x in range(x0, width, dx) for s in pixel(x, y)], depth)
            for y in range(y0, height, dy)
        ]
        raw += filtered_rows(rows, step)
    data = zlib.compress(raw, 9)
    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before
            + b"".join(chunk(b"IDAT", data[at:at + split]) for at in range(0, len(data), split))
            + after + chunk(b"IEND", b""))


def on_white(value, alpha):
    return (value * alpha + 255 * (255 - alpha) + 127) // 255


def expected_rgb(pixel, width, height, color_type, depth, palette, palette_alpha, transparent):
    out = bytearray()
    top = (1 << depth) - 1

    def to8(sample):
        return sample >> 8 if depth == 16 else sample * 255 // top

    for y in range(height):
        for x in range(width):
            samples = pixel(x, y)
            alpha = 255
            if color_type == 3:
                rgb = palette[samples[0]]
                if palette_alpha is not None and samples[0] < len(palette_alpha):
                    alpha = palette_alpha[samples[0]]
            else:
                color = samples[:1] * 3 if color_type in (0, 4) else samples[:3]
                rgb = [to8(sample) for sample in color]
                if color_type in (4, 6):
                    alpha = to8(samples[-1])
                elif transparent is not None and list(samples) == list(transparent):
                    alpha = 0
            out += bytes(on_white(value, alpha) for value in rgb)
    return Image.frombytes("RGB", (width, height), bytes(out))


def samples_of(color_type, depth):
    top = (1 << depth) - 1

    def grey(x, y):
        return round(top * (shade(x, y, 0) + shade(x, y, 1) + shade(x, y, 2)) / 3)

    if color_type in (0, 3):
        return lambda x, y: [grey(x, y)]
    if color_type == 4:
        return lambda x, y: [grey(x, y), round(top * opacity(x, y))]
    if color_type == 2:
        return lambda x, y: [round(top * shade(x, y, c)) for c in range(3)]
    return lambda x, y: [
        round(top * v) for v in (*(shade(x, y, c) for c in range(3)), opacity(x, y))]


def write_png(name, color_type, depth, interlaced=False, transparent=None, palette_alpha=None,
              size=(WIDTH, HEIGHT), extra=b"", after=b"", orientation=None):
    pixel = samples_of(color_type, depth)
    before, palette = extra, None
    if color_type == 3:
        palette = [((i * 89 + 30) % 256, (i * 151 + 60) % 256, (i * 211 + 90) % 256)
                   for i in range(1 << depth)]
        before += chunk(b"PLTE", b"".join(bytes(color) for color in palette))
        if palette_alpha is not None:
            before += chunk(b"tRNS", bytes(palette_alpha))
    elif transparent is not None:
        before += chunk(b"tRNS", struct.pack(f">{len(transparent)}H", *transparent))
    data = png(pixel, *size, color_type, depth, interlaced, before, after)
    expected = expected_rgb(pixel, *size, color_type, depth, palette, palette_alpha, transparent)
    if orientation is not None:
        expected.getexif()[0x0112] = orientation
        expected = ImageOps.exif_transpose(expected)
    write(name, data, expected)


def make_pngs():
    names = {0: "grey", 2: "rgb", 3: "palette", 4: "grey-alpha", 6: "rgba"}
    depths = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
    for color_type, name in names.items():
        for depth in depths[color_type]:
            # 16-bit colour with alpha would pass 10 kB at the full size.
            size = (40, 30) if depth == 16 else (WIDTH, HEIGHT)
            for interlaced in (False, True):
                write_png(f"png/{name}-{depth}{'-interlaced' * interlaced}.png", color_type, depth,
                          interlaced, size=size)
    for depth in (1, 2, 4, 8, 16):
        value = samples_of(0, depth)(20, 18)
        write_png(f"png/grey-{depth}-trns.png", 0, depth, transparent=value, size=(40, 30))
    for depth in (8, 16):
        value = samples_of(2, depth)(20, 18)
        write_png(f"png/rgb-{depth}-trns.png", 2, depth, transparent=value, size=(40, 30))
    write_png("png/rgb-8-trns-interlaced.png", 2, 8, True, transparent=samples_of(2, 8)(20, 18))
    for depth in (1, 2, 4, 8):
        alphas = [(i * 37) % 256 for i in range(max(1, (1 << depth) * 3 // 4))]
        write_png(f"png/palette-{depth}-trns.png", 3, depth, palette_alpha=alphas)
    write_png("png/palette-4-trns-interlaced.png", 3, 4, True, palette_alpha=[0, 255, 128])
    for size in ((1, 1), (1, 9), (9, 1), (2, 2), (5, 3)):
        for interlaced in (False, True):
            write_png(f"png/rgb-{size[0]}x{size[1]}{'-interlaced' * interlaced}.png", 2, 8,
                      interlaced, size=size)
    for orientation in (3, 6):
        write_png(f"png/exif-{orientation}.png", 2, 8,
                  extra=chunk(b"eXIf", exif(orientation, True)), orientation=orientation)
    write_png("png/exif-8-after-pixels.png", 2, 8, after=chunk(b"eXIf", exif(8)), orientation=8)
    profile = b"profile\0\0" + zlib.compress(bytes(3_000_000), 9)
    write_png("png/inflating-profile.png", 2, 8, size=(20, 20), extra=chunk(b"iCCP", profile))
    gamma = chunk(b"gAMA", struct.pack(">I", 100_000)) + chunk(b"bKGD", struct.pack(">3H", 9, 9, 9))
    write_png("png/gamma-and-background.png", 6, 8, extra=gamma)
    write_png("png/text-before.png", 0, 8, extra=chunk(b"tEXt", b"Comment\0" + b"x" * 5000))


# WebP ------------------------------------------------------------------------------------------


def make_webps():
    image, layered = picture(), transparent_picture()
    write("webp/lossy.webp", saved(image, "WEBP", quality=80))
    write("webp/lossless.webp", saved(image, "WEBP", lossless=True))
    write("webp/lossy-alpha.webp", saved(layered, "WEBP", quality=80))
    write("webp/lossless-alpha.webp", saved(layered, "WEBP", lossless=True, exact=True))
    write("webp/1x1.webp", saved(image.crop((20, 20, 21, 21)), "WEBP", lossless=True))
    # libwebp puts rows out sixteen at a time: a cut in the last tenth shows only on tall pictures.
    tall = noise(10, 400, "noise").convert("L").convert("RGB")
    write("webp/tall-lossy.webp", saved(tall, "WEBP", quality=70))
    write("webp/tall-lossless.webp", saved(tall, "WEBP", lossless=True))
    tall.putalpha(Image.linear_gradient("L").resize(tall.size))
    write("webp/tall-lossless-alpha.webp", saved(tall, "WEBP", lossless=True, exact=True))
    for orientation in (1, 3, 6, 8):
        write(f"webp/exif-{orientation}.webp",
              saved(image, "WEBP", quality=70, exif=b"Exif\0\0" + exif(orientation)))
    frames = [image.rotate(angle) for angle in (0, 90, 180)]
    write("webp/animated.webp", saved(frames[0], "WEBP", save_all=True, append_images=frames[1:],
                                      duration=100, quality=60))
    layers = [layered.rotate(angle) for angle in (0, 90)]
    write("webp/animated-alpha.webp", saved(layers[0], "WEBP", save_all=True, lossless=True,
                                            append_images=layers[1:], duration=100))
    write("webp/animated-offset.webp", webp_with_offset_frame(layered.crop((10, 8, 40, 30))))


def webp_with_offset_frame(layer):
    """An animation whose only frame lies at (10, 8) on the canvas."""
    data = saved(layer, "WEBP", lossless=True, exact=True)
    kind = data.index(b"VP8L")
    bitstream = data[kind:]

    def u24(value):
        return struct.pack("<I", value)[:3]

    def box(name, payload):
        return name + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)

    frame = (u24(10 // 2) + u24(8 // 2) + u24(layer.width - 1) + u24(layer.height - 1) + u24(100)
             + b"\x02" + bitstream)
    body = (box(b"VP8X", b"\x12\0\0\0" + u24(WIDTH - 1) + u24(HEIGHT - 1))
            + box(b"ANIM", b"\xff\x00\x00\xff\0\0") + box(b"ANMF", frame))
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


# Refused ---------------------------------------------------------------------------------------


def make_refused():
    """Files that Pillow writes in formats that are refused by name; the rest the tests write."""
    folder = HERE / "refused"
    folder.mkdir(exist_ok=True)
    small = picture().crop((0, 0, 16, 16))
    for name, format in (("gif", "GIF"), ("bmp", "BMP"), ("tiff", "TIFF"), ("ico", "ICO"),
                         ("jp2", "JPEG2000"), ("avif", "AVIF"), ("ppm", "PPM")):
        (folder / f"picture.{name}").write_bytes(saved(small, format))


make_jpegs()
make_pngs()
make_webps()
make_refused()
(HERE / "corpus.json").write_text(
    json.dumps({"pillow": PIL.__version__, "files": entries}, indent=1) + "\n")
print(len(entries), "files")
