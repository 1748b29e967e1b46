"""Put the two separately trained towers into one model: student → teacher's space → shared space, as one projection.

usage: join.py SCRATCH OUT.pt — prints the evaluation of the joined model.
"""
import json
import sys
from pathlib import Path

import torch

import evaluate
import towers


def joined(scratch, which="average"):
    """(model, the student's projection `[width, 384]` to the teacher's space, the map `[384, dimension]`)."""
    images = torch.load(Path(scratch) / "images.pt", weights_only=False)[which]
    text = torch.load(Path(scratch) / "text.pt", weights_only=False)[which]
    model = towers.Model(text["token_embedding.weight"].shape[0])
    model.visual.load_state_dict({name[7:]: value for name, value in images.items() if name.startswith("visual.")})
    to_teacher = text.pop("text_projection")
    model.text.load_state_dict(dict(text, text_projection=to_teacher @ images["map"]))
    model.logit_scale.data.copy_(images["logit_scale"])
    return model, to_teacher, images["map"]


def measure(model, sheet, encoder):
    """Results of a joined model on the dev sheet."""
    model.eval()
    texts = towers.encode_texts(model.text, encoder(sheet.queries)).numpy()
    results = sheet.measure(evaluate.picture_vectors(model.visual, sheet), texts)
    model.train()
    return results


if __name__ == "__main__":
    from tokenizer import TextEncoder
    scratch = Path(sys.argv[1])
    torch.set_num_threads(2)
    model, _, _ = joined(scratch)
    model.visual.to(memory_format=torch.channels_last)
    results = measure(model, evaluate.Sheet(scratch), TextEncoder(scratch / "tokenizer"))
    print(json.dumps({"score": evaluate.score(results), **results}))
    torch.save({"model": model.state_dict()}, sys.argv[2])
