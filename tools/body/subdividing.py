"""One step of Catmull–Clark (1978): the smooth mesh that pictures are drawn from."""

import numpy as np


class Subdivided:
    """Quads of one mesh split in four; the weights of the new vertices serve any values over the old ones."""

    def __init__(self, quads: np.ndarray, count: int) -> None:
        self.count = count
        pairs = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2)
        edges, number = np.unique(np.sort(pairs.reshape(-1, 2), axis=1), axis=0, return_inverse=True)
        self._edges, self._of_quad = edges, number.reshape(quads.shape)
        self._quads = quads
        self._uses = np.bincount(number.ravel(), minlength=len(edges))
        middle = np.arange(len(quads)) + count + len(edges)
        along = self._of_quad + count
        self.quads = np.stack(
            [np.stack([quads[:, k], along[:, k], middle, along[:, k - 1]], axis=1) for k in range(4)],
            axis=1,
        ).reshape(-1, 4)

    def smooth(self, values: np.ndarray) -> np.ndarray:
        """(count, d) values at the old vertices as values at all new ones."""
        width = values.shape[1]
        centre = values[self._quads].mean(axis=1)
        ends = values[self._edges].mean(axis=1)
        beside = np.zeros((len(self._edges), width))
        np.add.at(beside, self._of_quad.ravel(), np.repeat(centre, 4, axis=0))
        inner = (self._uses == 2)[:, None]
        edge = np.where(inner, (ends * 2 + beside) / 4, ends)

        faces_at = np.zeros((self.count, 1))
        face_sum = np.zeros((self.count, width))
        np.add.at(faces_at, self._quads.ravel(), 1)
        np.add.at(face_sum, self._quads.ravel(), np.repeat(centre, 4, axis=0))
        edges_at, edge_sum = np.zeros((self.count, 1)), np.zeros((self.count, width))
        rim_sum, rim_at = np.zeros((self.count, width)), np.zeros((self.count, 1))
        for end in (0, 1):
            np.add.at(edges_at, self._edges[:, end], 1)
            np.add.at(edge_sum, self._edges[:, end], ends)
            rim = ~inner[:, 0]
            np.add.at(rim_sum, self._edges[rim, end], ends[rim])
            np.add.at(rim_at, self._edges[rim, end], 1)
        number = np.maximum(faces_at, 1)
        inside = (face_sum / number + 2 * edge_sum / np.maximum(edges_at, 1) + (number - 3) * values) / number
        at_rim = (rim_sum / np.maximum(rim_at, 1) + values) / 2
        vertex = np.where(rim_at > 0, at_rim, inside)
        vertex[faces_at[:, 0] == 0] = values[faces_at[:, 0] == 0]
        return np.concatenate([vertex, edge, centre])
