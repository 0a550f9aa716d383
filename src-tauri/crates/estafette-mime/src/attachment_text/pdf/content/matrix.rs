//! Places on a page: the six numbers of a transformation (ISO 32000-1 §8.3.4), and distances in its own directions.

/// `[a b c d e f]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    x: f64,
    y: f64,
}

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn moving(right: f64, up: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, right, up])
    }

    /// This one inside the other.
    pub(super) fn inside(self, outer: Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [oa, ob, oc, od, oe, of] = outer.0;
        Self([
            a * oa + b * oc,
            a * ob + b * od,
            c * oa + d * oc,
            c * ob + d * od,
            e * oa + f * oc + oe,
            e * ob + f * od + of,
        ])
    }

    pub(super) fn origin(self) -> Point {
        Point { x: self.0[4], y: self.0[5] }
    }

    /// How high one unit becomes.
    pub(super) fn height(self) -> f64 {
        self.0[2].hypot(self.0[3])
    }

    /// How far the origin is from a point: in the direction of writing, and away from it.
    pub(super) fn distance(self, from: Point) -> (f64, f64) {
        let (right, up) = (self.0[4] - from.x, self.0[5] - from.y);
        let length = self.0[0].hypot(self.0[1]);
        if length == 0.0 {
            return (0.0, 0.0);
        }
        let (x, y) = (self.0[0] / length, self.0[1] / length);
        (right * x + up * y, (up * x - right * y).abs())
    }
}

#[cfg(test)]
mod tests;
