/** @file A model's text and places in it. Offsets and columns count UTF-16 units. */

export interface Source {
  readonly name: string;
  readonly text: string;
}

/** [start, end) in a source. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The smallest span that holds both. */
export const joinSpans = (a: Span, b: Span): Span => ({
  start: Math.min(a.start, b.start),
  end: Math.max(a.end, b.end),
});

export const textAt = (source: Source, span: Span): string =>
  source.text.slice(span.start, span.end);

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** The place of an offset. */
export function placeOf(source: Source, offset: number): Place {
  const line = lineAt(source, offset);
  return { line: line.number, column: offset - line.start + 1 };
}

export interface Line extends Span {
  /** From 1. */
  readonly number: number;
}

/** The line that an offset lies in, without its LF or CRLF. */
export function lineAt(source: Source, offset: number): Line {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  const start = starts[low]!;
  const next = starts[low + 1];
  if (next === undefined) return { number: low + 1, start, end: source.text.length };
  const crlf = next - 2 >= start && source.text[next - 2] === "\r";
  return { number: low + 1, start, end: next - (crlf ? 2 : 1) };
}

/** Found once for each source: a hundred diagnostics on a file of 10 MB must not read it a hundred times. */
const indexes = new WeakMap<Source, readonly number[]>();

function lineStarts(source: Source): readonly number[] {
  const known = indexes.get(source);
  if (known) return known;
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1))
    starts.push(at + 1);
  indexes.set(source, starts);
  return starts;
}
