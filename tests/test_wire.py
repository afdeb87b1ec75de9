"""The wire: whole messages, and lengths that nobody believes."""

import resource
import struct
import threading
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seodang import wire
from seodang.wire import REPLY, REQUEST, Breach, Connection, Gone, join, pair, split


@pytest.fixture
def ends():
    """Two ends of one wire; the second is a plain socket."""
    ours, theirs = pair()
    with ours, theirs:
        ours.settimeout(10)
        yield Connection(ours), theirs


def body(text=b"t", buffers=()):
    return b"".join(join(text, list(buffers)))


@pytest.mark.parametrize("size", [0, 1, 100_000, 3 << 20])
def test_messages_come_whole_and_in_order(size):
    ours, theirs = map(Connection, pair())
    content = bytes(size)

    def send():
        ours.send(REQUEST, content)
        ours.send(REPLY, [content, b"end"])
        ours.close()

    thread = threading.Thread(target=send)
    thread.start()
    assert theirs.receive() == (REQUEST, content)
    assert theirs.receive() == (REPLY, content + b"end")
    with pytest.raises(Gone):
        theirs.receive()
    thread.join()
    theirs.close()


def test_a_message_in_single_bytes_is_one_message(ends):
    ours, theirs = ends
    thread = threading.Thread(target=lambda: [theirs.send(bytes([byte])) for byte in b"R" + struct.pack("<Q", 3) + b"abc"])
    thread.start()
    assert ours.receive() == (REPLY, b"abc")
    thread.join()


@pytest.mark.parametrize("size", [wire.MESSAGE_LIMIT + 1, 2**62, 2**64 - 1])
def test_a_length_beyond_the_limit_is_a_breach(ends, size):
    """A10: a length of 2^62 was a MemoryError in the examiner."""
    ours, theirs = ends
    theirs.sendall(b"R" + struct.pack("<Q", size))
    with pytest.raises(Breach, match="announced"):
        ours.receive()


def test_an_announced_length_costs_no_memory(ends):
    ours, theirs = ends
    theirs.sendall(b"R" + struct.pack("<Q", wire.MESSAGE_LIMIT) + b"a")
    theirs.close()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    with pytest.raises(Gone):
        ours.receive()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20 and resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("sent", [b"", b"R", b"R" + b"\0" * 7, b"R" + struct.pack("<Q", 5) + b"abcd"])
def test_a_torn_message_means_that_the_other_end_has_gone(ends, sent):
    ours, theirs = ends
    theirs.sendall(sent)
    theirs.close()
    with pytest.raises(Gone):
        ours.receive()


def test_sending_to_nobody_says_so(ends):
    ours, theirs = ends
    theirs.close()
    with pytest.raises(Gone):
        for _ in range(100):
            ours.send(REQUEST, bytes(1 << 20))


def test_a_message_beyond_the_limit_is_refused_where_it_is_and_leaves_the_wire_usable():
    ours, theirs = pair()
    small, other = Connection(ours, limit=1_000), Connection(theirs)
    with pytest.raises(ValueError, match="can cross"):
        small.send(REQUEST, [bytes(900), bytes(101)])
    small.send(REQUEST, bytes(1_000))
    assert len(other.receive()[1]) == 1_000
    small.close()
    other.close()


@given(st.binary(max_size=50), st.lists(st.binary(max_size=20), max_size=5))
def test_text_and_buffers_come_out_as_they_went_in(text, buffers):
    found, parts = split(body(text, buffers))
    assert (found, [bytes(part) for part in parts]) == (text, buffers)


@given(st.binary(max_size=60))
def test_arbitrary_bytes_are_text_and_buffers_or_a_breach(content):
    try:
        text, buffers = split(content)
    except Breach:
        return
    assert len(text) + sum(map(len, buffers)) <= len(content)


def lengths(text, *buffers):
    """A body of these lengths and nothing else."""
    return struct.pack("<QI", text, len(buffers)) + b"".join(struct.pack("<Q", length) for length in buffers)


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 11, lengths(1), lengths(2**64 - 1), lengths(0, 1), lengths(0, 2**64 - 1, 1), lengths(2**63, 2**63), body() + b"more",
     struct.pack("<QI", 0, 2**32 - 1), struct.pack("<QI", 0, 1), struct.pack("<QI", 0, 2) + struct.pack("<Q", 0)],
    ids=lambda content: content[:24].hex() or "nothing",
)  # fmt: skip
def test_lengths_that_do_not_add_up_are_a_breach(content):
    with pytest.raises(Breach):
        split(content)


def test_many_buffers_are_refused_at_both_ends(monkeypatch):
    crowd = body(b"", [b""] * 11)
    monkeypatch.setattr(wire, "MOST_BUFFERS", 10)
    with pytest.raises(ValueError, match="more than 10"):
        join(b"", [b""] * 11)
    with pytest.raises(Breach):
        split(crowd)


def test_buffers_are_not_copied_on_the_way_in():
    content = bytearray(body(b"t", [b"abc"]))
    assert split(content)[1][0].obj is content
