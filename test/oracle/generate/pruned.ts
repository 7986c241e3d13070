/** @file Leaves that nothing reads left out: the doors of a module cost more than a small model does. */
import { BUILTINS } from "../builtins.ts";
import { callables } from "./callables.ts";

const DECLARED = /^(input|param|const) (.*)$/u;
const WORD = /\p{L}[\p{L}\p{Nd}₀-₉]*/gu;
/** Words of several letters that are no products of names. */
const WORDS: ReadonlySet<string> = new Set([
  ...[...BUILTINS, ...callables.map((c) => c.name)].flatMap((name) => name.split("_")),
  ..."loss maximize output grad hessian jacobian wrt function return end otherwise".split(" "),
]);

/** A model's lines without the declarations of names that no other line has. */
export function pruned(lines: readonly string[], kept: readonly string[]): readonly string[] {
  const used = new Set([...kept, ...lines.filter((l) => !DECLARED.test(l)).flatMap(namesIn)]);
  return lines.flatMap((line) => {
    const [, role, groups] = DECLARED.exec(line) ?? [];
    if (groups === undefined) return [line];
    const left = groups.split(/, (?=\p{L})/u).filter((g) => used.has(/^\p{L}+/u.exec(g)![0]));
    return left.length === 0 ? [] : [`${role} ${left.join(", ")}`];
  });
}

/** Every word, and the letters of those that may be products; not what a function calls its arguments. */
function namesIn(line: string): readonly string[] {
  const own = /^\p{L}\(([^)]*)\) = /u.exec(line)?.[1]?.split(", ") ?? [];
  return (line.match(WORD) ?? [])
    .flatMap((word) => (WORDS.has(word) ? [] : [word, ...(word.match(/\p{L}/gu) ?? [])]))
    .filter((name) => !own.includes(name));
}
