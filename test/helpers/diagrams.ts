/** @file Railroad diagrams of the grammar's rules, as pictures that need nothing else: light or dark as the reader's screen. */
import type { ISerializedGast } from "chevrotain";
import railroad from "railroad-diagrams";
import { Grammar, labelOf } from "../../grammar/grammar.ts";
import { tokens } from "../../grammar/tokens.ts";
import { STATEMENTS } from "../../src/syntax/words.ts";

type Item = ReturnType<typeof railroad.Terminal>;

const STYLE = `<style>
svg { background: #fff; }
path { stroke: #57606a; stroke-width: 2; fill: none; }
rect { stroke: #57606a; stroke-width: 1.5; fill: #ddf4ff; }
g.rule > rect { fill: #f6f8fa; }
text { font: 14px ui-monospace, "DejaVu Sans Mono", monospace; text-anchor: middle; fill: #1f2328; }
text.comment { font-size: 12px; font-style: italic; }
@media (prefers-color-scheme: dark) {
svg { background: #0d1117; }
path, rect { stroke: #8b949e; }
rect { fill: #10304d; }
g.rule > rect { fill: #21262d; }
text { fill: #e6edf3; }
}
</style>`;

/** Each rule's picture, by its name, in the order of the grammar. */
export function diagrams(): ReadonlyMap<string, string> {
  return new Map(
    (new Grammar().getSerializedGastProductions() as Part[]).map((rule) => [rule.name, draw(rule)]),
  );
}

/** A rule or a part of one; which of these it has depends on its type. */
interface Part extends ISerializedGast {
  readonly name: string;
  definition: Part[];
  readonly separator: Part;
}

function draw({ definition }: Part): string {
  const drawing = railroad.Diagram(...definition.map(itemOf)).format(8);
  drawing.attrs["xmlns"] = "http://www.w3.org/2000/svg";
  return `${drawing
    .toString()
    .trim()
    .replace(/^<svg[^>]*>/, (open) => `${open}\n${STYLE}`)}\n`;
}

function itemOf(part: Part): Item {
  const inner = (): Item => sequence(part.definition.map(itemOf));
  const between = (): Item => terminal(part.separator.name);
  switch (part.type) {
    case "Terminal":
      return terminal(part.name);
    case "NonTerminal":
      return Object.assign(railroad.NonTerminal(part.name), {
        attrs: { class: "rule" },
      });
    case "Alternation":
      return railroad.Choice(0, ...part.definition.map(itemOf));
    case "Option":
      return railroad.Optional(inner());
    case "Repetition":
      return railroad.ZeroOrMore(inner());
    case "RepetitionMandatory":
      return railroad.OneOrMore(inner());
    case "RepetitionWithSeparator":
      return railroad.ZeroOrMore(inner(), between());
    case "RepetitionMandatoryWithSeparator":
      return railroad.OneOrMore(inner(), between());
    default:
      return inner();
  }
}

const sequence = (items: readonly Item[]): Item =>
  items.length === 1 ? items[0]! : railroad.Sequence(...items);

/** Tokens whose label, made for messages, says too little here. */
const DESCRIBED: Readonly<Record<string, string>> = {
  SubWord: "_ and a word",
  SubNumber: "_ and digits",
  SubLetters: "letters like ₜ₋₁",
  Superscript: "an exponent like ²",
};

/** A sign as it is written, or each where there are several; in italics what is described. */
function terminal(name: string): Item {
  const type = tokens.find((t) => t.name === name)!;
  const members = tokens.filter((t) => t.CATEGORIES?.includes(type));
  if (members.length > 0) return railroad.Choice(0, ...members.map((t) => terminal(t.name)));
  const words = [...STATEMENTS].filter(([, of]) => of === type).map(([word]) => word);
  const signs = Array.from(labelOf(type).matchAll(/`([^`]+)`/g), ([, sign]) => sign!);
  const described = DESCRIBED[name];
  if (described !== undefined) return railroad.Comment(described);
  const written = words.length > 0 ? words : / like /.test(labelOf(type)) ? [] : signs;
  if (written.length === 0) return railroad.Comment(labelOf(type).replaceAll("`", ""));
  const items = written.map((text) => railroad.Terminal(text));
  return items.length === 1 ? items[0]! : railroad.Choice(0, ...items);
}
