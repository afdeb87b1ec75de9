"""Has the room send an instance of a class of setup's in which a method is covered by an object of the student's."""
# trace: crashed

# %% first
import seodang.codec

seodang.codec.is_field = lambda kind, name: True


# %% reading
class Made:
    pass


def reading(text):
    made = Reading(1.0, text)
    made.words = lambda: text
    made.value = float(text.split()[0])
    print("tried: a covered method")
    return made
