/** @file The true values are true: identities, and digits that are known. */
import { expect, it } from "vitest";
import * as b from "./big.ts";

/** The first digits, after the point. */
const digits = (x: b.Big, count = 40): string => {
  if (typeof x === "number") return String(x);
  const scaled = b.mul(x, { m: 10n ** BigInt(count), e: 0n }) as { m: bigint; e: bigint };
  return String(scaled.e >= 0n ? scaled.m << scaled.e : scaled.m >> -scaled.e);
};

it.each([
  ["e", b.exp(b.ONE), "27182818284590452353602874713526624977572"],
  ["e^-20", b.exp(b.big(-20)), "20611536224385578279659403801558"],
  ["log 10", b.log(b.big(10)), "23025850929940456840179914546843642076011"],
  ["√2", b.sqrt(b.big(2)), "14142135623730950488016887242096980785696"],
  ["π", b.pi(), "31415926535897932384626433832795028841971"],
  ["erf 1", b.erf(b.ONE), "8427007929497148693412206350826092592960"],
])("%s", (_, x, expected) => expect(digits(x)).toBe(expected));

it("keeps every double", () => {
  for (const x of [0, 1, -0.1, 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308])
    expect(b.toNumber(b.big(x))).toBe(x);
});

it("log and exp are inverse, near and far", () => {
  for (const x of [1e-300, 1e-16, 0.5, 40, 1e16, 1e308, -1e-16, -745])
    expect(b.toNumber(b.log(b.exp(b.big(x))))).toBe(x);
});
