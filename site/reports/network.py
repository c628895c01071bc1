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
from collections.abc import Iterable, Iterator, Sequence
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


class _Step(NamedTuple):
    to: Node
    index: int


def on_a_cycle(passages: Sequence[Passage]) -> set[Arc]:
    """A strongly connected mixed graph without bridges can be oriented so that it stays strongly
    connected; so every passage within a strong component lies on a cycle unless it is a bridge."""
    component = _strong_components(passages)
    inside = [p for p in passages if component[p.arc.tail] == component[p.arc.head]]
    bridges = _bridges(inside)
    return {p.arc for index, p in enumerate(inside) if index not in bridges}


def cheapest_cycle(through: Passage, passages: Sequence[Passage]) -> tuple[float, list[Arc]] | None:
    """The cost and the other arcs of the cheapest cycle through an arc, None if there is none."""
    arc, steps = through.arc, _steps(passages)
    found = [
        _shortest(steps, passages, start, end, avoid=arc)
        for is_open, start, end in (
            (through.up, arc.head, arc.tail),
            (through.down, arc.tail, arc.head),
        )
        if is_open
    ]
    cost, others = min((way for way in found if way), key=lambda way: way[0], default=(0, None))
    return None if others is None else (cost + through.cost, others)


def _steps(passages: Iterable[Passage]) -> dict[Node, list[_Step]]:
    steps: dict[Node, list[_Step]] = defaultdict(list)
    for index, (arc, up, down, _) in enumerate(passages):
        if up:
            steps[arc.tail].append(_Step(arc.head, index))
        if down:
            steps[arc.head].append(_Step(arc.tail, index))
    return steps


def _shortest(
    steps: dict[Node, list[_Step]],
    passages: Sequence[Passage],
    start: Node,
    end: Node,
    avoid: Arc,
) -> tuple[float, list[Arc]] | None:
    queue: list[tuple[float, int, Node]] = [(0, 0, start)]
    came: dict[Node, tuple[float, Node, Arc | None]] = {start: (0, start, None)}
    pushed = 0
    while queue:
        cost, _, node = heappop(queue)
        if node == end:
            return cost, list(_back(came, end))
        if cost > came[node][0]:
            continue
        for to, index in steps[node]:
            arc, reached = passages[index].arc, cost + passages[index].cost
            if arc != avoid and (to not in came or reached < came[to][0]):
                came[to] = (reached, node, arc)
                pushed += 1
                heappush(queue, (reached, pushed, to))
    return None


def _back(came: dict[Node, tuple[float, Node, Arc | None]], end: Node) -> Iterator[Arc]:
    _, node, arc = came[end]
    while arc is not None:
        yield arc
        _, node, arc = came[node]


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
        for to, _ in steps[node]:
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
        for to, index in steps[node]:
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
