/**
 * @file `ba` and `ht`, of GradBench and of ADBench: arrays of their messages, and sparse rows of their answers. The Jacobians
 * are the modules': blocks of an observation, columns of a pose.
 */
import { flat, rows } from "./arrays.js";

/* ---- bundle adjustment ---- */

const CAMERA = 11;
const POINT = 3;
const ROW = CAMERA + POINT + 1;

/** @param {any} input one camera, point, weight and feature, repeated */
export const repeatedScene = ({ n, m, p, cam, x, w, feat }) => ({
  sizes: { n, m, p },
  params: {},
  inputs: {
    C: repeated(cam, n),
    X: repeated(x, m),
    w: repeated([w], p),
    g: repeated(feat, p),
    c: Int32Array.from({ length: p }, (_, i) => i % n),
    q: Int32Array.from({ length: p }, (_, i) => i % m),
  },
});

/** @param {any} input */
export const scene = ({ n, m, p, cams, x, w, obs, feats }) => ({
  sizes: { n, m, p },
  params: {},
  inputs: {
    C: flat(cams),
    X: flat(x),
    w: flat(w),
    g: flat(feats),
    c: Int32Array.from(obs, ([camera]) => camera),
    q: Int32Array.from(obs, ([, point]) => point),
  },
});

/**
 * @param {number[]} row
 * @param {number} count
 */
function repeated(row, count) {
  const all = new Float64Array(row.length * count);
  for (let i = 0; i < count; i++) all.set(row, i * row.length);
  return all;
}

/** The routines whose blocks are the Jacobian of errors and weights. */
export const SCENE = ["jacobian_e_k", "jacobian_e_x", "jacobian_e_w", "jacobian_z_w"];

/**
 * The Jacobian in compressed rows: two rows of 15 entries for each observation, then one of 1.
 * @param {any} blocks
 * @param {{ n: number, m: number, p: number }} sizes
 * @param {{ c: Int32Array, q: Int32Array }} inputs
 */
export function compressedRows(blocks, { n, m, p }, { c, q }) {
  const [ek, ex, ew, zw] = SCENE.map((name) => blocks[name]);
  const weights = CAMERA * n + POINT * m;
  const dense = 2 * ROW * p;
  const entry = (/** @type {number} */ k) => {
    if (k >= dense) return { col: weights + k - dense, val: zw[k - dense] };
    const [row, j] = [Math.floor(k / ROW), k % ROW];
    const i = row >> 1;
    if (j < CAMERA) return { col: CAMERA * c[i] + j, val: ek[CAMERA * row + j] };
    if (j < CAMERA + POINT) {
      const l = j - CAMERA;
      return { col: CAMERA * n + POINT * q[i] + l, val: ex[POINT * row + l] };
    }
    return { col: weights + i, val: ew[row] };
  };
  const pointer = (/** @type {number} */ row) => (row <= 2 * p ? ROW * row : dense + (row - 2 * p));
  return { entry, pointer, entries: dense + p, rows: 3 * p, columns: weights + p };
}

/**
 * The first 30 of a list and the last.
 * @template V
 * @param {number} length
 * @param {(i: number) => V} at
 */
export const ends = (length, at) => [
  ...Array.from({ length: Math.min(30, length) }, (_, i) => at(i)),
  at(length - 1),
];

/* ---- hand tracking ---- */

const NONE = 26;

/** @param {any} input */
export function hand({ theta, data: { model, correspondences, points }, us }) {
  const parents = Int32Array.from(model.parents, (parent) => Math.max(parent, 0));
  const bend = new Int32Array(parents.length).fill(NONE);
  const twist = new Int32Array(parents.length).fill(NONE);
  // Of the four bones of a finger the first is stiff; the angles of the others come after rotation and translation.
  for (let finger = 0; finger < 5; finger++) {
    const [bone, angle] = [4 * finger + 2, 4 * finger + 6];
    bend.set([angle, angle + 2, angle + 3], bone);
    twist[bone] = angle + 1;
  }
  const inTriangles = us.length > 0;
  const corner = (/** @type {number} */ k) =>
    Int32Array.from(correspondences, (c) => (inTriangles ? model.triangles[c][k] : c));
  return {
    sizes: {
      B: parents.length,
      V: model.weights.length,
      T: Math.max(1, ...depths(model.parents)),
      P: points.length,
    },
    params: { theta: flat(theta) },
    inputs: {
      parent: parents,
      root: Float64Array.from(model.parents, (parent) => (parent < 0 ? 1 : 0)),
      bend,
      twist,
      L: flat(model.base_relatives),
      I: flat(model.inverse_base_absolutes),
      p: flat(model.base_positions),
      W: flat(model.weights),
      s: model.is_mirrored ? -1 : 1,
      i: corner(0),
      j: corner(1),
      k: corner(2),
      u: inTriangles ? flat(us) : repeated([1, 0], points.length),
      q: flat(points),
    },
  };
}

/** @param {number[]} parents parents come first */
function depths(parents) {
  /** @type {number[]} */
  const found = [];
  for (const parent of parents) found.push(parent < 0 ? 0 : found[parent] + 1);
  return found;
}

/** The routines whose columns are the Jacobian of the distances. */
export const HAND = ["jacobian_e_theta", "jacobian_e_u"];

/**
 * Its rows: of a point in a triangle the columns of its place there come first.
 * @param {any} columns
 * @param {any} input
 */
export function handRows({ jacobian_e_theta: pose, jacobian_e_u: place }, { us, data }) {
  const count = 3 * data.points.length;
  const own = us.length > 0 ? rows(place, count) : [];
  return rows(pose, count).map((row, i) => [...(own[i] ?? []), ...row]);
}
