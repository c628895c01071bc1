"""After a kill: a service that does not come back is a finding, a database is not."""

from __future__ import annotations

import random

import pytest

from rig import RigError
from torture import killing
from torture.killing import ATTENDING, BACK_SECONDS, STORING, Kill, Killer
from torture.trial import READY_SECONDS


class FakeServer:
    def __init__(self, *, comes_back=True):
        self.comes_back = comes_back
        self.killed = []

    def kill_worker(self, rng):
        self.killed.append("arbetsprocess")

    def kill_master(self):
        self.killed.append("huvudprocess")

    def kill_everything(self):
        self.killed.append("hela servern")

    def revive(self):
        return True

    def is_ready(self):
        return self.comes_back


class FakeCluster:
    def __init__(self, *, comes_back=True):
        self.comes_back = comes_back
        self.killed = []

    def kill_postmaster(self):
        self.killed.append("postmaster")

    def kill_everything(self):
        self.killed.append("hela databasen")

    def revive(self):
        return self.comes_back


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(killing, "BACK_SECONDS", 0)


def killer(server, cluster=None, kinds=ATTENDING):
    return Killer(server, cluster, kinds, random.Random(1))


def test_every_kind_once_before_any_again():
    server, cluster = FakeServer(), FakeCluster()
    one = killer(server, cluster, (*ATTENDING, *STORING))
    kills = [one.kill() for _ in range(5)]
    assert {kill.kind for kill in kills} == {*ATTENDING, *STORING}
    assert sorted(kill.kind for kill in kills) == sorted([*server.killed, *cluster.killed])
    assert all(kill.is_back for kill in kills)


@pytest.mark.parametrize("cluster", [None, FakeCluster()])
def test_a_service_that_does_not_come_back_is_a_finding(cluster):
    kill = killer(FakeServer(comes_back=False), cluster).kill()
    assert kill.kind in ATTENDING
    assert not kill.is_back


def test_it_is_waited_for_longer_than_it_may_be_away():
    assert BACK_SECONDS > READY_SECONDS


@pytest.mark.parametrize("comes_back", [True, False])
def test_a_database_that_does_not_come_back_is_none(comes_back):
    one = killer(FakeServer(comes_back=comes_back), FakeCluster(comes_back=False), STORING)
    with pytest.raises(RigError, match="PostgreSQL kom inte igång"):
        one.kill()


def test_how_it_is_told():
    assert str(Kill("x", 2.34)) == "igång efter 2.3 s"
    assert str(Kill("x", 60.1, is_back=False)) == "inte igång efter 60.1 s"
