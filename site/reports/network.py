"""Which hidden figures of an additive table can be told, by the cycles of a graph.

A table with totals is a network: each figure is an arc, each published sum a node where what
comes in equals what goes out. Adding one along a directed cycle of hidden figures, subtracting
where the cycle goes against an arc, changes no sum. So a figure on such a cycle has at least two
possible values (D. Gusfield, "A graph theoretic approach to statistical data security", SIAM J.
Comput. 17, 1988), and hiding the cheapest cycle through it protects it (J. Castro, "A shortest-
paths heuristic for statistical data protection in positive tables", INFORMS J. Comput. 19, 2007).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from reports.counts import Group

Node = tuple[str, ...]


class Arc(NamedTuple):
    """`part` tells the figures of cells with a headcount (0) from the rest (1)."""

    group: Group
    part: int
    tail: Node
    head: Node


class Passage(NamedTuple):
    """An arc whose figure may go up by one, down by one, or both; `cost` is what hiding it takes,
    0 for a figure already hidden."""

    arc: Arc
    up: bool
    down: bool
    cost: float = 0


# The arcs of a directed cycle, each with 1 if its figure goes up along it and -1 if down.
Cycle = list[tuple[Arc, int]]


class _Step(NamedTuple):
    to: Node
    index: int
    sign: int


def on_a_cycle(passages: Sequence[Passage]) -> set[Arc]:
    """A strongly connected mixed graph without bridges can be oriented so that it stays strongly
    connected; so every passage within a strong component lies on a cycle unless it is a bridge."""
    component = _strong_components(passages)
    inside = [p for p in passages if component[p.arc.tail] == component[p.arc.head]]
    bridges = _bridges(inside)
    return {p.arc for index, p in enumerate(inside) if index not in bridges}


def cheapest_cycle(through: Passage, passages: Sequence[Passage]) -> tuple[float, Cycle] | None:
    """The cheapest cycle through an arc and its cost, None if there is none."""
    arc, steps = through.arc, _steps(passages)
    found = []
    if through.up and (way := _shortest(steps, passages, arc.head, arc.tail, avoid=arc)):
        found.append((way[0] + through.cost, [(arc, 1), *way[1]]))
    if through.down and (way := _shortest(steps, passages, arc.tail, arc.head, avoid=arc)):
        found.append((way[0] + through.cost, [(arc, -1), *way[1]]))
    return min(found, key=lambda cycle: cycle[0], default=None)


def _steps(passages: Iterable[Passage]) -> dict[Node, list[_Step]]:
    steps: dict[Node, list[_Step]] = defaultdict(list)
    for index, (arc, up, down, _) in enumerate(passages):
        if up:
            steps[arc.tail].append(_Step(arc.head, index, 1))
        if down:
            steps[arc.head].append(_Step(arc.tail, index, -1))
    return steps


class _Reached(NamedTuple):
    cost: float
    came_from: Node
    along: tuple[Arc, int] | None


def _shortest(
    steps: dict[Node, list[_Step]], passages: Sequence[Passage], start: Node, end: Node, avoid: Arc
) -> tuple[float, Cycle] | None:
    """Dijkstra's algorithm."""
    queue: list[tuple[float, int, Node]] = [(0, 0, start)]
    reached = {start: _Reached(0, start, None)}
    pushed = 0
    while queue:
        cost, _, node = heappop(queue)
        if node == end:
            return cost, _back(reached, end)
        if cost > reached[node].cost:
            continue
        for to, index, sign in steps[node]:
            arc, total = passages[index].arc, cost + passages[index].cost
            if arc != avoid and (to not in reached or total < reached[to].cost):
                reached[to] = _Reached(total, node, (arc, sign))
                pushed += 1
                heappush(queue, (total, pushed, to))
    return None


def _back(reached: dict[Node, _Reached], end: Node) -> Cycle:
    cycle: Cycle = []
    _, node, along = reached[end]
    while along is not None:
        cycle.append(along)
        _, node, along = reached[node]
    return cycle


def _strong_components(passages: Sequence[Passage]) -> dict[Node, Node]:
    """Tarjan's algorithm; a component is named by one of its nodes."""
    steps = _steps(passages)
    order: dict[Node, int] = {}
    low: dict[Node, int] = {}
    component: dict[Node, Node] = {}
    stack: list[Node] = []

    def visit(node: Node) -> None:
        order[node] = low[node] = len(order)
        stack.append(node)
        for to, _, _ in steps[node]:
            if to not in order:
                visit(to)
            if to not in component:
                low[node] = min(low[node], low[to])
        if low[node] == order[node]:
            while node not in component:
                component[stack.pop()] = node

    for passage in passages:
        for node in (passage.arc.tail, passage.arc.head):
            if node not in order:
                visit(node)
    return component


def _bridges(passages: Sequence[Passage]) -> set[int]:
    """Indices of the passages that no cycle of the undirected graph goes through."""
    steps = _steps(p._replace(up=True, down=True) for p in passages)
    order: dict[Node, int] = {}
    bridges: set[int] = set()

    def visit(node: Node, entered_by: int) -> int:
        low = order[node] = len(order)
        for to, index, _ in steps[node]:
            if index == entered_by:
                continue
            if to in order:
                low = min(low, order[to])
            else:
                below = visit(to, index)
                low = min(low, below)
                if below > order[node]:
                    bridges.add(index)
        return low

    for node in list(steps):
        if node not in order:
            visit(node, -1)
    return bridges
