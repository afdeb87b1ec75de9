"""Hooks into IPython's events before and after cells, and into how exceptions are shown."""

# %% first
shell = get_ipython()
SEEN = []
shell.events.register("pre_run_cell", lambda info: SEEN.append(info.raw_cell))
shell.events.register("post_run_cell", lambda result: setattr(result, "error_in_exec", None))
shell.set_custom_exc((BaseException,), lambda self, kind, value, trace, tb_offset=None: None)

# %% after columns_of_other_data
print("tried:", SEEN)
