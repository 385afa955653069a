"""Puts the half surface in an order that packs well and writes the files of ``docs/reference/body.md``."""

from pathlib import Path

import numpy as np


def ordered(faces: np.ndarray, label: list[str]) -> np.ndarray:
    """Numbers of the faces: zone by zone, within a zone from neighbour to neighbour."""
    by_edge: dict[frozenset[int], list[int]] = {}
    for number, face in enumerate(faces.tolist()):
        for corner in range(3):
            by_edge.setdefault(frozenset((face[corner], face[corner - 1])), []).append(number)
    done = np.zeros(len(faces), dtype=bool)
    order: list[int] = []
    for zone in sorted(set(label)):
        for start in (number for number, name in enumerate(label) if name == zone):
            waiting = [start]
            while waiting:
                number = waiting.pop()
                if done[number]:
                    continue
                done[number] = True
                order.append(number)
                face = faces[number].tolist()
                edges = (frozenset((face[corner], face[corner - 1])) for corner in range(3))
                near = (other for edge in edges for other in by_edge[edge])
                waiting.extend(other for other in near if not done[other] and label[other] == zone)
    return np.array(order)


def renumbered(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Faces with vertices numbered as they first come, and the old numbers in the new order.

    Each face is turned so that its highest vertex comes last: steps between faces stay small.
    """
    numbers: dict[int, int] = {}
    for vertex in faces.ravel().tolist():
        numbers.setdefault(vertex, len(numbers))
    new = np.array([[numbers[vertex] for vertex in face] for face in faces.tolist()])
    turned = np.array([np.roll(face, 2 - int(np.argmax(face))) for face in new])
    return turned, np.array(list(numbers))


def write_rows(path: Path, rows: np.ndarray) -> None:
    """(count, 3) whole numbers as differences along each row, low bytes first, then high bytes."""
    values = rows.T.astype(np.uint16)
    steps = np.diff(values, axis=1, prepend=np.zeros((3, 1), dtype=np.uint16)).astype(np.uint16).ravel()
    path.write_bytes((steps & 255).astype(np.uint8).tobytes() + (steps >> 8).astype(np.uint8).tobytes())
