/** @file Random text of three kinds: edited models, sentences of the grammar, and bytes. */
import type { ISerializedGast } from "chevrotain";
import { Grammar } from "../../grammar/grammar.ts";
import { broken, models, pieces, vocabulary } from "./models.ts";

export type Random = () => number;

const pick = <T>(random: Random, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)]!;
const upTo = (random: Random, n: number): number => Math.floor(random() * n);

const cut = [...models, ...broken].map(pieces);
const lengthy = cut.filter((p) => p.length > 0);

/** A model with one to three pieces deleted, doubled, exchanged, foreign, or taken from elsewhere. */
export function edited(random: Random): string {
  const out = [...pick(random, lengthy)];
  for (let edits = 1 + upTo(random, 3); edits > 0; edits--) {
    const at = upTo(random, out.length);
    switch (upTo(random, 7)) {
      case 0:
        out.splice(at, 1);
        break;
      case 1:
        out.splice(at, 0, out[at] ?? "");
        break;
      case 2:
        out.splice(at, 2, out[at + 1] ?? "", out[at] ?? "");
        break;
      case 3:
        out.splice(at, 0, pick(random, vocabulary));
        break;
      case 4:
        out[at] = pick(random, vocabulary);
        break;
      case 5:
        out[at] = pick(random, out);
        break;
      default: {
        const other = pick(random, lengthy);
        const from = upTo(random, other.length);
        out.splice(at, upTo(random, 6), ...other.slice(from, from + 1 + upTo(random, 12)));
      }
    }
  }
  return out.join("");
}

const rules: ReadonlyMap<string, ISerializedGast> = new Map(
  new Grammar().getSerializedGastProductions().map((r) => [(r as unknown as Inner).name, r]),
);

interface Inner {
  readonly name: string;
  readonly definition?: readonly ISerializedGast[];
}
const insideOf = (of: ISerializedGast): readonly ISerializedGast[] =>
  (of as unknown as Inner).definition ?? [];

/** How deep the shallowest sentence of a rule is. */
const depths = new Map<string, number>();
const depthOf = (of: ISerializedGast): number => {
  if (of.type === "NonTerminal") return 1 + (depths.get((of as unknown as Inner).name) ?? 1e6);
  if (of.type === "Alternation") return Math.min(...insideOf(of).map(depthOf));
  if (of.type === "Option" || of.type === "Repetition" || of.type === "RepetitionWithSeparator")
    return 0;
  return Math.max(0, ...insideOf(of).map(depthOf));
};
for (let round = 0; round < rules.size; round++)
  for (const [name, rule] of rules) depths.set(name, depthOf(rule));

const shortest = (ways: readonly ISerializedGast[]): ISerializedGast =>
  ways.reduce((best, w) => (depthOf(w) < depthOf(best) ? w : best));

const HEAD = `dim m = 2, n = 3
index i, j : n
batch s : N
input x : ℝ^n per s, y : 1..n per s, a : ℝ
param W : ℝ^{m×n}, b : ℝ^m, c : ℝ, A : ℝ^{n×n}
f(z) = tanh(z)
`;
const NAMES = "m n i j s x y a W b c A f x_i W_i b_1 log sum σ softmax Wx q λ t W_{i,j} y_s".split(
  " ",
);
const WORDS: Readonly<Record<string, readonly string[]>> = {
  Word: NAMES,
  BadNumber: ["1_0", "007", ".5"],
  Number: ["0", "1", "2", "3", "0.5", "½", "1e-3", "1e300"],
  SubNumber: ["_1", "_0", "_2"],
  SubWord: ["_i", "_j", "_n", "_s", "_y"],
  SubLetters: ["ᵢ", "₁", "ⱼ"],
  InverseTranspose: ["⁻ᵀ"],
  Superscript: ["²", "³", "⁻¹", "ⁿ"],
  Additive: ["+", "-"],
  Multiplicative: ["·", "⊙", "⊘", "⊗", "*", "/"],
  Relation: ["<", "≤", "=", "≠", ">"],
  Reduce: ["Σ", "∏", "∑"],
  Solve: ["argmin", "fixpoint"],
  Text: ['"a.nabla"', '"'],
  Axis: ["index", "seq", "batch"],
  Declare: ["input", "param", "const"],
  Objective: ["loss", "minimize", "maximize"],
  Request: ["grad", "jacobian", "hessian", "hvp", "jvp", "vjp"],
  Attribute: ["symmetric", "diag", "lower", "pd", "sparse"],
  Inverse: ["⁻¹"],
  Newline: ["\n"],
  Unknown: ["?"],
  Dims: ["dim"],
};
/** A label is the sign itself in backquotes. */
const imageOf = (
  type: { readonly name: string; readonly LABEL: string | undefined },
  random: Random,
): string =>
  pick(random, WORDS[type.name] ?? [/^`(.*)`$/.exec(type.LABEL ?? "")?.[1] ?? type.name]);

