/** @file Blocks and what builds tensors from tensors, in numbers; what does not fit is refused. */
import { describe, expect, test } from "vitest";
import { worth } from "./values.ts";

type Case = readonly [expression: string, worth: readonly number[]];

function worthOf(cases: readonly Case[]): void {
  test.each(cases)("%s", (expression, expected) => {
    expect(worth(expression)).toEqual(expected);
  });
}

describe("one below the other", () =>
  worthOf([
    ["[u; w]", [1, 2, 3, 7, 8]],
    ["[u; a; w]", [1, 2, 3, 2, 7, 8]],
    ["[1; 2; 3]", [1, 2, 3]],
    ["[a]", [2]],
    ["[A; C]", [1, 2, 3, 4, 5, 6, 1, -1, 2, -2, 3, -3]],
    ["[A; uᵀ]", [1, 2, 3, 4, 5, 6, 1, 2, 3]],
    ["[uᵀ; vᵀ]", [1, 2, 3, 4, -5, 6]],
    ["[uᵀ; vᵀ] u", [14, 12]],
    ["[u; w]·[u; w]", [127]],
    ["A [a; w]", [40, 91]],
    ["concat(u, w)", [1, 2, 3, 7, 8]],
    ["concat(a, u)", [2, 1, 2, 3]],
    ["concat(u)", [1, 2, 3]],
    ["stack(u, v)", [1, 2, 3, 4, -5, 6]],
    ["stack(a, b)", [2, 3]],
    ["stack(A, C)[2,1]", [1, -1, 2]],
    ["stack(u, v)ᵀ w", [39, -26, 69]],
    ["[[u; w]; [a; b]]", [1, 2, 3, 7, 8, 2, 3]],
  ]));

describe("side by side", () =>
  worthOf([
    ["[u, v]", [1, 4, 2, -5, 3, 6]],
    ["[A, C]", [1, 2, 3, 1, -1, 2, 4, 5, 6, -2, 3, -3]],
    ["[A, w]", [1, 2, 3, 7, 4, 5, 6, 8]],
    ["[uᵀ, a]", [1, 2, 3, 2]],
    ["[uᵀ, a] [v; b]", [18]],
    ["[1, 2] w", [23]],
    ["[A, w] [u; a]", [28, 48]],
    ["[u, v] [a; b]", [14, -11, 24]],
  ]));

describe("both", () =>
  worthOf([
    ["[1, 2; 3, 4]", [1, 2, 3, 4]],
    ["[a, uᵀ; u, M]", [2, 1, 2, 3, 1, 2, 1, 0, 2, 0, 3, 1, 3, 1, 0, 2]],
    ["[A, w; M, v]", [1, 2, 3, 7, 4, 5, 6, 8, 2, 1, 0, 4, 0, 3, 1, -5, 1, 0, 2, 6]],
    ["[A, w; M, v] [u; a]", [28, 48, 12, -1, 19]],
    ["[eye(2), zeros(2, 1); 0, 0, 9] u", [1, 2, 27]],
  ]));

describe("per example, and over families", () =>
  worthOf([
    ["[X; g]", [1, 2, 3, 10, 4, 5, 6, 20]],
    ["[X; u]·[v; X]", [4 - 10 + 18 + 14, 16 - 25 + 36 + 32]],
    ["Σ_i sum([u_i; v_i; a])", [17]],
    ["Σ_i [u_i; v_i] · w", [6 * 7 + 5 * 8]],
  ]));

describe("diagonals", () =>
  worthOf([
    ["diag(w)", [7, 0, 0, 8]],
    ["diag(M)", [2, 3, 2]],
    ["diag(u) v", [4, -10, 18]],
    ["A diag(u)", [1, 4, 9, 4, 10, 18]],
    ["trace(M)", [7]],
    ["tr(M)", [7]],
    ["tr(A Aᵀ)", [91]],
    ["tr M", [7]],
    ["diag(M M)", [4, 9, 4]],
    ["diag(diag(u))", [1, 2, 3]],
  ]));

describe("other arrangements", () =>
  worthOf([
    ["reshape(A, 3, 2)", [1, 2, 3, 4, 5, 6]],
    ["reshape(A, 3, 2)[2]", [3, 4]],
    ["reshape(A, n, m)ᵀ u", [22, 28]],
    ["reshape(A, 6)", [1, 2, 3, 4, 5, 6]],
    ["reshape(uᵀ, n)·u", [14]],
    ["permute(A, 2, 1)", [1, 4, 2, 5, 3, 6]],
    ["permute(stack(A, C), 3, 1, 2)[1]", [1, 4, 1, -2]],
    ["A[2]", [4, 5, 6]],
    ["A[:,2]", [2, 5]],
    ["A[1,3]", [3]],
    ["Σ_i A_{:,i}", [6, 15]],
    ["[u; w][4]", [7]],
  ]));

describe("what does not fit", () =>
  test.each([
    ["[A; w]", "blocks-differ"],
    ["[A, u]", "blocks-differ"],
    ["[A, w; u]", "blocks-differ"],
    ["[u; vᵀ]", "blocks-differ"],
    ["[A; stack(A, C)]", "blocks-differ"],
    ["[u; r]", "index-data-in-arithmetic"],
    ["concat(A, w)", "blocks-differ"],
    ["stack(u, w)", "arguments-differ"],
    ["stack(u, vᵀ)", "arguments-differ"],
    ["diag(A)", "wrong-shape"],
    ["diag(a)", "wrong-shape"],
    ["diag(uᵀ)", "wrong-shape"],
    ["tr(A)", "wrong-shape"],
    ["tr(a)", "nothing-to-reduce"],
    ["reshape(A, 4)", "reshape-of-other-size"],
    ["reshape(A)", "wrong-arity"],
    ["permute(A, 1)", "not-an-order"],
    ["permute(A, 2, 2)", "not-an-order"],
    ["permute(a, 1)", "not-an-order"],
  ])("%s", (expression, code) => {
    expect(worth(expression)).toEqual([code]);
  }));
