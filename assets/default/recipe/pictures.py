"""Training pictures: balanced drawing from the sets, and augmentation that keeps colour words true."""
import io

import numpy as np
from PIL import Image, ImageFilter

#: Share of each set in a batch.
SHARES = {"flickr8k": 0.36, "fashion": 0.33, "grocery": 0.05, "caltech101": 0.07, "clothing": 0.05, "imagenet-sample": 0.03,
          "tiny-imagenet-slice": 0.05, "emoji": 0.01, "drawn": 0.05}
#: Sets that are told apart within themselves in most batches; all the others together are "things".
DOMAINS = ("flickr8k", "fashion", "things")
#: How often a batch comes from one domain, from these fractions of the schedule on; the last share is that of batches mixed by `SHARES`.
#: Photographs are learned by heart first, the many classes of things last.
BATCH_SHARES = ((0.0, (0.44, 0.27, 0.21, 0.08)), (0.7, (0.36, 0.26, 0.32, 0.06)))
#: Sets of single things, mostly on white: cropped less, sometimes shrunk or pasted elsewhere.
PRODUCTS = {"fashion", "emoji", "drawn"}


def domain_of(name):
    """The domain of a set."""
    return name if name in DOMAINS else "things"


class Sampler:
    """Rows of training pictures, each set in its own shuffled order, sets mixed in one batch by `SHARES`."""

    def __init__(self, library, chance):
        self.chance = chance
        sets = np.array([record["set"] for record in library.records])
        train = np.array([record["split"] == "train" for record in library.records])
        self.rows = {name: np.flatnonzero((sets == name) & train) for name in SHARES if ((sets == name) & train).any()}
        self.restrict(train)

    def restrict(self, available):
        """Keep the rows where the flags `[library]` are set."""
        self.rows = {name: rows[available[rows]] for name, rows in self.rows.items() if available[rows].any()}
        self.order = {name: [] for name in self.rows}
        self.weigh(SHARES)

    def weigh(self, shares):
        """Set the share of each set."""
        shares = np.array([shares[name] for name in self.rows])
        self.shares = shares / shares.sum()

    def batch(self, size):
        """`size` rows."""
        return self._drawn(self.rows, self.shares, size)

    def domain_batch(self, size, fraction):
        """(domain or None, `size` rows): from one domain, or mixed, by `BATCH_SHARES`.

        Among pictures of its own set a text meets far more negatives that are hard than in a mixed batch.
        """
        shares = [shares for begin, shares in BATCH_SHARES if begin <= fraction][-1]
        domain = (*DOMAINS, None)[self.chance.choice(len(shares), p=shares)]
        if domain is None:
            return None, self.batch(size)
        inside = np.array([domain_of(name) == domain for name in self.rows])
        return domain, self._drawn([name for name, own in zip(self.rows, inside) if own],
                                   self.shares[inside] / self.shares[inside].sum(), size)

    def _drawn(self, names, shares, size):
        out = []
        for name, count in zip(names, self.chance.multinomial(size, shares)):
            for _ in range(count):
                if not self.order[name]:
                    self.order[name] = list(self.chance.permutation(self.rows[name]))
                out.append(self.order[name].pop())
        return np.array(out)


def background_mask(pixels, white=238):
    """True where near-white pixels reach a border in a straight line; `[h, w, 3]` → `[h, w]`."""
    light = pixels.min(2) >= white
    reach = np.logical_and.accumulate
    return reach(light, 0) | reach(light[::-1], 0)[::-1] | reach(light, 1) | reach(light[:, ::-1], 1)[:, ::-1]