/** Lines that the grammar allows, after declarations that give their names a meaning. */
export function sentence(random: Random): string {
  let budget = 4 + upTo(random, 60);
  const out: string[] = [];
  const walk = (of: ISerializedGast): void => {
    budget--;
    const node = of as ISerializedGast & {
      name: string;
      label?: string;
      definition?: ISerializedGast[];
      separator?: { name: string; label?: string };
    };
    const inside = (): void => node.definition?.forEach(walk);
    const times = (least: number): number =>
      budget < 0 ? least : Math.max(least, upTo(random, 3));
    switch (node.type) {
      case "Terminal":
        out.push(imageOf({ name: node.name, LABEL: node.label }, random));
        return;
      case "NonTerminal":
        return walk(rules.get(node.name)!);
      case "Alternation": {
        const ways = node.definition!;
        return walk(budget < 0 ? shortest(ways) : pick(random, ways));
      }
      case "Option":
        if (times(0) > 1) inside();
        return;
      case "Repetition":
      case "RepetitionMandatory":
      case "RepetitionWithSeparator":
      case "RepetitionMandatoryWithSeparator": {
        const n = times(node.type.includes("Mandatory") ? 1 : 0);
        for (let k = 0; k < n; k++) {
          const by = node.separator;
          if (k > 0 && by) out.push(imageOf({ name: by.name, LABEL: by.label }, random));
          inside();
        }
        return;
      }
      default:
        return inside();
    }
  };
  for (let lines = 1 + upTo(random, 4); lines > 0; lines--) {
    budget = 4 + upTo(random, 60);
    walk(rules.get("statement")!);
    out.push("\n");
  }
  const glue = random() < 0.7 ? " " : "";
  const text = out.join(glue).replaceAll(/ (?=[_⁻²³ⁿᵢ₁ⱼᵀ'])/g, "");
  return random() < 0.7 ? HEAD + text : text;
}

const decoder = new TextDecoder();

/** Bytes as UTF-8, UTF-16 units, or code points, often of a few. */
export function bytes(random: Random): string {
  const length = upTo(random, random() < 0.1 ? 2000 : 60);
  const limit = pick(random, [0x80, 0x100, 0x300, 0x2100, 0x10000, 0x110000]);
  if (limit === 0x100) return decoder.decode(Uint8Array.from({ length }, () => upTo(random, 256)));
  if (limit === 0x10000)
    return String.fromCharCode(...Array.from({ length }, () => upTo(random, limit)));
  return Array.from({ length }, () => {
    const code = upTo(random, limit);
    return String.fromCodePoint(code);
  }).join("");
}

/** Any order of words. */
export function shuffled(random: Random): string {
  return Array.from({ length: upTo(random, 40) }, () => pick(random, vocabulary)).join(
    random() < 0.5 ? " " : "",
  );
}
