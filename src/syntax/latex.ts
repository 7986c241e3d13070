/** @file Commands of LaTeX: the sign that a model has for each. */
import { latexCommand } from "../diagnostics/catalogue/syntax.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

const GREEK =
  "alphaα betaβ gammaγ deltaδ epsilonε varepsilonε zetaζ etaη thetaθ iotaι kappaκ lambdaλ muμ nuν xiξ piπ rhoρ sigmaσ tauτ phiφ varphiφ chiχ psiψ omegaω GammaΓ DeltaΔ ThetaΘ LambdaΛ XiΞ SigmaΣ PhiΦ PsiΨ OmegaΩ";
const SIGNS =
  "sumΣ prodΠ cdot· odot⊙ circ⊙ oslash⊘ otimes⊗ nabla∇ partial∂ sqrt√ infty∞ leq≤ le≤ geq≥ ge≥ neq≠ ne≠ topᵀ intercalᵀ times× in∈ gets← leftarrow← ellℓ Vert‖ lVert‖ rVert‖ lvert| rvert| vert|";
const WORDS = "exp log ln sin cos tan tanh sinh cosh max min det";

const PLAIN: ReadonlyMap<string, string> = new Map([
  ...`${GREEK} ${SIGNS}`.split(" ").map((pair) => {
    const name = /^[A-Za-z]+/.exec(pair)![0];
    return [name, pair.slice(name.length)] as const;
  }),
  ...WORDS.split(" ").map((word) => [word, word === "ln" ? "log" : word] as const),
]);

const HELP: ReadonlyMap<string, string> = new Map([
  ["frac", "A fraction is `a/b`, with brackets where they are needed: `(a + 1)/(2 b)`."],
  ["text", "Write the name as it is: `w_out`."],
  ["mathrm", "Write the name as it is: `w_out`."],
  ["hat", "Write the mark on the letter, `ŷ`, or a name, `y_hat`."],
  ["bar", "Write the mark on the letter, `x̄`, or a name, `x_bar`."],
  ["begin", "A matrix is `[a, b; c, d]`, cases are `{ a if x > 0; b otherwise }`."],
]);

/** The diagnostic for the backslash at `offset`. */
export function commandAt(text: string, offset: number): Diagnostic {
  const [written, name = ""] = /^\\([A-Za-z]*)/.exec(text.slice(offset, offset + 40))!;
  const space = /^\\mathbb\s*\{?R\}?/.exec(text.slice(offset, offset + 40));
  const size = /^\\(?:left|right|big|Big|,|;|!|quad)\s*/.exec(text.slice(offset, offset + 40));
  const found = (space ?? size)?.[0] ?? written;
  const plain = space ? "ℝ" : size ? "" : PLAIN.get(name);
  return latexCommand({ start: offset, end: offset + found.length }, found, plain, HELP.get(name));
}
