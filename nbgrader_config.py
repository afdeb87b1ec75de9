# nbgrader reads this file when it is started in this folder; so do seodang and formgrader.
c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "seodang"
c.Execute.timeout = 60  # seconds a cell may take, here and with Seodang's engine
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"]  # no history file, errors only

try:
    import seodang.plugin
except ImportError:
    pass  # plain nbgrader alone works as well; it runs tests beside students' code, and its feedback shows the hidden ones
else:
    seodang.plugin.install()  # `nbgrader autograde`, `nbgrader generate_feedback` and formgrader's buttons work as Seodang's own
