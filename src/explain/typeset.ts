/** @file The notation of the language as LaTeX: what people read in a text is typeset the same way. */

const SIGNS: Readonly<Record<string, string>> = {
  "⊙": "\\odot ",
  "⊘": "\\oslash ",
  "·": "\\cdot ",
  "×": "\\times ",
  "∈": "\\in ",
  "≤": "\\le ",
  "≥": "\\ge ",
  "≠": "\\ne ",
  "→": "\\to ",
  "←": "\\leftarrow ",
  "∞": "\\infty ",
  "½": "\\tfrac{1}{2}",
  "…": "\\dots ",
  "∇": "\\nabla ",
  "∂": "\\partial ",
  ℝ: "\\mathbb{R}",
  "‖": "\\Vert ",
  "√": "\\sqrt",
  "*": "\\cdot ",
  "%": "\\bmod ",
  "{": "\\{",
  "}": "\\}",
  "&": "\\&",
  "#": "\\#",
  $: "\\$",
  "~": "\\sim ",
  "\\": "\\backslash ",
};

const SUMS: Readonly<Record<string, string>> = { Σ: "\\sum", Π: "\\prod" };
const RAISED = new Map([..."⁰¹²³⁴⁵⁶⁷⁸⁹⁻"].map((s, i) => [s, i < 10 ? String(i) : "-"]));
const LOWERED = new Map([..."₀₁₂₃₄₅₆₇₈₉"].map((s, i) => [s, String(i)]));
const GREEK: Readonly<Record<string, string>> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "varepsilon",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  ι: "iota",
  κ: "kappa",
  λ: "lambda",
  μ: "mu",
  ν: "nu",
  ξ: "xi",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  τ: "tau",
  υ: "upsilon",
  φ: "varphi",
  χ: "chi",
  ψ: "psi",
  ω: "omega",
  Γ: "Gamma",
  Δ: "Delta",
  Θ: "Theta",
  Λ: "Lambda",
  Ξ: "Xi",
  Φ: "Phi",
  Ψ: "Psi",
  Ω: "Omega",
};

const TOKEN =
  /(?<at> at )|(?<call>[A-Za-z][a-z0-9]+(?:_[a-z]+)*(?=\())|(?<word>(?!ᵀ)\p{L}(?:(?!ᵀ)[\p{L}\p{M}0-9])*|∂)(?<low>[₀-₉]+)?(?<sub>_(?:\{[^{}]*\}|(?:(?!ᵀ)[\p{L}\p{N}])+))?(?:_(?<more>(?:(?!ᵀ)[\p{L}\p{N}])+))?|(?<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)|(?<turned>ᵀ)|(?<prime>[′']+)|(?<group>\^\{[^{}]*\})|(?<other>.)/gsu;

/** `Σ_n δ₂_n x_nᵀ` becomes `\sum_{n} \delta_{2,n} x_{n}^\top`. */
export function tex(text: string): string {
  let result = "";
  const add = (piece: string): void => {
    const isSpaced = /\\[a-zA-Z]+$/u.test(result) && /^[a-zA-Z]/u.test(piece);
    result += isSpaced ? ` ${piece}` : piece;
  };
  for (const { groups = {} } of text.matchAll(TOKEN)) {
    const { call, at, word, low, sub, more, raised, turned, prime, group, other } = groups;
    if (at) add("\\text{ at }");
    else if (call) add(`\\operatorname{${call.replaceAll("_", "\\_")}}`);
    else if (word !== undefined) add(name(word, low, sub, more));
    else if (raised) add(`^{${[...raised].map((s) => RAISED.get(s)).join("")}}`);
    else if (turned) add("^\\top");
    else if (prime) add("'".repeat(prime.length));
    else if (group) add(`^{${tex(group.slice(2, -1))}}`);
    else add(SIGNS[other!] ?? other!);
  }
  return result.replaceAll(/ {2,}/gu, " ");
}

function name(word: string, low = "", sub = "", more?: string): string {
  const inner = sub.startsWith("_{") ? sub.slice(2, -1) : sub.slice(1);
  const digits = [...low].map((s) => LOWERED.get(s)).join("");
  const below = [digits, inner, more ?? ""].filter((s) => s !== "").map((s) => tex(plain(s)));
  const at = below.length > 0 ? `_{${below.join(",")}}` : "";
  if (word in SUMS) return `${SUMS[word]}${at}`;
  return letters(word) + at;
}

const plain = (text: string): string => text.replaceAll(/[₀-₉]/gu, (s) => LOWERED.get(s)!);

function letters(word: string): string {
  if (word === "∂") return "\\partial ";
  const greek = GREEK[word];
  if (greek) return `\\${greek}`;
  if ([...word].length === 1) return SIGNS[word] ?? word;
  return `\\mathrm{${[...word].map((s) => (GREEK[s] ? `\\${GREEK[s]} ` : s)).join("")}}`;
}

/** `∂s/∂z` as a fraction. */
export function derivativeTex(says: string): string {
  const parts = /^∂(.+)\/∂(.+)$/u.exec(says);
  return parts ? `\\frac{\\partial ${tex(parts[1]!)}}{\\partial ${tex(parts[2]!)}}` : tex(says);
}
