"""Through a socket: what only the real server shows."""

from __future__ import annotations

import http.client
import socket
import threading
import time

import pytest
import uvicorn
from support.service_fake import FakeEvaluator

from api.app import create_app
from api.settings import Settings


@pytest.fixture
def address(tmp_path):
    settings = Settings(data_dir=tmp_path, max_body_bytes=100_000, log_level="warning")
    config = uvicorn.Config(
        create_app(settings, FakeEvaluator()),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        yield listening.getsockname()
        server.should_exit = True
        thread.join()


def test_head_has_the_length_but_no_body_and_the_connection_stays_usable(address, capsys):
    connection = http.client.HTTPConnection(*address, timeout=10)
    for _ in range(2):
        connection.request("HEAD", "/v1/cases/alpha")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"")
        assert int(answer.headers["content-length"]) > 0
        assert "server" not in answer.headers
    connection.close()
    assert '"fault"' not in capsys.readouterr().err


def test_an_endless_chunked_body_is_cut_off(address):
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(
            b"POST /v1/validations HTTP/1.1\r\nHost: x\r\nContent-Type: text/yaml\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        sent = 0
        try:
            while sent < 50_000_000:
                connection.sendall(b"2710\r\n" + b"#" * 10_000 + b"\r\n")
                sent += 10_000
                time.sleep(0.001)
        except OSError:
            pass  # the server closed the connection
        assert sent < 10_000_000
