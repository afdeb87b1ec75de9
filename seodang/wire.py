"""Framed messages over a socket, with limits; neither end trusts the lengths that the other one names."""

import socket
import struct

MESSAGE_LIMIT = 512 * 2**20  # bytes of one message
_HEADER = struct.Struct("<cQ")
_LENGTHS = struct.Struct("<QI")
_LENGTH = struct.Struct("<Q")
MOST_BUFFERS = 100_000
_CHUNK = 1 << 20

REQUEST, REPLY, CALLBACK = b"Q", b"R", b"C"


class Breach(Exception):
    """The other end broke the protocol; whoever wrote the code that runs there answers for it."""


class Gone(Exception):
    """The other end has closed the connection: its process has ended."""


class Connection:
    """One end of a stream socket that carries whole messages."""

    def __init__(self, sock, limit=MESSAGE_LIMIT):
        self.sock, self.limit = sock, limit

    def send(self, kind, body):
        """Send one message: a kind of one byte, and the bytes or list of bytes that make up the body.

        Raises:
            Gone: nobody listens any more.
            ValueError: the body is larger than the limit.
        """
        parts = [body] if isinstance(body, (bytes, bytearray)) else body
        size = sum(map(len, parts))
        if size > self.limit:
            raise ValueError(f"a message of {size / 2**20:.0f} MB; at most {self.limit / 2**20:.0f} MB can cross")
        try:
            if size < _CHUNK:  # one system call for the many small ones
                self.sock.sendall(b"".join([_HEADER.pack(kind, size), *parts]))
            else:
                self.sock.sendall(_HEADER.pack(kind, size))
                for part in parts:
                    self.sock.sendall(part)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Gone from error

    def receive(self):
        """The next message, as (kind, body).

        Raises:
            Gone: the other end has closed.
            Breach: it announces more than the limit.
        """
        kind, size = _HEADER.unpack(self._read(_HEADER.size))
        if size > self.limit:
            raise Breach(f"a message of {size} bytes was announced")
        return kind, self._read(size)

    def _read(self, size):
        """Exactly `size` bytes; memory grows with what really comes, not with what was announced."""
        read = bytearray()
        while len(read) < size:
            try:
                chunk = self.sock.recv(min(size - len(read), _CHUNK))
            except ConnectionResetError as error:
                raise Gone from error
            if not chunk:
                raise Gone
            read += chunk
        return read

    def close(self):
        self.sock.close()


def pair():
    """Two connected sockets."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)


def join(text, buffers):
    """The body of a message that holds a text (bytes) and raw buffers.

    Raises:
        ValueError: there are more buffers than can cross.
    """
    if len(buffers) > MOST_BUFFERS:
        raise ValueError(f"a value with more than {MOST_BUFFERS} arrays and byte strings in it")
    lengths = b"".join(_LENGTH.pack(len(buffer)) for buffer in buffers)
    return [_LENGTHS.pack(len(text), len(buffers)), lengths, text, *buffers]


def split(body):
    """The text and the buffers of a body that `join` made.

    Raises:
        Breach: its lengths do not add up.
    """
    if len(body) < _LENGTHS.size:
        raise Breach("a message without lengths")
    size, count = _LENGTHS.unpack_from(body)
    place = _LENGTHS.size + count * _LENGTH.size
    if count > MOST_BUFFERS or place + size > len(body):
        raise Breach("a message shorter than its lengths say")
    lengths = [_LENGTH.unpack_from(body, _LENGTHS.size + i * _LENGTH.size)[0] for i in range(count)]
    if place + size + sum(lengths) != len(body):
        raise Breach("a message whose lengths do not add up")
    view, text, buffers = memoryview(body), body[place : place + size], []
    place += size
    for length in lengths:
        buffers.append(view[place : place + length])
        place += length
    return text, buffers
