/**
 * @file The tokens: what the letters and signs of a model are. Patterns are plain expressions over the basic plane:
 * Chevrotain drops flags, and a pattern it cannot analyse makes the whole lexer slow.
 */
import { Lexer, type TokenType, createToken } from "chevrotain";

/** Latin without its look-alikes, Greek without the letters that look Latin, and a few script letters. */
export const LETTERS =
  "A-Za-zÀ-ÖØ-öø-\u0130\u0134-\u0137\u0139-\u013E\u0141-\u0148\u014A-\u017E\u1E00-\u1EFF" +
  "ΓΔΘΛΞΠΣΦΨΩα-ξπ-ωϑϕϖϰϱϵ\u00B5\u2126\u212A\u212Bℓℏℒℋℱℐℛℬℰℳ";
/** Marks over a letter: x̂, x̄, x̃. Without U+034F, which is invisible. */
export const MARKS = "\u0300-\u034E\u0350-\u036F\u20D7";
export const SUBSCRIPTS = "₀-₉₊₋₌ₐₑₒₓₔₕₖₗₘₙₚₛₜᵢᵣᵤᵥᵦᵧᵨᵩᵪⱼ";
const WORD = `[${LETTERS}][${LETTERS}${MARKS}${SUBSCRIPTS}0-9]*`;

const all: TokenType[] = [];

function token(
  name: string,
  label: string,
  pattern?: RegExp | string,
  categories: TokenType[] = [],
): TokenType {
  const made = createToken({ name, label, pattern: pattern ?? Lexer.NA, categories });
  all.push(made);
  return made;
}

const skipped = (name: string, pattern: RegExp, group: string): void => {
  all.push(createToken({ name, pattern, group }));
};

// Words. The lexer knows one kind; those below `Word` are told apart by where they stand (src/syntax/words.ts).
export const Word = token("Word", "a name", new RegExp(`${WORD}|∞`));
skipped("Blank", /[ \t]+/, Lexer.SKIPPED);
export const Newline = token("Newline", "the end of the line", /\r?\n[ \t\n]*/);
skipped("Comment", /\/\/[^\n\r\u0085\u2028\u2029]*/, "comments");

// Numbers. Badly written ones come first.
export const BadNumber = token(
  "BadNumber",
  "a number",
  /0[xXbBoO][0-9A-Za-z_]*|0\d[\d.]*|\d[\d.]*_\w*|\d+(?:\.\d+)?E[+-]?\d+|\d+\.(?![\d.*/^])|\.\d+/,
);
export const Number = token("Number", "a number", /\d+(?:\.\d+)?(?:e[+-]?\d+)?|[½⅓⅔¼¾⅛]/);

// Subscripts hang on their name: `_1`, `_word`, `_{`, `ₙ` where no word holds it.
export const SubNumber = token("SubNumber", "a subscript", /_\d+/);
export const SubWord = token("SubWord", "a subscript", new RegExp(`_(?:${WORD}|∞)`));
export const SubOpen = token("SubOpen", "`_{`", "_{");
export const SubLetters = token("SubLetters", "a subscript", new RegExp(`[${SUBSCRIPTS}]+`));

