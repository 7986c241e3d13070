/** @file L-BFGS: descent along −H ∇J, with H made from the last changes of place and gradient (Nocedal 1980). */

/** @typedef {{ J: number, gradient: Float64Array }} Value */
/** @typedef {{ step: number, x: Float64Array, J: number, gradient: Float64Array }} State */

/**
 * @param {(x: Float64Array) => Value} f the value and the gradient, in memory that f may overwrite
 * @param {Float64Array} start
 * @param {object} options
 * @param {number} options.tolerance on the norm of the gradient
 * @param {number} [options.memory] how many changes are remembered
 * @param {number} [options.most] steps
 * @returns {State}
 */
export function minimise(f, start, { tolerance, memory = 20, most = 1000 }) {
  /** @type {{ s: Float64Array, y: Float64Array, ρ: number }[]} */
  const changes = [];
  let now = at(f, start.slice(), 0);
  while (Math.sqrt(dot(now.gradient, now.gradient)) >= tolerance && now.step < most) {
    const p = direction(now.gradient, changes);
    const next = search(f, now, p);
    if (!next) return now; // no smaller value can be told from this one
    const s = next.x.map((value, i) => value - now.x[i]);
    const y = next.gradient.map((value, i) => value - now.gradient[i]);
    if (dot(s, y) > 0) changes.push({ s, y, ρ: 1 / dot(s, y) });
    if (changes.length > memory) changes.shift();
    now = next;
  }
  return now;
}

/**
 * −H g by the two loops of Nocedal.
 * @param {Float64Array} g
 * @param {readonly { s: Float64Array, y: Float64Array, ρ: number }[]} changes
 */
function direction(g, changes) {
  const q = g.map((value) => -value);
  const α = changes.map(() => 0);
  for (let i = changes.length - 1; i >= 0; i--) {
    const { s, y, ρ } = changes[i];
    α[i] = ρ * dot(s, q);
    y.forEach((value, j) => (q[j] -= α[i] * value));
  }
  const last = changes.at(-1);
  const scale = last ? dot(last.s, last.y) / dot(last.y, last.y) : 1 / Math.sqrt(dot(g, g));
  q.forEach((value, j) => (q[j] = scale * value));
  changes.forEach(({ s, y, ρ }, i) => {
    const β = ρ * dot(y, q);
    s.forEach((value, j) => (q[j] += (α[i] - β) * value));
  });
  return q;
}

/**
 * The first of the steps 1, ½, ¼ … that goes down enough (Armijo).
 * @param {(x: Float64Array) => Value} f
 * @param {State} now
 * @param {Float64Array} p
 */
function search(f, { step, x, J, gradient }, p) {
  const slope = dot(gradient, p);
  for (let length = 1; length > 1e-12; length /= 2) {
    const next = at(
      f,
      x.map((value, i) => value + length * p[i]),
      step + 1,
    );
    if (next.J <= J + 1e-4 * length * slope) return next;
  }
  return undefined;
}

/**
 * @param {(x: Float64Array) => Value} f
 * @param {Float64Array} x
 * @param {number} step
 * @returns {State}
 */
function at(f, x, step) {
  const { J, gradient } = f(x);
  return { step, x, J, gradient: gradient.slice() };
}

/**
 * @param {Float64Array} a
 * @param {Float64Array} b
 */
const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
