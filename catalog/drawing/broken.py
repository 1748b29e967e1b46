"""Six products whose pictures are deliberately bad, each in another way."""

import struct
import zlib

from PIL import Image

from .files import raster, save_jpeg
from .scene import backdrop
from .sketch import Look, draw, page

BAD = (
    {"id": "SHF-900", "title": "Wall shelf, solid oak", "image": "wall-shelf-oak.png", "price": "49.00 EUR",
     "description": "Three boards, invisible brackets, no drama. 80 cm wide.", "brand": "Oak & Otter",
     "google_product_category": "Furniture > Shelving > Wall Shelves & Ledges", "material": "oak", "color": "oak"},
    {"id": "HDP-901", "title": "Studio headphones, beige", "image": "headphones-beige.jpg", "price": "119.00 EUR",
     "description": "Closed-back headphones for people who mean it.", "brand": "Tuwhit",
     "google_product_category": "Electronics > Audio > Audio Components > Headphones & Headsets > Headphones",
     "material": "plastic", "color": "beige"},
    {"id": "MAT-902", "title": "Door mat “Hello again”, coconut", "image": "door-mat-coconut.jpg", "price": "24.90 EUR",
     "description": "Coconut fibre, 40 x 60 cm, rubber underside.", "brand": "Oak & Otter",
     "google_product_category": "Home & Garden > Decor > Door Mats", "material": "coconut fibre", "color": "natural"},
    {"id": "PAN-903", "title": "Frying pan, cast iron, 28 cm", "image": "frying-pan-28.png", "price": "39.90 EUR",
     "description": "Heavy, plain and good for a lifetime of pancakes.", "brand": "Potterby",
     "google_product_category": "Home & Garden > Kitchen & Dining > Cookware & Bakeware > Cookware > Skillets & Frying Pans",
     "material": "cast iron", "color": "iron"},
    {"id": "CUR-904", "title": "Curtain, linen, ecru, 140 x 250 cm", "image": "curtain-ecru.png", "price": "59.90 EUR",
     "description": "Heavy linen that falls in soft folds. Price for one piece.", "brand": "Oak & Otter",
     "google_product_category": "Home & Garden > Decor > Window Treatments > Curtains & Drapes",
     "material": "linen", "color": "ecru"},
    {"id": "PST-905", "title": "Giant wall poster “The Harbour at Noon”", "image": "poster-harbour.png", "price": "34.90 EUR",
     "description": "Really large. Printed on demand, rolled in a tube.", "brand": "Lumo & Finch",
     "google_product_category": "Home & Garden > Decor > Artwork > Posters, Prints, & Visual Artwork",
     "material": "paper", "color": "multicolour"},
)  # fmt: skip


def chunk(name, data):
    """A chunk of a PNG file."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def write_all(folder):
    """Writes the bad files; the first of them is missing, so it is not written."""
    (folder / BAD[0]["image"]).unlink(missing_ok=True)

    look = Look(color="beige", line=2.2)
    svg = page(draw("headphones", look), background=None, backdrop=backdrop("flat", "#cfe3d6"))
    whole = folder / BAD[1]["image"]
    save_jpeg(raster(svg, 384, 384), whole)
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) * 2 // 5])

    page_text = (
        "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head>\n"
        "<body><h1>Not Found</h1><p>The picture you asked for has moved.</p></body></html>\n"
    )
    (folder / BAD[2]["image"]).write_text(page_text)

    (folder / BAD[3]["image"]).write_bytes(b"")

    Image.new("RGB", (384, 384), "#efe8d8").save(folder / BAD[4]["image"], optimize=True)

    head = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 + 3 * 60000) * 2)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    (folder / BAD[5]["image"]).write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
