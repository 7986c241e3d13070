/** @file The files of a program in one text, one after the other: a position tells the file. The first is the model. */
import type { Diagnostic } from "./diagnostic.ts";
import { placeOf, type Source, type Span } from "./source.ts";

export interface Texts extends Source {
  readonly files: readonly Placed[];
}

interface Placed {
  readonly source: Source;
  /** Where it begins in the text of all. */
  readonly start: number;
}

export const textsOf = (model: Source): Texts => ({
  ...model,
  files: [{ source: model, start: 0 }],
});

/** With another file at the end. */
export function withFile(texts: Texts, source: Source): { texts: Texts; start: number } {
  // The line end between two files belongs to neither.
  const start = texts.text.length + 1;
  const files = [...texts.files, { source, start }];
  return { texts: { ...texts, text: `${texts.text}\n${source.text}`, files }, start };
}

const fileAt = ({ files }: Texts, offset: number): Placed =>
  files.findLast(({ start }) => start <= offset)!;

/** `3:9`, or `cells.nabla:3:9` in a file that is used. */
export function showPlace(texts: Texts, { start: at }: Span): string {
  const { source, start } = fileAt(texts, at);
  const { line, column } = placeOf(source, at - start);
  return start === 0 ? `${line}:${column}` : `${source.name}:${line}:${column}`;
}

/** The same with places in their own files, as it leaves the compiler. */
export function inFiles(texts: Texts, diagnostic: Diagnostic): Diagnostic {
  const place = <T extends { readonly span: Span }>(x: T): T => {
    const { source, start } = fileAt(texts, x.span.start);
    if (start === 0) return x;
    return { ...x, span: { start: x.span.start - start, end: x.span.end - start }, source };
  };
  const [first, ...rest] = diagnostic.labels;
  return {
    ...diagnostic,
    labels: [place(first), ...rest.map(place)],
    ...(diagnostic.fix && { fix: place(diagnostic.fix) }),
  };
}
