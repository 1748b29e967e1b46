"""Makes the databases that ImportTests reads, by the code of the programs themselves.

usage: pip install llm; pip download rclip --no-deps; python3 make_import.py RCLIP_FOLDER

RCLIP_FOLDER is the unpacked rclip (3.3.0 was used), of which rclip/db.py writes rclip.sqlite3; llm (0.27 or later) writes
llm.db. The vectors have four numbers and are not of unit length: whoever imports them has to scale them.
"""
import importlib.util
import os
import struct
import sys
import zlib
from pathlib import Path

import llm
import sqlite_utils

HERE = Path(__file__).parent


def png(name, red, green, blue):
    """A picture of 8 × 8 pixels with some texture."""
    rows = b"".join(
        b"\0" + b"".join(bytes((min(255, c + 9 * ((x + y) % 3))) for c in (red, green, blue)) for x in range(8))
        for y in range(8))

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    (HERE / name).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def rclip(folder):
    path = HERE / "rclip.sqlite3"
    path.unlink(missing_ok=True)
    spec = importlib.util.spec_from_file_location("rclip_db", Path(folder) / "rclip" / "db.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    database = module.DB(path)

    def add(name, numbers, size=None):
        size = size if size is not None else os.path.getsize(HERE / name)
        vector = struct.pack(f"<{len(numbers)}f", *numbers)
        database.upsert_image({"filepath": name, "modified_at": 1.5, "size": size, "vector": vector, "hash": None})

    add("red.png", (2, 0, 0, 0.5))
    add("pink.png", (1.8, 0.4, 0, 0.5))
    add("green.png", (0, 3, 0, 0))
    add("changed.png", (0, 0, 1, 0), size=1)
    add("/nowhere/gone.jpg", (0, 0, 1, 0), size=1000)
    add("/nowhere/short.jpg", (0, 0, 1), size=1000)
    add("/nowhere/zero.jpg", (0, 0, 0, 0), size=1000)
    add("/nowhere/nan.jpg", (0, float("nan"), 0, 1), size=1000)
    add("/nowhere/deleted.jpg", (1, 1, 1, 1), size=1000)
    database._con.execute("UPDATE images SET deleted = 1 WHERE filepath = '/nowhere/deleted.jpg'")
    database.close()


class Lengths(llm.EmbeddingModel):
    model_id = "lengths"

    def embed_batch(self, items):
        for item in items:
            yield [float(len(item)), float(item.count("e")), 1.0, float(item.count(" "))]


def collections():
    path = HERE / "llm.db"
    path.unlink(missing_ok=True)
    database = sqlite_utils.Database(path)
    phrases = llm.Collection("phrases", database, model=Lengths())
    for number, text in enumerate(("a red mug", "an evergreen tree", "tea", "the red cup")):
        phrases.embed(f"phrase-{number}", text, store=True)
    llm.Collection("unnamed", database, model=Lengths()).embed("only-an-id", "some text", store=False)
    database.conn.close()


png("red.png", 200, 10, 10)
png("pink.png", 220, 120, 130)
png("green.png", 10, 180, 10)
png("changed.png", 10, 10, 200)
rclip(sys.argv[1])
collections()
