"""Reads IPython's history: In, Out, _ih, %history, its database, the histories of other sessions, readline's and the shell's."""

# %% after columns_of_other_data
import glob
import os
import sqlite3

WORD = "hae" + "tae"
shell = get_ipython()
found = [str(text)[:80] for text in (*In, *_ih, *Out.values(), *shell.history_manager.input_hist_parsed) if WORD in str(text)]
for line in ("%history -g", "%history -n", "%recall", "%notebook /tmp/x.ipynb", "%who_ls", "%macro m 1-99"):
    try:
        shell.run_line_magic(*line[1:].split(" ", 1)) if " " in line else shell.run_line_magic(line[1:], "")
    except Exception as error:
        print(type(error).__name__)
for path in glob.glob(os.path.expanduser("~/.ipython/**/*"), recursive=True) + glob.glob("/*/.ipython/profile_default/*.sqlite"):
    try:
        found += [row for row in sqlite3.connect(path).execute("select source from history") if WORD in row[0]]
    except Exception as error:
        print(path, type(error).__name__)
print("tried:", [text for text in found if "import glob" not in str(text)])
