"""The setup cell was unlocked and an import and a helper were added; the first answer needs them."""

from handing_in import answers, hand_in, setups

LOSES = set()
SAYS = "what was added (my_mean, statistics) runs right behind it"
KEEPS = "import statistics"


def damage(notebook, folder):
    first = answers(notebook)[0]
    setup = setups(notebook)[0]
    setup.source = f"import statistics\n\n{setup.source}\n\n\ndef my_mean(x):\n    return statistics.mean(x)"
    first.source = f"assert my_mean([1, 2]) == 1.5\n\n\n{first.source}"
    hand_in(notebook, folder)
