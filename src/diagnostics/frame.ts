/** @file The lines of a model that a diagnostic speaks of, with its labels under them. */
import type { Label } from "./diagnostic.ts";
import { type Line, type Source, lineAt, placeOf } from "./source.ts";
import { cellAt, visible } from "./visible.ts";

/** A label on its line; a span of several lines is marked to the end of its first. */
interface Mark {
  readonly line: Line;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The place of the diagnostic; the others say where the conflict comes from. */
  readonly primary: boolean;
}

/** What of one line is shown: all of it, or an excerpt of a long one. */
interface Excerpt {
  readonly line: Line;
  readonly start: number;
  readonly end: number;
  readonly marks: readonly Mark[];
}

export interface Row {
  /** Empty beside labels, `...` between lines that are not neighbours. */
  readonly gutter: string;
  readonly text: string;
  readonly of: "source" | "primary" | "secondary" | "gap" | "file";
}

const MOST_LABELS = 12;

/** A frame for each file, the one with the place of the diagnostic first. */
export function framesOf(source: Source, labels: readonly Label[], width: number): readonly Row[] {
  const files = new Map<Source, Label[]>();
  for (const label of labels.slice(0, MOST_LABELS)) {
    const file = label.source ?? source;
    files.set(file, [...(files.get(file) ?? []), label]);
  }
  return [...files].flatMap(([file, those], i) => {
    const rows = frame(file, those, width, labels[0]!);
    if (i === 0) return rows;
    const { line, column } = placeOf(file, those[0]!.span.start);
    return [{ gutter: "", text: `${file.name}:${line}:${column}`, of: "file" }, ...rows];
  });
}

/** Top to bottom in the order of the file, the labels of a line from left to right. */
function frame(
  source: Source,
  labels: readonly Label[],
  width: number,
  primary: Label,
): readonly Row[] {
  const rows: Row[] = [];
  let before: Line | undefined;
  for (const excerpt of excerpts(source, labels, width, primary)) {
    const { line, marks } = excerpt;
    if (before && line.number > before.number + 1)
      rows.push({ gutter: "...", text: "", of: "gap" });
    before = line;
    rows.push({ gutter: String(line.number), text: showExcerpt(source, excerpt), of: "source" });
    for (const mark of marks)
      rows.push({
        gutter: "",
        text: showMark(source, excerpt, mark),
        of: mark.primary ? "primary" : "secondary",
      });
  }
  return rows;
}

function excerpts(
  source: Source,
  labels: readonly Label[],
  width: number,
  primary: Label,
): readonly Excerpt[] {
  const marks = labels
    .map((label) => markOf(source, label, label === primary))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
  const found: (Excerpt & { marks: Mark[] })[] = [];
  for (const mark of marks) {
    const last = found.at(-1);
    const fits = last && last.line.start === mark.line.start && reaches(last, mark);
    if (fits) last.marks.push(mark);
    else found.push({ ...excerptAround(source, mark, width), marks: [mark] });
  }
  return found;
}

function markOf(source: Source, label: Label, primary: boolean): Mark {
  const start = Math.max(0, Math.min(label.span.start, source.text.length));
  const line = lineAt(source, start);
  // A span may begin at the line's end: the place where something is missing.
  const from = Math.min(start, line.end);
  const end = Math.max(from, Math.min(label.span.end, line.end));
  return { line, start: from, end, text: label.text, primary };
}

const reaches = (excerpt: Excerpt, mark: Mark): boolean =>
  mark.end <= excerpt.end || (mark.start < excerpt.end && excerpt.end === excerpt.line.end);

/** From the line's start where the mark is near it; otherwise a third of the width before the mark. */
function excerptAround(source: Source, { line, start }: Mark, width: number): Excerpt {
  const near = start - line.start <= (width * 2) / 3;
  let from = near ? line.start : start - Math.floor(width / 3);
  if (!near && isLowSurrogate(source.text, from)) from -= 1;
  let end = from;
  for (let columns = 0; end < line.end && columns < width;) {
    const cell = cellAt(source.text, end);
    columns += Math.max(1, cell.width);
    end += cell.units;
  }
  return { line, start: from, end, marks: [] };
}

const isLowSurrogate = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xdc00;

function showExcerpt(source: Source, { line, start, end }: Excerpt): string {
  const shown: string[] = [];
  for (let at = start; at < end;) {
    const cell = cellAt(source.text, at);
    shown.push(cell.text);
    at += cell.units;
  }
  return `${start > line.start ? "…" : ""}${shown.join("")}${end < line.end ? "…" : ""}`;
}

function showMark(source: Source, { line, start, end }: Excerpt, mark: Mark): string {
  const before = columns(source, start, mark.start) + (start > line.start ? 1 : 0);
  const marked = Math.max(1, columns(source, mark.start, Math.min(mark.end, end)));
  return `${" ".repeat(before)}${"-".repeat(marked)} ${visible(mark.text)}`.trimEnd();
}

function columns(source: Source, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to;) {
    const cell = cellAt(source.text, at);
    sum += cell.width;
    at += cell.units;
  }
  return sum;
}
