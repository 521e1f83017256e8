from __future__ import annotations

from apparate_ng.sandbox.control.limits import Latency, Limits, Rate, Refused


class _Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_the_next_request_is_refused_until_there_is_a_token() -> None:
    clock = _Clock()
    limits = Limits(clock)
    limits.set_rate(Rate(path="/api/*", per_second=0.5, burst=2))

    assert [limits.refusal("/api/x") for _ in range(3)] == [None, None, Refused(retry_after=2)]

    clock.now += 2
    assert limits.refusal("/api/x") is None
    assert limits.refusal("/api/x") is not None


def test_tokens_do_not_pile_up_beyond_the_burst() -> None:
    clock = _Clock()
    limits = Limits(clock)
    limits.set_rate(Rate(path="*", per_second=10, burst=1))
    clock.now += 1000

    assert limits.refusal("/a") is None
    assert limits.refusal("/a") is not None


def test_the_wait_can_be_left_unsaid() -> None:
    limits = Limits(_Clock())
    limits.set_rate(Rate(path="*", per_second=1, burst=1, retry_after=False))
    limits.refusal("/a")

    assert limits.refusal("/a") == Refused(retry_after=None)


def test_each_endpoint_can_have_the_rate_for_itself() -> None:
    limits = Limits(_Clock())
    limits.set_rate(Rate(path="/api/*", per_second=1, burst=1, each=True))

    assert [limits.refusal(path) for path in ("/api/a", "/api/b")] == [None, None]
    assert [limits.refusal(path) for path in ("/api/a", "/b")] == [Refused(retry_after=1), None]

    limits.set_rate(Rate(path="/api/*", per_second=1, burst=1))
    assert limits.refusal("/api/a") is None
    assert limits.refusal("/api/b") is not None


def test_other_paths_are_not_limited() -> None:
    limits = Limits(_Clock())
    limits.set_rate(Rate(path="/a", per_second=1, burst=1))
    limits.set_latency(Latency(path="/a", seconds=3))

    assert [limits.refusal("/b") for _ in range(3)] == [None, None, None]
    assert limits.delay("/b") == 0


def test_the_longest_delay_counts_and_a_new_one_replaces_the_old() -> None:
    limits = Limits(_Clock())
    limits.set_latency(Latency(path="/a*", seconds=1))
    limits.set_latency(Latency(path="*", seconds=2))
    assert limits.delay("/a/b") == 2

    limits.set_latency(Latency(path="*", seconds=0))
    assert limits.delay("/a/b") == 1

    limits.clear()
    assert limits.delay("/a/b") == 0
