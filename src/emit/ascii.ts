/**
 * @file Mathematical spelling in ASCII letters, for locals: `λ₁` is `lambda1`, `∂J/∂W` is `dJ_dW`. Keys, which callers see
 * and which must differ where names do, come with the program.
 */

const GREEK: ReadonlyMap<string, string> = new Map(
  (
    "α alpha β beta γ gamma δ delta ε epsilon ϵ epsilon ζ zeta η eta θ theta ϑ theta ι iota κ kappa λ lambda μ mu µ mu " +
    "ν nu ξ xi ο omicron π pi ρ rho σ sigma ς sigma τ tau υ upsilon φ phi ϕ phi χ chi ψ psi ω omega " +
    "Α Alpha Β Beta Γ Gamma Δ Delta Ε Epsilon Ζ Zeta Η Eta Θ Theta Ι Iota Κ Kappa Λ Lambda Μ Mu Ν Nu Ξ Xi Ο Omicron " +
    "Π Pi Ρ Rho Σ Sigma Τ Tau Υ Upsilon Φ Phi Χ Chi Ψ Psi Ω Omega Ω Omega ∂ d ∇ grad ℓ l ℒ L ∞ inf"
  )
    .split(" ")
    .reduce<[string, string][]>((pairs, word, i, all) => {
      if (i % 2 === 0) pairs.push([word, all[i + 1]!]);
      return pairs;
    }, []),
);
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The ASCII spelling; what has none becomes `_`, and nothing at either end. */
export function ascii(name: string): string {
  const letters = [...name.normalize("NFC")].map(letter);
  while (letters.length > 0 && letters[0] === "") letters.shift();
  while (letters.length > 0 && letters.at(-1) === "") letters.pop();
  return letters.map((l) => (l === "" ? "_" : l)).join("");
}

function letter(c: string): string {
  if (/^[A-Za-z0-9_$]$/u.test(c)) return c;
  const greek = GREEK.get(c);
  if (greek !== undefined) return greek;
  const low = SUBSCRIPTS.indexOf(c);
  if (low >= 0) return "0123456789aehijklmnoprstuvx"[low]!;
  const high = SUPERSCRIPTS.indexOf(c);
  if (high >= 0) return String(high);
  if (c === "′" || c === "'") return "_prime";
  return c.normalize("NFKD").replace(/[^A-Za-z0-9]/gu, "");
}