class Augmenter:
    """Cuts, turns and degrades pictures of a library to square uint8 inputs."""

    def __init__(self, library, chance, mirrored):
        """`mirrored[row]` says whether the picture's words allow a flip."""
        self.library, self.chance, self.mirrored = library, chance, mirrored
        self.photos = [row for row, record in enumerate(library.records) if record["set"] == "flickr8k" and record["split"] == "train"]

    def backdrop(self, size):
        """A plain colour or a blurred photograph, `size` = (width, height)."""
        if self.chance.random() < 0.6 or not self.photos:
            return Image.new("RGB", size, tuple(int(v) for v in self.chance.integers(30, 250, 3)))
        photo = Image.fromarray(self.library[self.photos[self.chance.integers(len(self.photos))]])
        return photo.resize(size).filter(ImageFilter.GaussianBlur(float(self.chance.uniform(0, 3))))

    def placed(self, image):
        """A product pasted smaller on white or, cut out along its white background, on another backdrop."""
        scale = self.chance.uniform(1.05, 1.6)
        stretch = self.chance.uniform(0.85, 1.2)
        size = (int(image.width * scale * stretch), int(image.height * scale / stretch))
        size = (max(size[0], image.width), max(size[1], image.height))
        pixels = np.asarray(image)
        mask = background_mask(pixels)
        elsewhere = self.chance.random() < 0.6 and 0.15 < mask.mean() < 0.95
        canvas = self.backdrop(size) if elsewhere else Image.new("RGB", size, "white")
        left, top = (int(self.chance.integers(0, a - b + 1)) for a, b in zip(size, image.size))
        canvas.paste(image, (left, top), Image.fromarray((~mask * 255).astype(np.uint8)) if elsewhere else None)
        return canvas

    def covered(self, pixels):
        """A rectangle of 3 to 20 % of the picture painted over with one colour (Zhong et al. 2020)."""
        area, aspect = self.chance.uniform(0.03, 0.2), np.exp(self.chance.uniform(-0.7, 0.7))
        size = len(pixels)
        height, width = (min(size, int(size * side)) for side in (np.sqrt(area / aspect), np.sqrt(area * aspect)))
        top, left = self.chance.integers(0, size - height + 1), self.chance.integers(0, size - width + 1)
        pixels = pixels.copy()
        pixels[top:top + height, left:left + width] = self.chance.integers(0, 256, 3)
        return pixels

    def __call__(self, row, size):
        """One augmented picture, uint8 `[size, size, 3]`."""
        chance, record = self.chance, self.library.records[row]
        image = Image.fromarray(self.library[row])
        product = record["set"] in PRODUCTS or record.get("kind") == "iconic"
        if product and chance.random() < 0.3:
            image = self.placed(image)
        smallest = 0.7 if product else 0.35 if record["set"] == "flickr8k" else 0.5
        area, aspect = chance.uniform(smallest, 1), np.exp(chance.uniform(-0.2, 0.2))
        width, height = (min(1.0, side) for side in (np.sqrt(area * aspect), np.sqrt(area / aspect)))
        left, top = chance.uniform(0, 1 - width), chance.uniform(0, 1 - height)
        box = (left * image.width, top * image.height, (left + width) * image.width, (top + height) * image.height)
        if chance.random() < 0.2 and min(image.size) > 100:
            low = int(chance.integers(48, 97))
            image, box = image.resize((low, low), Image.BILINEAR, box=box), None
        image = image.resize((size, size), Image.BICUBIC, box=box)
        if self.mirrored[row] and chance.random() < 0.5:
            image = image.transpose(Image.FLIP_LEFT_RIGHT)
        if chance.random() < 0.2:
            stored = io.BytesIO()
            image.save(stored, "JPEG", quality=int(chance.integers(30, 90)))
            image = Image.open(stored)
        pixels = np.asarray(image, np.float32)
        if record["set"] == "flickr8k":
            if chance.random() < 0.3:
                pixels = self.covered(pixels)
            if chance.random() < 0.05:
                pixels = np.repeat(pixels.mean(2, keepdims=True), 3, 2)
        if chance.random() < 0.8:
            grey = pixels.mean(2, keepdims=True)
            pixels = grey + (pixels - grey) * chance.uniform(0.85, 1.2)
            pixels = (pixels - 128) * chance.uniform(0.85, 1.15) + 128 + chance.uniform(-18, 18)
        return np.clip(pixels, 0, 255).astype(np.uint8)

    def batch(self, rows, size):
        """Augmented pictures, uint8 `[rows, size, size, 3]`."""
        return np.stack([self(row, size) for row in rows])
