/** @file Reach: what two readers would read in two ways is refused, with both readings. */
import * as say from "../diagnostics/catalogue/syntax.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import { type Source, type Span, joinSpans, textAt } from "../diagnostics/source.ts";
import type { Expression, InfixSign } from "./ast.ts";
import { short } from "./numbers.ts";
import { plainSuperscript } from "./subscripts.ts";

interface Context {
  readonly source: Source;
  readonly report: Report;
}

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

const quote = (span: Span, { source }: Context): string =>
  short(textAt(source, span).replaceAll(/\s+/g, " "));

const TENSOR_SIGNS: ReadonlySet<InfixSign> = new Set(["⊙", "⊘", "⊗"]);

/** `a ⊙ b / c`; `1/2 x`. */
export function checkProduct(chain: Of<"infix">, context: Context): void {
  const { signs, operands } = chain;
  const tensor = signs.some(({ sign }) => TENSOR_SIGNS.has(sign));
  for (let k = 1; tensor && k < signs.length; k++) {
    if (signs[k]!.sign === signs[k - 1]!.sign) continue;
    const [a, b, c] = operands.slice(k - 1, k + 2).map((o) => quote(o.span, context));
    const [first, second] = signs.slice(k - 1, k + 1).map((s) => quote(s.span, context));
    const span = joinSpans(operands[k - 1]!.span, operands[k + 1]!.span);
    const readings = [`(${a} ${first} ${b}) ${second} ${c}`, `${a} ${first} (${b} ${second} ${c})`];
    context.report(say.twoReadings(span, quote(span, context), [readings[0]!, readings[1]!]));
    return;
  }
  for (let k = 0; k < signs.length; k++) {
    if (signs[k]!.sign !== "/") continue;
    let right = operands[k + 1]!;
    while (right.kind === "negate") right = right.operand;
    if (right.kind !== "implicit") continue;
    const left = operands[k]!;
    const [first, ...rest] = right.factors;
    const beside = quote(joinSpans(rest[0]!.span, rest.at(-1)!.span), context);
    const [above, below] = [quote(left.span, context), quote(right.span, context)];
    const span = joinSpans(left.span, right.span);
    context.report(
      say.twoReadings(span, quote(span, context), [
        `(${above}/${quote(first!.span, context)}) ${beside}`,
        `${above}/(${below})`,
      ]),
    );
    return;
  }
}

/** `x^3^2`, `A²⁻¹`: an exponent on an exponent. */
export function checkPower(power: Of<"power" | "inverse">, context: Context): void {
  const base = power.kind === "power" ? power.base : power.operand;
  if (base.kind !== "power" && base.kind !== "inverse") return;
  const under = base.kind === "power" ? base.base : base.operand;
  if (under.kind === "power" || under.kind === "inverse") return; // said already
  const [m, n] = [base, power].map((e) =>
    e.kind === "power" ? plainSuperscript(quote(e.exponent.span, context)) : "-1",
  );
  const x = quote(under.span, context);
  const inner =
    base.kind === "inverse" || base.superscript ? quote(base.span, context) : `${x}^${m}`;
  context.report(
    say.twoReadings(power.span, quote(power.span, context), [
      `${x}^{${m}^${n}}`,
      `(${inner})^${n}`,
    ]),
  );
}

/** `x^n(a + b)`; `∇_W s x`. */
export function checkFactors(factors: readonly Expression[], context: Context): void {
  for (let k = 0; k + 1 < factors.length; k++) {
    const here = factors[k]!;
    const next = factors[k + 1]!;
    const span = joinSpans(here.span, next.span);
    if (
      here.kind === "power" &&
      !here.superscript &&
      here.exponent.kind === "name" &&
      here.exponent.span.end === here.span.end &&
      next.kind === "bracket" &&
      next.span.start === here.span.end
    ) {
      const [x, n, bracket] = [here.base, here.exponent, next].map((e) => quote(e.span, context));
      const written = quote(span, context);
      context.report(
        say.twoReadings(span, written, [`${x}^${n} ${bracket}`, `${x}^{${n}${bracket}}`]),
      );
    } else if (here.kind === "nabla") {
      const nabla = quote(here.span, context);
      const sign = quote({ start: here.span.start, end: here.of.span.start }, context).trim();
      const beside = quote(next.span, context);
      const inside = `${quote(here.of.span, context)} ${beside}`;
      context.report(
        say.twoReadings(span, quote(span, context), [
          `(${nabla}) ${beside}`,
          `${sign} (${inside})`,
        ]),
      );
    }
  }
}
