"""Limits: requests a minute per client."""

from __future__ import annotations

import pytest
from support.service_fake import Client, running

from api.limits import MAX_CLIENTS, TokenBuckets, client_of


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_holds_a_minutes_worth_and_refills_evenly():
    clock = Clock()
    buckets = TokenBuckets(60, clock)
    assert [buckets.take("a").allowed for _ in range(61)] == [True] * 60 + [False]
    assert buckets.take("a").wait_s == 1
    clock.now += 1.0
    assert buckets.take("a").allowed
    assert not buckets.take("a").allowed
    clock.now += 3600.0
    assert [buckets.take("a").allowed for _ in range(61)] == [True] * 60 + [False]


def test_clients_do_not_share_a_bucket():
    buckets = TokenBuckets(1, Clock())
    assert buckets.take("a").allowed
    assert buckets.take("b").allowed
    assert not buckets.take("a").allowed


def test_after_the_wait_that_was_told_a_request_passes():
    clock = Clock()
    buckets = TokenBuckets(7, clock)
    while (refused := buckets.take("a")).allowed:
        pass
    clock.now += refused.wait_s
    assert buckets.take("a").allowed


def test_memory_for_clients_is_bounded():
    buckets = TokenBuckets(1, Clock())
    for number in range(MAX_CLIENTS + 10):
        buckets.take(str(number))
    assert len(buckets._buckets) == MAX_CLIENTS


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::not-an-address", "::not-an-address"),
    ],
)
def test_who_is_counted(address, client):
    assert client_of({"client": (address, 1)}) == client


def test_above_the_rate_the_answer_is_429_with_a_wait(tmp_path):
    with running(tmp_path, rate_per_minute=3) as client:
        left = [client.get("/v1/limits").headers["ratelimit"] for _ in range(3)]
        assert [text.split(";")[1] for text in left] == ["r=2", "r=1", "r=0"]
        refused = client.get("/v1/limits", headers={"Accept-Language": "ja"})
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) in range(1, 21)
        assert refused.headers["ratelimit-policy"] == '"client";q=3;w=60'
        assert refused.json()["slug"] == "rate-exceeded"
        assert refused.json()["title"] == "リクエストが多すぎます"
        assert refused.headers["x-content-type-options"] == "nosniff"

        other = Client(client._portal, client.app, address="192.0.2.9")
        assert other.get("/v1/limits").status_code == 200


def test_probes_are_not_limited(tmp_path):
    with running(tmp_path, rate_per_minute=1) as client:
        for path in ("/healthz", "/readyz", "/metrics") * 2:
            assert client.get(path).status_code == 200
