"""Outputs of a cell as a notebook may hold them, out of what an untrusted process said."""


def error_output(name, text):
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}


def clean_outputs(found):
    """The outputs that a notebook may hold, out of what the room said."""
    return [clean for output in found if (clean := _clean(output))] if isinstance(found, list) else []


def _clean(output):
    """One output with the fields that its type has, None for what is none."""
    if not isinstance(output, dict):
        return None
    kind = output.get("output_type")
    if kind == "stream":
        return {"output_type": kind, "name": "stderr" if output.get("name") == "stderr" else "stdout", "text": str(output.get("text", ""))}
    if kind == "error":
        lines = output.get("traceback")
        return {
            **error_output(str(output.get("ename")), str(output.get("evalue"))),
            "traceback": list(map(str, lines)) if isinstance(lines, list) else [],
        }
    if kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
        data = {
            str(key): value for key, value in output["data"].items() if isinstance(value, (str, dict, list, int, float, bool, type(None)))
        }
        clean = {"output_type": kind, "data": data, "metadata": {}}
        return {**clean, "execution_count": output.get("execution_count")} if kind == "execute_result" else clean
    return None
