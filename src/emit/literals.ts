/** @file The leaves that may hold text of a model: strings, keys and comments. All escaping of generated code is here. */

// Line ends, controls, invisible and bidirectional signs: what a reader would not see, or see elsewhere.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** A string literal; also safe inside `<script>`. */
export const quote = (text: string): string =>
  JSON.stringify(text)
    .replace(UNSEEN, escaped)
    .replace(/<(?=[/!])/gu, escaped);

const escaped = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16))
    .map((code) => `\\u${code.padStart(4, "0")}`)
    .join("");

const isWord = (key: string): boolean => /^[A-Za-z_$][A-Za-z0-9_$]*$/u.test(key);

/** A key of an object literal, pattern or interface. `__proto__` would set the prototype unless it is computed. */
export const property = (key: string): string =>
  key === "__proto__" ? `["__proto__"]` : isWord(key) ? key : quote(key);

/** `params.W`, `params["a b"]` */
export const member = (object: string, key: string): string =>
  isWord(key) ? `${object}.${key}` : `${object}[${quote(key)}]`;

/** The shortest text that reads back as the same double; negative ones in brackets. */
export function numeral(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  const size = Math.abs(value);
  const text = size === Infinity ? "Infinity" : String(size).replace("e+", "e");
  return value < 0 || Object.is(value, -0) ? `(-${text})` : text;
}

const DIRECTIVE =
  /^[\s/*!]*(eslint|oxlint|prettier|biome|tslint|jshint|jslint|jscs|istanbul|c8|v8|node|deno|globals?|exported|webpack|vite|rollup|ts-|flow|jsx|region|endregion|source|coverage|stylelint|cspell|spell|#|<)/iu;

/** Text for one line of a comment: no line end, no comment end, nothing that a tool takes for an instruction. */
export function comment(text: string): string {
  const line = text
    .replace(UNSEEN, " ")
    .replace(/\*\//gu, "* /")
    .replace(/\/\*/gu, "/ *")
    .replace(/[@#]/gu, " ")
    .replace(/source(Mapping)?URL/giu, "source URL")
    .replace(/\s+/gu, " ")
    .trim();
  const short = [...line].length > 200 ? `${[...line].slice(0, 199).join("")}…` : line;
  return DIRECTIVE.test(short) ? `in the model: ${short}` : short;
}
