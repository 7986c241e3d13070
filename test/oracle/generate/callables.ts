/**
 * @file The elementwise functions that a model can call, out of the table of operators, each on arguments inside its domain.
 * Those that the oracle does not know (clamp, huber, the gamma functions) are left out.
 */
import { operators } from "../../../src/operators/index.ts";
import { ELEMENTWISE, PAIRWISE } from "../builtins.ts";
import { canonical } from "../words.ts";

export interface Callable {
  readonly name: string;
  /** For each argument, what keeps it inside the domain. */
  readonly inside: readonly ((argument: string) => string)[];
  readonly smooth: boolean;
}

const ARITY: Readonly<Record<string, number>> = { unary: 1, binary: 2, ternary: 3 };
const itself = (argument: string): string => argument;
const between = (from: number, to: number): ((argument: string) => string) => {
  const [middle, half] = [(from + to) / 2, (to - from) / 2].map((x) => Number(x.toFixed(3)));
  return (argument) =>
    middle === 0 ? `${half} tanh(${argument})` : `${middle} + ${half} tanh(${argument})`;
};

/** Arguments that are not what the operator's own examples say: these grow too fast, those would be constant. */
const INSIDE: ReadonlyMap<string, Callable["inside"]> = new Map<string, Callable["inside"]>([
  ...["exp", "expm1", "sinh", "cosh", "square", "erfcx"].map(
    (f) => [f, [between(-2, 2)]] as [string, Callable["inside"]],
  ),
  ...["floor", "ceil", "round"].map((f) => [f, [itself]] as [string, Callable["inside"]]),
  ["mod", [itself, between(2.1, 2.7)]],
]);
/** Kinks that no drawn argument comes near to. */
const FAR = new Set(["asin", "acos", "acosh", "atanh", "cbrt", "hypot", "pow"]);

export const callables: readonly Callable[] = operators.flatMap((op): readonly Callable[] => {
  const { notation, elementwise, examples } = op;
  const count = ARITY[op.arity];
  if (!elementwise || !notation || !("call" in notation) || count === undefined) return [];
  const known = count === 1 ? ELEMENTWISE : PAIRWISE;
  if (count > 2 || !known.has(canonical(notation.call))) return [];
  if (!/^\p{L}/u.test(notation.call)) return [];
  if (examples.some((e) => e.inputs.some((i) => i.truth))) return [];
  const ranges = examples[0]!.inputs.map((i) => i.range ?? [-2, 2]);
  const inside =
    INSIDE.get(op.name) ?? ranges.map(([a, b]) => (a === -2 && b === 2 ? itself : between(a, b)));
  const smooth =
    (!op.kinks || FAR.has(op.name)) && !["abs", "sign", "max", "min", "mod"].includes(op.name);
  return [{ name: notation.call, inside, smooth }];
});

/** As the model spells it. */
export const spelledCall = (name: string, unicode: boolean): string =>
  unicode ? name : canonical(name);
