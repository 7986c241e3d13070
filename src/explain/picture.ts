/**
 * @file The computation graph of an explanation, at the grain of its pieces: values forward along solid edges, gradients
 * against them along dashed ones. As Graphviz and as Mermaid.
 */
import type { Explanation } from "./explanation.ts";

interface Node {
  readonly id: string;
  /** What it is, its shape, the gradient by it. */
  readonly lines: readonly string[];
  readonly kind: "parameter" | "given" | "piece" | "result";
  /** Ways of the gradient that meet here. */
  readonly branches: number;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly isForward: boolean;
  /** What goes along it, where that is short. */
  readonly says: string;
}

/** Longer than this is not put on an edge. */
const SHORT = 40;

function graphOf(e: Explanation): {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
} {
  const ids = new Map<string, string>();
  const read = new Set(e.pieces.flatMap((p) => p.reads.map((r) => r.text)));
  const gradients = new Map(e.gradients.map((g) => [g.name.text, g]));
  const signals = new Map(e.signals.map((s) => [s.of.text, s]));
  const add = (name: string): string => {
    const id = ids.get(name) ?? `n${ids.size + 1}`;
    ids.set(name, id);
    return id;
  };
  const gradient = (name: string): readonly string[] => {
    const found = signals.get(name) ?? gradients.get(name);
    if (!found) return [];
    const symbol = "through" in found ? found.name : undefined;
    return [`${found.left.text} = ${symbol?.text ?? short(found.right.text)}`];
  };
  const branches = (name: string): number =>
    (signals.get(name) ?? gradients.get(name))?.shares.length ?? 0;
  const pieces = new Set(e.pieces.map((p) => p.left.text));
  const leaves = e.symbols.filter((s) => read.has(s.name.text) && !pieces.has(s.name.text));
  const nodes: readonly Node[] = [
    ...leaves.map(({ name, role, shape }): Node => ({
      id: add(name.text),
      lines: [`${name.text} ∈ ${shape.text}`, ...gradient(name.text)],
      kind: role === "parameter" ? "parameter" : "given",
      branches: branches(name.text),
    })),
    ...e.pieces.map(({ left, right, shape }): Node => ({
      id: add(left.text),
      lines: [`${left.text} = ${short(right.text)}`, `∈ ${shape.text}`, ...gradient(left.text)],
      kind: left.text === e.of.text ? "result" : "piece",
      branches: branches(left.text),
    })),
  ];
  const forward = e.pieces.flatMap((p) =>
    p.reads.map(({ text }) => ({ from: text, to: p.left.text, isForward: true, says: "" })),
  );
  // A gradient goes past what was seen through.
  const back = [
    ...e.signals.map((s) => ({ to: s.of.text, shares: s.shares })),
    ...e.gradients.map((g) => ({
      to: g.name.text,
      shares: pieces.has(g.name.text) ? [] : g.shares,
    })),
  ].flatMap(({ to, shares }) =>
    shares.map(({ from, right: { text } }) => ({
      from: from.text,
      to,
      isForward: false,
      says: text.length > SHORT ? "" : text,
    })),
  );
  const edges = [...forward, ...back].flatMap(({ from, to, ...rest }): readonly Edge[] => {
    const [a, b] = [ids.get(from), ids.get(to)];
    return a === undefined || b === undefined ? [] : [{ from: a, to: b, ...rest }];
  });
  return { nodes, edges };
}

const short = (text: string): string =>
  text.length > SHORT ? `${[...text].slice(0, SHORT - 1).join("")}…` : text;

const COLOURS = { parameter: "#dbeafe", given: "#f1f5f9", piece: "#ffffff", result: "#dcfce7" };

/** In the language of Graphviz. */
export function dot(e: Explanation): string {
  const { nodes, edges } = graphOf(e);
  const quoted = (text: string): string =>
    `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
  return [
    "digraph {",
    '  rankdir=BT; bgcolor="transparent"; node [shape=box, style="filled,rounded", fontname="sans-serif", fontsize=12];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...nodes.map(({ id, lines, kind, branches }) => {
      const all = branches > 1 ? [...lines, `${branches} branches add up`] : lines;
      return `  ${id} [label=${quoted(all.join("\n"))}, fillcolor="${COLOURS[kind]}"];`;
    }),
    ...edges.map(({ from, to, isForward, says }) =>
      isForward
        ? `  ${from} -> ${to} [color="#334155"];`
        : `  ${from} -> ${to} [color="#c2410c", fontcolor="#c2410c", style=dashed, constraint=false${says === "" ? "" : `, label=${quoted(says)}`}];`,
    ),
    "}",
    "",
  ].join("\n");
}

/** In the language of Mermaid, which many readers of Markdown draw. */
export function mermaid(e: Explanation): string {
  const { nodes, edges } = graphOf(e);
  const quoted = (text: string): string =>
    `"${text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\n", "<br>")}"`;
  return [
    "flowchart BT",
    ...nodes.map(({ id, lines, branches }) => {
      const all = branches > 1 ? [...lines, `${branches} branches add up`] : lines;
      return `  ${id}[${quoted(all.join("\n"))}]`;
    }),
    ...edges.map(({ from, to, isForward, says }) =>
      isForward
        ? `  ${from} --> ${to}`
        : `  ${from} -.->${says === "" ? "" : `|${quoted(says)}|`} ${to}`,
    ),
    "",
  ].join("\n");
}
