"""A reply counts only when it came whole: a server killed in the middle has said nothing."""

from __future__ import annotations

import asyncio
import gzip

import pytest

from rig.processes import free_port
from rig.visitor import LostError, Visitor, read_reply

WHOLE = (
    b"HTTP/1.1 302 Found\r\nLocation: http://x/a/?b=1\r\nContent-Length: 0\r\n"
    b"Set-Cookie: messages=abc; Path=/\r\nSet-Cookie: sessionid=; Max-Age=0; Path=/\r\n\r\n"
)


def test_a_whole_reply():
    reply = read_reply(WHOLE)
    assert reply.status == 302
    assert reply.location == "/a/"
    assert reply.cookies == {"messages": "abc"}
    assert reply.text == ""


@pytest.mark.parametrize("length", [0, 10, 60, len(WHOLE) - 1])
def test_a_head_that_was_cut(length):
    with pytest.raises(LostError):
        read_reply(WHOLE[:length])


def test_a_body_that_was_cut():
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
    assert read_reply(head + b"abcde").text == "abcde"
    with pytest.raises(LostError):
        read_reply(head + b"abc")


def test_a_compressed_body():
    body = gzip.compress("åäö".encode())
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    assert read_reply(head.encode() + body).text == "åäö"


def test_nobody_there():
    with pytest.raises(LostError):
        asyncio.run(Visitor(free_port(), "x").get("/"))
