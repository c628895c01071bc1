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

# What may happen to the figure of each arc: UP, DOWN, both or neither.
Gates = Sequence[int]
UP, DOWN = 1, 2

# The arcs of a directed cycle, by their index, each with 1 if its figure goes up and -1 if down.
Cycle = list[tuple[int, int]]


class Arc(NamedTuple):
    """`part` tells the figures of cells with a headcount (0) from the rest (1)."""

    group: Group
    part: int
    tail: Node
    head: Node


class _Reached(NamedTuple):
    cost: float
    came_from: int
    along: tuple[int, int] | None


class Network:
    """Arcs between nodes; gates and costs are given with each question, one for each arc."""

    def __init__(self, arcs: Iterable[Arc]) -> None:
        self.arcs = tuple(arcs)
        self.of_group: dict[Group, list[int]] = defaultdict(list)
        self._steps: list[list[tuple[int, int, int]]] = []
        self._ends: list[tuple[int, int]] = []
        nodes: dict[Node, int] = {}
        for index, arc in enumerate(self.arcs):
            tail, head = (nodes.setdefault(node, len(nodes)) for node in (arc.tail, arc.head))
            self._steps += [[] for _ in range(len(nodes) - len(self._steps))]
            self._steps[tail].append((head, index, UP))
            self._steps[head].append((tail, index, DOWN))
            self._ends.append((tail, head))
            self.of_group[arc.group].append(index)

    def on_a_cycle(self, gates: Gates) -> list[int]:
        """A strongly connected mixed graph without bridges can be oriented so that it stays
        strongly connected; so every open arc within a strong component lies on a cycle unless
        it is a bridge."""
        component = self._strong_components(gates)
        inside = [
            bool(gate) and component[tail] == component[head]
            for gate, (tail, head) in zip(gates, self._ends, strict=True)
        ]
        bridges = self._bridges(inside)
        return [index for index, is_in in enumerate(inside) if is_in and index not in bridges]

    def has_cycle(self, through: int, gates: Gates) -> bool:
        tail, head = self._ends[through]
        return bool(
            (gates[through] & UP and self._reaches(head, tail, through, gates))
            or (gates[through] & DOWN and self._reaches(tail, head, through, gates))
        )

    def cheapest_cycle(
        self, through: int, gates: Gates, costs: Sequence[float]
    ) -> tuple[float, Cycle] | None:
        """The cheapest cycle through an arc and its cost, None if there is none."""
        tail, head = self._ends[through]
        found = []
        for gate, sign, start, end in ((UP, 1, head, tail), (DOWN, -1, tail, head)):
            if gates[through] & gate:
                way = self._shortest(start, end, through, gates, costs)
                if way:
                    found.append((way[0] + costs[through], [(through, sign), *way[1]]))
        return min(found, key=lambda cycle: cycle[0], default=None)

    def _reaches(self, start: int, end: int, avoid: int, gates: Gates) -> bool:
        seen, todo = {start}, [start]
        while todo:
            for to, index, gate in self._steps[todo.pop()]:
                if gates[index] & gate and index != avoid and to not in seen:
                    if to == end:
                        return True
                    seen.add(to)
                    todo.append(to)
        return False

    def _shortest(
        self, start: int, end: int, avoid: int, gates: Gates, costs: Sequence[float]
    ) -> tuple[float, Cycle] | None:
        """Dijkstra's algorithm."""
        queue: list[tuple[float, int]] = [(0, start)]
        reached = {start: _Reached(0, start, None)}
        while queue:
            cost, node = heappop(queue)
            if node == end:
                return cost, _back(reached, end)
            if cost > reached[node].cost:
                continue
            for to, index, gate in self._steps[node]:
                if gates[index] & gate and index != avoid:
                    total = cost + costs[index]
                    if to not in reached or total < reached[to].cost:
                        reached[to] = _Reached(total, node, (index, 1 if gate == UP else -1))
                        heappush(queue, (total, to))
        return None

    def _strong_components(self, gates: Gates) -> list[int]:
        """Tarjan's algorithm; a component is named by one of its nodes."""
        order: dict[int, int] = {}
        low: dict[int, int] = {}
        component = [-1] * len(self._steps)
        stack: list[int] = []

        def visit(node: int) -> None:
            order[node] = low[node] = len(order)
            stack.append(node)
            for to, index, gate in self._steps[node]:
                if gates[index] & gate and component[to] < 0:
                    if to not in order:
                        visit(to)
                    low[node] = min(low[node], low[to])
            if low[node] == order[node]:
                while component[node] < 0:
                    component[stack.pop()] = node

        for node in range(len(self._steps)):
            if node not in order:
                visit(node)
        return component

    def _bridges(self, inside: Sequence[bool]) -> set[int]:
        """Of the arcs inside, those that no cycle of the undirected graph goes through."""
        order: dict[int, int] = {}
        bridges: set[int] = set()

        def visit(node: int, entered_by: int) -> int:
            low = order[node] = len(order)
            for to, index, _ in self._steps[node]:
                if not inside[index] or index == entered_by:
                    continue
                if to in order:
                    low = min(low, order[to])
                else:
                    below = visit(to, index)
                    low = min(low, below)
                    if below > order[node]:
                        bridges.add(index)
            return low

        for node in range(len(self._steps)):
            if node not in order:
                visit(node, -1)
        return bridges


def _back(reached: dict[int, _Reached], end: int) -> Cycle:
    cycle: Cycle = []
    _, node, along = reached[end]
    while along is not None:
        cycle.append(along)
        _, node, along = reached[node]
    return cycle
