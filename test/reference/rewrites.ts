/** @file The rewrites as a page: what becomes what, why, and what is kept. */
import { ruleFamilies, type Rule } from "../../src/operators/identities/index.ts";

const HEAD = `# Rewrites

Written by \`npm run generate\` from the rules in \`src/operators/identities/\`.

Before derivatives are taken, and while they are, the compiler rewrites what is written into a form that computes the same,
only better. \`nabla build m.nabla --show rewrites\` lists what fired, \`--no-rewrite NAME\` switches one off.
\`test/operators/rules.test.ts\` tries each rule on its examples with ±0, ±5e-324, ±2.2e-308, ±1e-16, ±1, ±20, ±40, ±709.78,
±745.2, ±1e16, ±1e308, ±∞, NaN and others in every place, value and gradient, with the rule and without it.

What is kept:

- **every bit**: the same double for all numbers;
- **all but the sign of a zero**: the same, but −0 may be 0;
- **the exact value**: what the formula means for real numbers, compared with 1400 digits. It is as near to that as the written
  form or nearer; where the written form gives NaN or ∞ by overflow or cancellation, the value or the limit comes out;
- **all but rounding**: the same terms in another order.

NaN stays NaN. Never rewritten, since a value or a NaN would change for free: \`x 0\`, \`x - x\`, \`x/x\`, \`exp(log(x))\`, \`(√x)²\`,
\`a (b - c)\`, \`1/a · b\` from \`b/a\`, sums in another order for their own sake.
`;

/** The whole page. */
export function rewritesPage(): string {
  const sections = ruleFamilies.map(
    ([name, rules]) =>
      `## ${name[0]!.toUpperCase()}${name.slice(1)}\n\n${rules.map(entry).join("\n")}`,
  );
  return [HEAD, ...sections].join("\n");
}

function entry({ name, before, after, why, keeps, examples }: Rule): string {
  const shown = examples.map((e) => `\`${e.replaceAll("\n", "; ")}\``).join(", ");
  return [
    `### ${name}`,
    "",
    `\`${before}\` → \`${after}\``,
    "",
    `${why} Keeps ${keeps}.${examples.length > 0 ? ` Fires in ${shown}.` : ""}`,
    "",
  ].join("\n");
}
