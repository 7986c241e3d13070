import { assert, double, property } from "fast-check";
import { expect, it } from "vitest";
import { read, tree } from "./show.ts";

const value = (text: string): number | string => {
  const { file, diagnostics } = read(`y = ${text}`);
  if (diagnostics.length > 0) return diagnostics.map((d) => d.code).join();
  const [y] = file!.statements;
  return y?.kind === "define" && y.value.kind === "number" ? y.value.value : "no number";
};

it.each([
  ["12", 12],
  ["0.5", 0.5],
  ["1e-3", 1e-3],
  ["2e3", 2000],
  ["½", 0.5],
  ["2.2250738585072011e-308", Number("2.2250738585072011e-308")],
  ["5e-324", 5e-324],
  ["0e999", 0],
  ["0.000", 0],
  ["1".repeat(300), Number("1".repeat(300))],
  ["1e309", "number-too-large"],
  ["1e99999999", "number-too-large"],
  ["1e-400", "number-too-small"],
  ["0.0001e-400", "number-too-small"],
  [".5", "malformed-number"],
  ["1.", "malformed-number"],
  ["1_000", "malformed-number"],
  ["0x1F", "malformed-number"],
  ["0b1", "malformed-number"],
  ["007", "malformed-number"],
  ["2E3", "malformed-number"],
  ["1.5.2", "malformed-number"],
  ["x_01", "malformed-number"],
])("%s", (text, expected) => expect(value(text)).toBe(expected));

it.each([
  ["2x", "{2 x}"],
  ["5n", "{5 n}"],
  ["1f", "{1 f}"],
  ["2e", "{2 e}"],
  ["2e x", "{2 e x}"],
  ["2e3x", "{2e3 x}"],
  ["2 e3", "{2 e3}"],
  ["2.*x", "<2 ⊙ x>"],
])("%s leads a product", (text, expected) => expect(tree(text)).toBe(expected));

it("reads every double as it is written", () => {
  assert(
    property(double({ noNaN: true, noDefaultInfinity: true, min: 0 }), (x) => {
      const text = String(x).replace("e+", "e");
      expect(value(text)).toBe(Number(text));
    }),
  );
});
