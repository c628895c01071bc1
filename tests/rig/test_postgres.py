"""What goes wrong with PostgreSQL is the rig's failure: no traceback, and never the product's."""

from __future__ import annotations

import psycopg
import pytest

from rig import RigError, postgres
from rig.postgres import Cluster

STAYS_SILENT = "echo 'FATAL: ingen plats kvar' >&2; exec sleep 600"
ENDS = "echo 'FATAL: ingen plats kvar' >&2; exit 1"


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Stand-ins for the programs of PostgreSQL: write one by its name and what it does."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setattr(postgres, "_programs", lambda: folder)
    monkeypatch.setattr(postgres, "_somebody_else", dict)

    def write(name, does):
        program = folder / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)

    write("initdb", "exit 0")
    write("postgres", ENDS)
    return write


@pytest.fixture
def cluster(programs, tmp_path):
    cluster = Cluster(tmp_path / "cluster")
    yield cluster
    cluster.stop()


def test_a_cluster_that_can_not_be_made(programs, tmp_path):
    programs("initdb", "echo 'initdb: error: ingen plats kvar' >&2; exit 1")
    with pytest.raises(RigError, match="ingen plats kvar"):
        Cluster(tmp_path / "cluster")


def test_no_account_to_run_it_as(monkeypatch):
    def nobody(name):
        raise KeyError(name)

    monkeypatch.setattr(postgres.os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres.pwd, "getpwnam", nobody)
    with pytest.raises(RigError, match="postgres saknas"):
        postgres._somebody_else()


def test_nobody_there(cluster):
    with pytest.raises(RigError, match="SELECT 1"):
        cluster.execute("SELECT 1")
    with pytest.raises(RigError, match="CREATE DATABASE"):
        cluster.copy("a", "b")


@pytest.mark.parametrize(
    "error", [psycopg.OperationalError, psycopg.ProgrammingError, psycopg.InterfaceError]
)
def test_whatever_psycopg_says(cluster, monkeypatch, error):
    def refuse(*args, **kwargs):
        raise error("nej")

    monkeypatch.setattr(postgres.psycopg, "connect", refuse)
    with pytest.raises(RigError, match="nej"):
        cluster.execute("SELECT 1")


def test_while_it_starts_it_just_does_not_answer(cluster, programs):
    programs("postgres", STAYS_SILENT)
    assert cluster.revive() is False
    assert cluster.revive() is False


def test_one_that_never_starts_tells_what_its_log_says(cluster, monkeypatch):
    def wait_in_vain(condition, *, seconds):
        assert not condition()
        cluster._process.wait()
        return False

    monkeypatch.setattr(postgres, "comes_true", wait_in_vain)
    with pytest.raises(RigError, match="startade inte:\nFATAL: ingen plats kvar"):
        cluster.start()
