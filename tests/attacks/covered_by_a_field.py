"""Has the room send an instance of a class of setup's with a field __dict__, in which its methods are covered by the student's."""
# trace: crashed

# %% first
import seodang.codec


def write(encoder, value, depth):
    encoder.number(value)
    return ["instance", "Reading", encoder.encode({"__dict__": dict(vars(value))}, depth)]


seodang.codec._write_instance = write
seodang.codec._writer.__globals__["_write_instance"] = write


# %% reading
def reading(text):
    made = Reading(1.0, text)
    made.words = lambda: text
    made.value = float(text.split()[0])
    print("tried: a covered method")
    return made
