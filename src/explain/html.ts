/** @file An explanation as one page that needs nothing else: derivation, model and code, formulas as MathML. */
import { renderToString } from "katex";
import type {
  BackwardSteps,
  Explanation,
  Formula,
  GradientStep,
  JacobianFactor,
  Line,
  PieceLine,
  ShareOf,
  SignalStep,
} from "./explanation.ts";
import { CSS, SCRIPT } from "./page.css.ts";

/** What stands beside the derivation. */
export interface Beside {
  /** The text of the model. */
  readonly model: string;
  /** The module. */
  readonly code: string;
}

export function html(e: Explanation, title: string, { model, code }: Beside): string {
  const given = e.pieces.filter((p) => !p.isOnPath);
  const path = e.pieces.filter((p) => p.isOnPath);
  const derivation = [
    heading("Symbols"),
    `<table><tr><th></th><th></th><th>shape</th></tr>${e.symbols
      .map((s) => `<tr><td>${math(s.name)}</td><td>${s.role}</td><td>${math(s.shape)}</td></tr>`)
      .join("")}</table>`,
    heading("Simple pieces"),
    ...given.map((p) => equation(p)),
    ...path.map((p) => equation(p)),
    ...e.slopes.map((s) => equation(s)),
    ...e.pieces.flatMap(steps),
    heading("Error signals, from the result down"),
    ...e.signals.map(signal),
    ...e.recurrences.flatMap(backwardSteps),
    heading("Gradients"),
    ...e.gradients.flatMap(gradient),
    ...(e.rewrites.length > 0 ? [heading("Rewrites")] : []),
    ...e.rewrites.map((r) => note(`${escaped(r.rule)}: ${math(r.before)} → ${math(r.after)}`)),
  ];
  const names = e.gradients.map((g) => math(g.name)).join(", ");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${CSS}</style>
<h1>${escaped(title)}: the gradient of ${math(e.of)} by ${names}</h1>
<main>
<section>
${derivation.join("\n")}
</section>
<aside>
${heading("Model")}
<pre>${escaped(model)}</pre>
${heading("Code")}
<pre>${blocks(code, e).join("")}</pre>
</aside>
</main>
<script>${SCRIPT}</script>
</html>
`;
}

const SPECIAL: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (s) => SPECIAL[s]!);

/** KaTeX escapes what it sets; what it cannot set stands as text. */
function typeset(latex: string, text: string, displayMode: boolean): string {
  try {
    const set = renderToString(latex, { output: "mathml", displayMode, throwOnError: true });
    // Browsers do not know the variant.
    return set.replaceAll('<mi mathvariant="double-struck">R</mi>', "<mi>ℝ</mi>");
  } catch {
    return `<code>${escaped(text)}</code>`;
  }
}

const math = ({ latex, text }: Formula): string => typeset(latex, text, false);
const heading = (text: string): string => `<h2>${text}</h2>`;
const note = (inner: string): string => `<p class="note">${inner}</p>`;

/** A name as it may stand in an attribute: the same for an equation and for its lines of code. */
const mark = (name: string): string =>
  Array.from(name, (s) => (/[A-Za-z0-9]/u.test(s) ? s : `_${s.codePointAt(0)!.toString(16)}`)).join(
    "",
  );

function shown(
  latex: string,
  text: string,
  shape: Formula | undefined,
  of: string,
  kind = "",
): string {
  const at = shape ? `<span class="shape">∈ ${math(shape)}</span>` : "";
  return `<div class="equation ${kind}" data-of="${mark(of)}">${typeset(latex, text, false)}${at}</div>`;
}

const equation = (l: Line): string =>
  shown(
    `${l.left.latex} = ${l.right.latex}`,
    `${l.left.text} = ${l.right.text}`,
    l.shape,
    l.left.text,
  );

const steps = ({ left, steps: all }: PieceLine): readonly string[] =>
  all.flatMap(({ axis, backward, equations }) => [
    note(
      `${math(left)} is made step by step, ${math(axis)} from the ${backward ? "last to the first" : "first to the last"}:`,
    ),
    ...equations.map(equation),
  ]);

const branches = (shares: readonly ShareOf[]): readonly string[] =>
  shares.length > 1
    ? [
        note(
          `Branches add up: ${shares.map((x) => `${math(x.right)} from ${math(x.from)}`).join(", ")}.`,
        ),
      ]
    : [];

function signal(s: SignalStep): string {
  const put = s.through.map(math).join(", ");
  const name = s.name ? ` =: ${s.name.latex}` : "";
  return [
    ...(put === "" ? [] : [note(`With the equation of ${put} put in, which makes it shorter:`)]),
    shown(
      `${s.left.latex} = ${s.right.latex}${name}`,
      `${s.left.text} = ${s.right.text}`,
      s.shape,
      s.left.text,
      s.name ? "signal" : "",
    ),
    ...branches(s.shares),
  ].join("\n");
}

const backwardSteps = ({
  of,
  axis,
  backward,
  signals,
  later,
}: BackwardSteps): readonly string[] => [
  `<h3>Back through the steps of ${math(of)}</h3>`,
  note(
    `${math(axis)} goes from the ${backward ? "first to the last" : "last to the first"}. ${later
      .map((x) => math(x.left))
      .join(" and ")}: what the step before in this order has given, at first 0.`,
  ),
  ...signals.map(signal),
  note("And on to the next step:"),
  ...later.map(equation),
];

function gradient(g: GradientStep): readonly string[] {
  const made = g.made.map((x) => `${math(x.name)} ∈ ${math(x.shape)}`).join(" and ");
  return [
    `<h3>By ${math(g.name)}</h3>`,
    ...(g.chain ? chain(g, g.chain) : []),
    ...branches(g.shares),
    ...(made === "" ? [] : [note(`In the shape of ${math(g.name)}, from ${made}:`)]),
    shown(
      `${g.left.latex} = ${g.right.latex}`,
      `${g.left.text} = ${g.right.text}`,
      g.shape,
      g.left.text,
    ),
  ];
}

function chain(g: GradientStep, factors: readonly JacobianFactor[]): readonly string[] {
  const sums = g.sums.map((n) => `\\sum_{${n.latex}} `).join("");
  const braced = (form: string, size: Formula): string => `\\underbrace{${form}}_{${size.latex}}`;
  const names = factors.map((f) => f.left.latex).join(" \\cdot ");
  const forms = factors.map((f) => braced(f.form, f.size)).join(" \\cdot ");
  const last = factors.at(-1)!;
  const show = (latex: string): string => shown(latex, latex, undefined, g.left.text);
  return [
    note("By the chain rule, each factor in Jacobian form:"),
    show(`${g.left.latex} = ${sums}${factors.length > 1 ? `${names} = ${sums}` : ""}${forms}`),
    ...(g.before
      ? [
          note(`All but the last are known: they are ${math(g.before.name)}, as a row.`),
          show(
            `${g.left.latex} = ${sums}${braced(`${g.before.name.latex}^\\top`, g.before.size)} \\cdot ${braced(last.form, last.size)}`,
          ),
        ]
      : []),
  ];
}

/** The code in its paragraphs; one under a comment such as `// s = u·h; p = σ(s)` belongs to these equations. */
function blocks(code: string, e: Explanation): readonly string[] {
  const known = new Set([...e.pieces, ...e.signals, ...e.gradients].map((x) => x.left.text));
  return code.split("\n\n").map((block) => {
    const names = [...block.matchAll(/^ *\/\/ (.+)$/gmu)]
      .flatMap(([, comment]) => comment!.split("; ").map((part) => part.split(" = ")[0]!.trim()))
      .filter((name) => known.has(name));
    const of = [...new Set(names)].map(mark).join(" ");
    const text = `${escaped(block)}\n\n`;
    return of === "" ? text : `<span class="code" data-of="${of}">${text}</span>`;
  });
}
