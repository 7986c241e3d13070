/** @file What a fix promises: the model with it compiles, or has got to another mistake. */
import { expect, test } from "vitest";
import { compile, type Compiled } from "../../src/index.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { compiled, filesIn, FIXTURES, MISTAKES, recorded } from "./corpus.ts";

const fixes = [FIXTURES, MISTAKES].flatMap((folder) =>
  recorded(folder).flatMap((model) =>
    compiled(folder, model).diagnostics.flatMap((d) =>
      d.fix && !d.fix.source ? [{ folder, ...model, d, fix: d.fix }] : [],
    ),
  ),
);

/** Whether a message stands at its place still. */
const isThere = (of: Compiled, { code, message, labels }: Diagnostic): boolean =>
  of.diagnostics.some(
    (d) =>
      d.code === code && d.message === message && d.labels[0].span.start === labels[0].span.start,
  );

test.each(fixes)("$file: $d.code", ({ folder, file, text, d, fix }) => {
  const { start, end } = fix.span;
  expect(0 <= start && start <= end && end <= text.length).toBe(true);
  const after = text.slice(0, start) + fix.text + text.slice(end);
  expect(isThere(compile({ name: file, text: after }, { files: filesIn(folder) }), d)).toBe(false);
});
