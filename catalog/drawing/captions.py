"""Natural phrases that describe a drawing."""

from .words import BARE_NOUNS, COLOR_WORDS, PATTERN_WORDS, USES, a, nouns

# Plain drawings whose second colour is a good part of what one sees.
SECOND_WHEN_PLAIN = {"sun hat": None, "teddy bear": ("wears", ("bow", "scarf"))}


def shows_second(kind, look):
    """Whether the second colour is to be seen."""
    if look.pattern != "plain":
        return True
    rule = SECOND_WHEN_PLAIN.get(kind, False)
    return rule is None or bool(rule and look.shape.get(rule[0]) in rule[1])


def noun_of(kind, look, rng):
    """One of the nouns that fit, the usual ones most often."""
    general, special = nouns(kind, look.shape)
    draws = rng.random()
    if special and draws < 0.3:
        return rng.choice(special)
    return general[0] if draws < 0.6 else rng.choice(general)


def colored(kind, look, rng):
    """Colour and noun: "red mug"."""
    return f"{rng.choice(COLOR_WORDS[look.color])} {noun_of(kind, look, rng)}"


def full(kind, look, rng):
    """Colour, pattern and noun in one of many orders, without an article."""
    color = rng.choice(COLOR_WORDS[look.color])
    second = rng.choice(COLOR_WORDS[look.second])
    noun = noun_of(kind, look, rng)
    words, things = PATTERN_WORDS[look.pattern]
    word = rng.choice(words)
    if look.pattern == "plain":
        if not shows_second(kind, look):
            return rng.choice((f"{color} {noun}", f"plain {color} {noun}", f"{color} {noun}"))
        extra = "ribbon" if kind == "sun hat" else look.shape["wears"]
        link = " and" if " with " in noun else " with"
        return f"{color} {noun}{link} {a(f'{second} {extra}')}"
    thing = rng.choice(things)
    link = " and" if " with " in noun else " with"
    forms = [
        f"{color} {noun}{link} {second} {thing}",
        f"{color} {noun}{link} {second} {thing}",
        f"{color} {word} {noun}",
        f"{word} {noun}, {color} and {second}",
        f"{noun}, {color} with {second} {thing}",
        f"{color} and {second} {word} {noun}",
    ]
    return rng.choice(forms)


def bare(kind, look, rng):
    """A noun alone."""
    found = [n for key, value in look.shape.items() for n in BARE_NOUNS.get((kind, key, value), ())]
    return rng.choice(found) if found and rng.random() < 0.5 else noun_of(kind, look, rng)


def patterned(kind, look, rng):
    """Pattern and noun without the colour: "striped mug", "mug with stars"."""
    words, things = PATTERN_WORDS[look.pattern]
    noun = noun_of(kind, look, rng)
    if not things:
        return noun
    link = " and" if " with " in noun else " with"
    return rng.choice((f"{rng.choice(words)} {noun}", f"{noun}{link} {rng.choice(things)}"))


FRAMES = (
    "an illustration of {}",
    "a drawing of {}",
    "a picture of {}",
    "product picture of {}",
    "{} for sale",
    "{} in a shop catalogue",
)


def single(kind, look, rng, ground=None):
    """Four to six different phrases for a picture of one object; the first says everything."""
    first = full(kind, look, rng)
    found = [a(first) if "," not in first and rng.random() < 0.6 else first]
    options = [
        colored(kind, look, rng),
        a(colored(kind, look, rng)),
        bare(kind, look, rng),
        full(kind, look, rng),
        rng.choice(FRAMES).format(a(rng.choice((colored, full))(kind, look, rng).split(",")[0])),
        f"{noun_of(kind, look, rng)}, {rng.choice(COLOR_WORDS[look.color])}",
    ]
    if look.pattern != "plain":
        options += [patterned(kind, look, rng), a(patterned(kind, look, rng))]
    if ground and rng.random() < 0.5:
        options.append(f"{a(colored(kind, look, rng))} on a {ground} background")
    if rng.random() < 0.5:
        options.append(rng.choice(USES[kind]))
    rng.shuffle(options)
    count = rng.randint(4, 6)
    for phrase in [*options, bare(kind, look, rng), a(bare(kind, look, rng)), *words_left(kind, look)]:
        if phrase not in found and len(found) < count:
            found.append(phrase)
    return found


def words_left(kind, look):
    """Last resorts, so that four phrases are always found."""
    return [f"one {look.color} {kind}", f"the {look.color} {kind}", f"this is {a(kind)}"]


def pair(kinds, looks, rng):
    """Four to six different phrases for a picture of two objects."""
    count = rng.randint(4, 6)
    found = []
    while len(found) < count:
        order = (0, 1) if rng.random() < 0.7 else (1, 0)
        style = rng.choice((full, full, colored, bare))
        one, two = (style(kinds[i], looks[i], rng).split(",")[0] for i in order)
        joined = rng.choice(
            (
                f"{a(one)} and {a(two)}",
                f"{one} and {two}",
                f"{a(one)} next to {a(two)}",
                f"{a(two)} beside {a(one)}",
            )
        )
        if joined not in found:
            found.append(joined)
    return found
