/** @file Signs of programming languages that mean nothing here: what is written instead. */
import { replace } from "../diagnostics/make.ts";
import type { Edit } from "../diagnostics/diagnostic.ts";

export interface Advice {
  readonly help: string;
  readonly fix?: Edit;
}

/** `np.`, `torch.nn.`: a function is called by its name alone. */
const MODULES =
  /(?:\b(?:np|numpy|jnp|torch|nn|F|tf|math|jax|linalg|functional|random|init|scipy)\.)+$/;

/** For the sign at `offset`, where its surroundings tell what was meant. */
export function adviceFor(text: string, offset: number): Advice | undefined {
  const before = text.slice(Math.max(0, offset - 40), offset);
  const after = text.slice(offset, offset + 40);
  if (after.startsWith("@")) {
    const from = offset - /[ \t]*$/.exec(before)![0].length;
    const to = offset + /^@[ \t]*/.exec(after)![0].length;
    return {
      help: "A product of matrices and vectors is written side by side: `W x`.",
      fix: replace({ start: from, end: to }, " "),
    };
  }
  if (after.startsWith("&"))
    return {
      help: "Write `and`.",
      fix: replace({ start: offset, end: offset + /^&+/.exec(after)![0].length }, "and"),
    };
  if (after.startsWith(".")) return ofDot(before, after, offset);
  if (after.startsWith("±")) return { help: "Write two definitions, one with `+`, one with `-`." };
  if (after.startsWith("…"))
    return { help: "A sum is `Σ_i x_i`, a range of numbers is `1..k`: name the ends." };
  if (after.startsWith("$")) return { help: "Formulas stand without `$`." };
  if (/^[⇒→↦]/.test(after)) return { help: "A definition is `y = …`, a function `f(x) = …`." };
  if (/^[⊂⊆]/.test(after)) return { help: "A type is written `x : ℝ^n` or `x ∈ ℝ^n`." };
  return undefined;
}

function ofDot(before: string, after: string, offset: number): Advice | undefined {
  const module = MODULES.exec(`${before}.`);
  if (module && /^\.[A-Za-z]/.test(after))
    return {
      help: "A function is called by its name alone.",
      fix: replace({ start: offset + 1 - module[0].length, end: offset + 1 }, ""),
    };
  if (/(?:^|\W)w$/.test(before) && after.startsWith(".r.t."))
    return { help: "Write `wrt`.", fix: replace({ start: offset - 1, end: offset + 5 }, "wrt") };
  const name = /[\p{L}\p{M}\w]*$/u.exec(before)![0];
  if (/^\.T(?!\w)/.test(after))
    return {
      help: `The transpose is \`${name}ᵀ\` or \`${name}'\`.`,
      fix: replace({ start: offset, end: offset + 2 }, "ᵀ"),
    };
  if (/^\.(?:shape|size|ndim)\b/.test(after))
    return { help: "The sizes of a value are the dims of its type: write their names." };
  const method = /^\.([A-Za-z_]\w*)\(/.exec(after)?.[1];
  if (method !== undefined)
    return method === "backward" || method === "step"
      ? { help: "Gradients come by themselves: the module has them for every `loss`." }
      : { help: `A function stands before its argument: \`${method}(${name || "…"})\`.` };
  return undefined;
}
