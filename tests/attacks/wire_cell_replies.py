"""Answers for a cell with outputs that are none: endless, nested, of unknown types, with markup and wrong counts."""
# trace: printed
# begins: wire

# %% first
hostile = [
    None,
    3,
    {"output_type": "error", "ename": ["x"], "evalue": {"a": 1}, "traceback": {"a": 1}},
    {"output_type": ["stream"]},
    {
        "output_type": "execute_result",
        "data": {"text/plain": {"a": [1]}, "text/html": ["<script>", 3], "x": None},
        "execution_count": {"a": 1},
    },
    {"output_type": "display_data", "data": {"application/json": float("nan"), "image/png": "../../gradebook.db", "": 3}, "metadata": 5},
    {"output_type": "stream", "name": "stdout", "text": ["x", 3]},
    {"output_type": "stream", "text": "tried: outputs \ud800 \0 \x1b[2J"},
]
execute = type(ROOM.shell).execute
type(ROOM.shell).execute = lambda self, source, count: (hostile * 3 + execute(self, source, count)[0], "yes")


# %% columns
def columns(x):
    return x
