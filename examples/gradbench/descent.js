/**
 * @file The gradient descent that `particle` and `saddle` prescribe, step for step: it has no fixed length and doubles and
 * halves its rate, so a loop here drives it. What goes down, and how it moves, are the generated modules'.
 */

/** @typedef {{ F: number, g: Float64Array | number }} Slope a value and its gradient */

const CLOSE = 1e-5;

/**
 * Goes down from a place until the gradient or a step is small.
 * @template P
 * @param {P} start
 * @param {(at: P) => Slope} slope
 * @param {(at: P, slope: Slope, rate: number) => P} step
 * @param {(a: P, b: P) => number} distance
 */
export function descend(start, slope, step, distance) {
  let place = start;
  let here = slope(place);
  let rate = CLOSE;
  for (let taken = 0; norm(here.g) > CLOSE;) {
    if (taken === 10) {
      rate *= 2;
      taken = 0;
      continue;
    }
    const next = step(place, here, rate);
    if (distance(place, next) <= CLOSE) break;
    const there = slope(next);
    if (there.F < here.F) {
      place = next;
      here = there;
      taken++;
    } else {
      rate /= 2;
      taken = 0;
    }
  }
  return place;
}

/** @param {Float64Array | number} g */
const norm = (g) => (typeof g === "number" ? Math.abs(g) : Math.hypot(...g));

/**
 * @param {Float64Array} a
 * @param {Float64Array} b
 */
const apart = (a, b) => norm(a.map((x, i) => x - b[i]));

const LONGEST = 2 ** 22;

/**
 * Where a particle lands. Recurrences have a length: it is doubled until the particle has come down.
 * @param {any} module
 */
export function particle(module) {
  let steps = 1024;
  let workspace = module.workspace({ T: steps });
  return (/** @type {number} */ w) => {
    for (;;) {
      const landing = module.predict({}, { w }, workspace);
      if (landing.y <= 0) return { F: landing.E, g: landing.G };
      if (steps === LONGEST)
        throw new RangeError(`w = ${w}: the particle has not come down in ${steps} steps`);
      steps *= 2;
      workspace = module.workspace({ T: steps });
    }
  };
}

/**
 * The place of the charge from which the particle lands nearest.
 * @param {any[]} modules
 * @param {{ w: number }} input
 */
export function nearest([module], { w }) {
  return descend(
    w,
    particle(module),
    (at, { g }, rate) => at - rate * Number(g),
    (a, b) => Math.abs(a - b),
  );
}

/**
 * x that makes the maximum over y least, and that maximum's y.
 * @param {any[]} modules of the maximum and of the minimum
 * @param {{ start: number[] }} input
 */
export function saddle([up, down], { start }) {
  const [above, below] = [up.workspace({}), down.workspace({})];
  const from = Float64Array.from(start);
  const highest = (/** @type {Float64Array} */ x) =>
    descend(
      { y: from.slice(), S: new Float64Array(4) },
      ({ y, S }) => {
        const { F, g } = up.predict({}, { x, y, S, eta: 0 }, above);
        return { F, g: g.slice() };
      },
      ({ y, S }, _, eta) => {
        const { a, B } = up.predict({}, { x, y, S, eta }, above);
        return { y: a.slice(), S: B.slice() };
      },
      (p, q) => apart(p.y, q.y),
    );
  const x = descend(
    from,
    (at) => {
      const { F, g } = down.predict({}, { x: at, ...highest(at) }, below);
      return { F, g: g.slice() };
    },
    (at, { g }, rate) => at.map((v, i) => v - rate * /** @type {Float64Array} */ (g)[i]),
    apart,
  );
  return [...x, ...highest(x).y];
}
