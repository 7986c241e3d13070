/** @file What a random model declares: sizes, indices, none to two batches, inputs, parameters, constants, functions. */
import type { Choices } from "./choices.ts";
import { DIMS, INDEX, type Batches, type Item, type Shape } from "./making.ts";

export interface Head {
  readonly lines: string[];
  readonly sizes: Readonly<Record<string, number>>;
  readonly items: Item[];
  readonly unicode: boolean;
  readonly batches: Batches;
}

/** All different, so that what is transposed shows; one of extent 1 now and then. */
const SIZES = [
  [2, 3, 4],
  [3, 2, 4],
  [4, 3, 2],
  [3, 4, 2],
  [3, 5, 2],
  [1, 3, 2],
  [3, 1, 2],
  [2, 3, 1],
];

export function head(pick: Choices): Head {
  const unicode = pick.flag();
  const [R, of, times] = unicode ? ["ℝ", "∈", "×"] : ["R", ":", " x "];
  const extents = pick.one(SIZES);
  const open = DIMS.map(() => pick.flag());
  const batches = pick.one([0, 1, 1, 1, 3]);
  const sizes: Record<string, number> = {};
  const lines = [`dim ${DIMS.map((d, i) => (open[i] ? d : `${d} = ${extents[i]}`)).join(", ")}`];
  DIMS.forEach((d, i) => open[i] && (sizes[d] = extents[i]!));
  lines.push(...DIMS.map((d) => `index ${INDEX[d]} : ${d}`));
  for (const [bit, batch, size] of [
    [1, "n : N", "N"],
    [2, "p : O", "O"],
  ] as const) {
    if ((batches & bit) === 0) continue;
    lines.push(`batch ${batch}`);
    sizes[size] = pick.one([3, 2, 1]) + bit - 1;
  }
  const items: Item[] = [];
  const add = (letter: string, shape: Shape, batch: Batches = 0): void =>
    void items.push({ letter, digits: "", shape, batch });
  const per = batches & 1 ? " per n" : "";
  lines.push(`input x ${of} ${R}^d${per}, y : {0,1}${per}`);
  add("x", ["d"], batches & 1);
  add("y", [], batches & 1);
  if (batches & 2) {
    lines.push(`input u ${of} ${R}^m per p, z_{l} ${of} ${R} per n per p`);
    add("u", ["m"], 2);
    add("z", ["k"], 3);
  }
  lines.push(`input w : 0..m-1${per}, q : 1..d${per}`);
  lines.push(`param a ${of} ${R}^d, b ${of} ${R}^m, c ${of} ${R}^k`);
  lines.push(`param s ${of} ${R}, ${unicode ? "α" : "alpha"} : ${R}`);
  lines.push(`param A : ${R}^{m${times}d}, B ${of} ${R}^{k${times}m}`);
  add("a", ["d"]);
  add("b", ["m"]);
  add("c", ["k"]);
  add("s", []);
  add("α", []);
  add("A", ["m", "d"]);
  add("B", ["k", "m"]);
  if (pick.once(3)) {
    lines.push(`const ${unicode ? "λ" : "lambda"} ${of} ${R}${pick.one(["", " = 0.3"])}`);
    add("λ", []);
  }
  if (pick.once(4)) {
    const count = pick.one([2, 5]);
    lines.push(
      `input r_{j} : 0..${count - 1}${per}`,
      `param E ${of} ${R}^{${count}${times}d}${pick.flag() ? " sparse" : ""}`,
    );
    lines.push(`param F ${of} ${R}^{k${times}md}`);
    add("F", ["k", "md"]);
  }
  if (pick.once(4)) {
    lines.push(`param K ${of} ${R}^{2${times}m${times}2}, W ${of} ${R}^2`);
    add("K", ["2", "m", "2"]);
  }
  if (extents[1] !== 1 && pick.once(4)) {
    lines.push(`param C ${of} ${R}^{m(m-1)/2}`);
    add("C", ["m(m-1)/2"]);
  }
  const f = [
    "tanh(z)",
    "z ⊙ σ(z)",
    "softplus(z) + 2z",
    "s z .^ 2 - z",
    "exp(-(z ⊙ z))",
    "erf(z) / 2",
  ];
  const written = pick.one(f);
  lines.push(
    `f(z) = ${unicode ? written : written.replaceAll("⊙", ".*").replaceAll("σ", "sigmoid")}`,
  );
  lines.push(unicode ? "g(p, q) = p ⊙ q - p" : "g(p, q) = p .* q - p");
  return { lines, sizes, items, unicode, batches };
}