// After an operand.
export const Inverse = token("Inverse", "`⁻¹`", /⁻¹(?![⁰¹²³⁴⁵⁶⁷⁸⁹])/);
export const InverseTranspose = token("InverseTranspose", "`⁻ᵀ`", "⁻ᵀ");
export const Superscript = token("Superscript", "an exponent", /⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[ⁿⁱᵏᵐᵖᵈ]/);
export const Transpose = token("Transpose", "`ᵀ`", "ᵀ");
export const Prime = token("Prime", "`′`", /['′]/);
export const PowerOpen = token("PowerOpen", "`^{`", "^{");
export const DotPowerOpen = token("DotPowerOpen", "`.^{`", ".^{");
export const Hat = token("Hat", "`^`", "^");
export const DotHat = token("DotHat", "`.^`", ".^");

// Infix signs.
export const Additive = token("Additive", "`+` or `-`");
export const Multiplicative = token("Multiplicative", "a sign like `·`");
export const Relation = token("Relation", "a comparison");
export const Plus = token("Plus", "`+`", "+", [Additive]);
export const LeftArrow = token("LeftArrow", "`<-`", "<-");
export const Minus = token("Minus", "`-`", /[-−]/, [Additive]);
export const Dot = token("Dot", "`·`", /[·⋅]/, [Multiplicative]);
export const Odot = token("Odot", "`⊙`", /[⊙∘]|\.\*/, [Multiplicative]);
export const Oslash = token("Oslash", "`⊘`", /⊘|\.\//, [Multiplicative]);
export const Otimes = token("Otimes", "`⊗`", "⊗", [Multiplicative]);
export const Star = token("Star", "`*`", "*", [Multiplicative]);
export const Slash = token("Slash", "`/`", "/", [Multiplicative]);
export const LessEqual = token("LessEqual", "`≤`", /≤|<=/, [Relation]);
export const GreaterEqual = token("GreaterEqual", "`≥`", /≥|>=/, [Relation]);
export const Unequal = token("Unequal", "`≠`", /≠|!=/, [Relation]);
export const Less = token("Less", "`<`", "<", [Relation]);
export const Greater = token("Greater", "`>`", ">", [Relation]);
export const Equals = token("Equals", "`=`", "=", [Relation]);

// Brackets and bars. `[` directly after an operand is an `IndexOpen`.
export const ParenOpen = token("ParenOpen", "`(`", "(");
export const ParenClose = token("ParenClose", "`)`", ")");
export const BlockOpen = token("BlockOpen", "`[`", "[");
export const IndexOpen = token("IndexOpen", "`[`");
export const BlockClose = token("BlockClose", "`]`", "]");
export const BraceOpen = token("BraceOpen", "`{`", "{");
export const BraceClose = token("BraceClose", "`}`", "}");
export const NormBar = token("NormBar", "`‖`", /‖|\|\|/);
export const Bar = token("Bar", "`|`", "|");

// Signs before an operand. `Reduce` is Σ ∑ Π ∏, and `sum prod mean` with a subscript.
export const Root = token("Root", "`√`", "√");
export const Reduce = token("Reduce", "a sum or product sign", /[∑∏]/);
export const Partial = token("Partial", "`∂`", "∂");
export const Nabla = token("Nabla", "`∇`", "∇");
/** `argmin_z … from`, `fixpoint_z … from`. */
export const Solve = token("Solve", "`argmin`");

// Separators and types.
export const Comma = token("Comma", "`,`", ",");
export const Semicolon = token("Semicolon", "`;`", ";");
export const DotDot = token("DotDot", "`..`", "..");
export const Colon = token("Colon", "`:`", ":");
export const Element = token("Element", "`∈`", "∈");
export const Tilde = token("Tilde", "`~`", "~");
export const Assign = token("Assign", "`←`", "←");
export const Real = token("Real", "`ℝ`", "ℝ");
export const Integers = token("Integers", "`ℤ`", "ℤ");
export const Times = token("Times", "`×`", "×");
export const Text = token("Text", "a text in quotes", /"[^"\n]*"?/);

// Reserved words.
export const Per = token("Per", "`per`");
export const Wrt = token("Wrt", "`wrt`");
export const If = token("If", "`if`");
export const Otherwise = token("Otherwise", "`otherwise`");
export const Until = token("Until", "`until`");
export const And = token("And", "`and`");
export const Or = token("Or", "`or`");
export const Not = token("Not", "`not`");
export const End = token("End", "`end`");
export const Return = token("Return", "`return`");

// Statement words: reserved at the start of a line before a name.
export const Dims = token("Dims", "`dim`");
/** index, seq, batch */
export const Axis = token("Axis", "`index`, `seq` or `batch`");
/** input, param, const */
export const Declare = token("Declare", "`input`, `param` or `const`");
export const Function = token("Function", "`function`");
export const Derivative = token("Derivative", "`derivative`");
/** loss, minimize, maximize */
export const Objective = token("Objective", "`loss`, `minimize` or `maximize`");
export const Output = token("Output", "`output`");
/** grad, jacobian, hessian, hvp, jvp, vjp */
export const Request = token("Request", "a derivative like `grad`");
export const Update = token("Update", "`update`");
export const Optimizer = token("Optimizer", "`optimizer`");
export const Use = token("Use", "`use`");
export const State = token("State", "`state`");

// Words with a meaning in one place.
export const All = token("All", "`all`");
export const By = token("By", "`by`");
export const For = token("For", "`for`");
export const From = token("From", "`from`");
export const Like = token("Like", "`like`");
export const Checkpoint = token("Checkpoint", "`checkpoint`");
/** symmetric, diag, lower, pd, sparse */
export const Attribute = token("Attribute", "an attribute like `sparse`");

/** What no token begins with: put into the stream so that its line is known to be broken. */
export const Unknown = token("Unknown", "a character of the language");

export const tokens: readonly TokenType[] = all;

/** A lexer of all tokens. It is costly to make and keeps no state. */
export const createLexer = (): Lexer =>
  new Lexer([...tokens], { positionTracking: "onlyOffset", ensureOptimizations: true });
