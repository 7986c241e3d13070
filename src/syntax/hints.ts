/** @file What was meant where a sign cannot stand: habits of programming languages and of paper. */
import type { IToken } from "chevrotain";
import * as T from "../../grammar/tokens.ts";
import { replace } from "../diagnostics/make.ts";
import type { Advice } from "./foreign.ts";
import { endOf } from "./token.ts";

/** `line[at]` is what was found; at the line's end there is none. `wanted` is what the grammar asks for. */
export function hint(line: readonly IToken[], at: number, wanted: string): Advice | undefined {
  const before = line[at - 1];
  const found = line[at];
  if (!before) return undefined;
  const pair = found ? pairs(before, found) : undefined;
  if (pair) return pair;
  const declares = line[0]!.tokenType === T.Declare;
  if (declares) return ofDeclaration(line, at, wanted);
  if (line[0]!.tokenType === T.Request && wanted.includes("wrt"))
    return found && found.tokenType !== T.Newline
      ? { help: "It takes a name: give the expression one on a line of its own." }
      : { help: `Say by what: \`${line[0]!.image} ${before.image} wrt W\`.` };
  if (line[0]!.tokenType === T.Axis && wanted.includes("a range"))
    return { help: `Say how far it runs: \`${line[0]!.image} ${before.image} : N\`.` };
  if (line[0]!.tokenType === T.Dims && found?.tokenType === T.Word)
    return {
      help: "Names are parted by commas.",
      fix: replace({ start: endOf(before), end: endOf(before) }, ","),
    };
  if (line[0]!.tokenType === T.Dims && found?.tokenType === T.Colon)
    return { help: "A dim is a whole number by itself: it has no type." };
  if (line[0]!.tokenType === T.Use)
    return { help: 'A path stands in quotes: `use "./layers.nabla"`.' };
  return found && ofExpression(line, at, found, wanted);
}

/** Two signs that are one elsewhere. */
function pairs(before: IToken, found: IToken): Advice | undefined {
  const joined = before.image + found.image;
  const beside = endOf(before) === found.startOffset;
  const span = { start: before.startOffset, end: endOf(found) };
  if (!beside) return undefined;
  if (joined === "**") return { help: "A power is written `^`.", fix: replace(span, "^") };
  if (joined === "<>") return { help: "Write `≠`.", fix: replace(span, "≠") };
  if (joined === ":=") return { help: "A definition is written `=`.", fix: replace(span, "=") };
  if (joined === "=>") return { help: "A definition is written `=`.", fix: replace(span, "=") };
  return undefined;
}

function ofDeclaration(line: readonly IToken[], at: number, wanted: string): Advice | undefined {
  const found = line[at];
  const before = line[at - 1]!;
  const open = line.slice(0, at).findLastIndex((t) => t.tokenType === T.PowerOpen);
  const inType = open > 0 && line[open - 1]!.tokenType === T.Real;
  const span = found && { start: found.startOffset, end: endOf(found) };
  if (inType && found?.tokenType === T.Comma)
    return { help: "The sizes of a type are parted by `×` or `x`.", fix: replace(span!, "×") };
  if (found?.tokenType === T.Times)
    return { help: "More than one size stands in braces: `ℝ^{m×n}`." };
  if (before.tokenType === T.Real)
    return { help: "The sizes of a type stand after `^`: `ℝ^n`, `ℝ^{m×n}`." };
  if (before.tokenType === T.Hat && line[at - 2]?.tokenType === T.Real)
    return { help: "The sizes of a type stand in braces: `ℝ^{2n}`." };
  if (wanted.includes("a type") && before.tokenType === T.Word)
    return { help: `Say its type: \`${line[0]!.image} ${before.image} : ℝ = 0\`.` };
  if (before.tokenType === T.Tilde && found?.tokenType === T.Number)
    return {
      help: "After `~` stands a way to draw; a number is a start with `=`.",
      fix: replace({ start: before.startOffset, end: endOf(before) }, "="),
    };
  if (found?.tokenType === T.Per)
    return { help: "`per` stands behind the type: `input x : ℝ^d per n`." };
  if (found?.tokenType === T.Word && at > 3)
    return {
      help: "Behind a type stand `per` and a batch, `sparse`, then `= value` or `~` and a way to draw.",
    };
  return undefined;
}

const CONDITION: ReadonlySet<string> = new Set(["<", ">", "≤", "≥", "<=", ">=", "≠", "!="]);

function ofExpression(
  line: readonly IToken[],
  at: number,
  found: IToken,
  wanted: string,
): Advice | undefined {
  const sign = found.image;
  const left = line.slice(0, at);
  const before = left.at(-1)!;
  if (left.length === 1 && /^[-+*/]$/.test(sign) && line[at + 1]?.image === "=")
    return { help: "A name has one value: give the new one a name of its own." };
  if (wanted.includes("otherwise") && sign === "}")
    return {
      help:
        before.image === "else"
          ? "The last case ends with `otherwise`."
          : "Braces hold cases; what belongs together stands in brackets: `(a + 1)`.",
    };
  if (wanted.includes("otherwise") && (sign === "," || CONDITION.has(sign)))
    return { help: "A case is written `value if condition`, the last one `value otherwise`." };
  if (found.tokenType === T.If) return { help: "Cases are written `{ a if x > 0; b otherwise }`." };
  if (CONDITION.has(sign))
    return { help: "A condition chooses: `where(x > 0, a, b)`, or `{ a if x > 0; b otherwise }`." };
  if (found.tokenType === T.Colon && left.some((t) => t.tokenType === T.IndexOpen))
    return {
      help: "`:` alone takes a whole axis. A part is a family over an index: `index i : 3`, then `y_i = x_{i+1}`.",
    };
  if (found.tokenType === T.Colon && left.some((t) => t.image === "lambda"))
    return { help: "A function is written `f(x) = …`." };
  if (sign === "," && left.filter((t) => t.tokenType === T.ParenOpen).length > 1)
    return { help: "Brackets hold one value; arguments need no second pair: `zeros(m, n)`." };
  if (sign === ";" && !line[at + 1])
    return {
      help: "A line needs no sign at its end.",
      fix: replace({ start: found.startOffset, end: endOf(found) }, ""),
    };
  if (found.tokenType === T.Equals && left.some((t) => t.tokenType === T.Equals))
    return { help: "Each name is defined on a line of its own." };
  if (left.length === 1 && /^[-+*/·⊙]$/.test(sign))
    return { help: "A definition is `name = expression`: bring all else to its right side." };
  if (sign === "," && left.some((t) => t.tokenType === T.Equals))
    return { help: "What a line uses is defined on a line above it." };
  if (sign === "{" && line[0]!.tokenType === T.Function)
    return { help: "The lines of a function stand below it, then `return …` and `end`." };
  return undefined;
}
