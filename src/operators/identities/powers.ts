/** @file Powers that need no power, and roots of squares. */
import { by, inside, numberOf, rule, squared, type Rule } from "./match.ts";

export const powerRules: readonly Rule[] = [
  rule(
    "whole-power",
    {
      before: "s^p for p = 1, 2, -1",
      after: "s, s s, 1/s",
      why: "One operation, rounded once.",
      keeps: "the exact value",
      examples: ["s^1", "s^{1 + 1}", "s^{-1}"],
    },
    {
      pow: (c, { inputs: [x, p] }) => {
        switch (numberOf(p)) {
          case 1:
            return x;
          case 2:
            return c.call("square", x!);
          case -1:
            return c.div(c.number(1), x!);
          default:
            return undefined;
        }
      },
    },
  ),
  rule(
    "squared-norm",
    {
      before: "‖v‖²",
      after: "v·v",
      why: "No root, and a gradient 2 v without a division.",
      keeps: "all but rounding",
      examples: ["‖v‖²", "‖A‖²"],
    },
    {
      square: (c, { inputs: [x] }) => {
        const inner = inside(x, "norm");
        if (inner === undefined) return undefined;
        const labels = inner.shape.map((_, i) => String.fromCodePoint(97 + i));
        return c.contract(inner, inner, { left: labels, right: labels, result: [] });
      },
    },
  ),
  rule(
    "squared-absolute",
    {
      before: "|s|²",
      after: "s²",
      why: "No kink. (√s)² stays: below 0 it is NaN.",
      keeps: "every bit",
      examples: ["|s|²"],
    },
    {
      square: (c, { inputs: [x] }) => {
        const inner = inside(x, "abs");
        return inner && c.call("square", inner);
      },
    },
  ),
  rule(
    "root-of-square",
    {
      before: "√(s²)",
      after: "|s|",
      why: "s² overflows above 1e154 and is 0 below 1e-162; at 0 the gradient is 0 in place of 0·∞.",
      keeps: "the exact value",
      examples: ["√(s²)", "√(s s)"],
    },
    {
      sqrt: (c, { inputs: [x] }) => {
        const s = squared(x);
        return s && c.call("abs", s);
      },
    },
  ),
  rule(
    "root-of-two-squares",
    {
      before: "√(s² + t²)",
      after: "hypot(s, t)",
      why: "The squares overflow above 1e154 and vanish below 1e-162; at the origin the gradient is 0 in place of 0·∞.",
      keeps: "the exact value",
      examples: ["√(s² + t²)", "√(s s + t t)"],
    },
    {
      sqrt: (c, { inputs: [x] }) => {
        const [a, b] = (by(x, "add")?.inputs ?? []).map(squared);
        return a && b && c.call("hypot", a, b);
      },
    },
  ),
  rule(
    "root-of-dot",
    {
      before: "√(v·v)",
      after: "‖v‖",
      why: "As for two squares.",
      keeps: "the exact value",
      examples: ["√(v·v)"],
    },
    {
      sqrt: (c, { inputs: [x] }) => {
        const [a, b] = by(x, "contract")?.inputs ?? [];
        const labels = by<Record<string, readonly string[]>>(x, "contract")?.attributes;
        const whole =
          labels?.["result"]?.length === 0 && labels["left"]?.join() === labels["right"]?.join();
        return a && a === b && whole ? c.apply(c.operator("norm"), [a]) : undefined;
      },
    },
  ),
];
