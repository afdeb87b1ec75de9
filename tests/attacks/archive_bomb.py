"""Hands in a ZIP called a notebook that unpacks to gigabytes, with a ZIP in it, paths that climb out, and a link."""
# trace: not read


# %% forge
def forge(notebook, folder):
    import io
    import zipfile

    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            with archive.open(f"{number}.ipynb", "w") as file:
                for _ in range(16):
                    file.write(bytes(2**20))
    with zipfile.ZipFile(folder / f"{folder.name}.ipynb", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(50):
            archive.writestr(f"again-{number}.zip", inner.getvalue())
        archive.writestr("../../1-right/left-behind.ipynb", "{}")
        archive.writestr("/tmp/left-behind", "x")
        link = zipfile.ZipInfo("link.ipynb")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "../../../solutions/901_target.py")
        with archive.open("large.ipynb", "w") as file:
            for _ in range(300):
                file.write(b"[" * 2**20)
