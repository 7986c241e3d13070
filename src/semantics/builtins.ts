/** @file The built-in names: what the operators are called by, and what the language promises beside it. */
import type { Operator } from "../graph/operator.ts";
import { operators } from "../operators/index.ts";
import { canonicalName } from "../syntax/spelling.ts";

/** Operators by the name that a model calls them by: `max` is the larger of two and the largest along axes. */
const callable = new Map<string, Operator[]>();
for (const op of operators) {
  const calls = op.notation && "call" in op.notation ? [op.notation.call] : [];
  for (const name of new Set([...calls, ...(op.aliases ?? [])].map((n) => canonicalName(n)))) {
    callable.set(name, [...(callable.get(name) ?? []), op]);
  }
}

export const operatorsCalled = (canonical: string): readonly Operator[] =>
  callable.get(canonical) ?? [];

/** Everything LANGUAGE promises: what no operator answers to is refused by name. */
const PROMISED =
  "exp log log1p expm1 log2 log10 sqrt cbrt pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh " +
  "abs sign floor ceil round mod sigmoid logit logsigmoid softplus relu leaky_relu elu selu gelu silu mish hardtanh " +
  "erf erfc erfcx erfinv normcdf log_erfc log_normcdf hypot min max clamp where sum mean prod argmax argmin lse softmax log_softmax norm " +
  "var std cumsum dot outer kron cross vec diag trace tr eye ones zeros one_hot lowertri concat stack reshape permute conv " +
  "convtranspose maxpool meanpool inv det logdet solve cholesky trisolve eigvals eigh lu qr pinv matrix_exp lgamma digamma " +
  "trigamma gammafn betafn logbeta log_student logmvgamma besselj bessely besseli crossentropy huber hinge kl stop";

const CONSTANTS: ReadonlyMap<string, number> = new Map([
  [canonicalName("π"), Math.PI],
  [canonicalName("∞"), Infinity],
  [canonicalName("inf"), Infinity],
]);

const functionNames: ReadonlySet<string> = new Set(
  PROMISED.split(" ")
    .map((n) => canonicalName(n))
    .concat([...callable.keys()]),
);

export const isFunction = (canonical: string): boolean => functionNames.has(canonical);
export const constantNamed = (canonical: string): number | undefined => CONSTANTS.get(canonical);

/** For suggestions: the spellings of the language. */
export const builtinNames: readonly string[] = PROMISED.split(" ");

/** What a built-in name is, for people. */
export const builtinKind = (canonical: string): "function" | "constant" | undefined =>
  isFunction(canonical) ? "function" : CONSTANTS.has(canonical) ? "constant" : undefined;
