"""A stray key got into the setup cell."""

from handing_in import hand_in, setups

LOSES = set()
SAYS = "was changed; it was put back"


def damage(notebook, folder):
    setups(notebook)[0].source += "\nㅁ)"
    hand_in(notebook, folder)
