/** @file Diagnostics as JSON. */
import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { jsonDiagnostic, printJson } from "../../src/diagnostics/json.ts";

const source = { name: "a.nabla", text: "a\nx = ℝ 𝐀\n" };

test("lines and columns are added, in UTF-16 units", () => {
  const d: Diagnostic = {
    code: "a-code",
    severity: "warning",
    message: "M",
    labels: [{ span: { start: 8, end: 10 }, text: "L" }],
    help: "H",
    fix: { span: { start: 2, end: 3 }, text: "y" },
  };
  expect(jsonDiagnostic(source, d)).toEqual({
    file: "a.nabla",
    code: "a-code",
    severity: "warning",
    message: "M",
    labels: [
      { span: { start: 8, end: 10 }, line: 2, column: 7, endLine: 2, endColumn: 9, text: "L" },
    ],
    help: "H",
    fix: { span: { start: 2, end: 3 }, line: 2, column: 1, endLine: 2, endColumn: 2, text: "y" },
  });
});

test("what is absent stays absent", () => {
  const d: Diagnostic = {
    code: "c",
    severity: "error",
    message: "M",
    labels: [{ span: { start: 0, end: 1 }, text: "" }],
  };
  expect(Object.keys(jsonDiagnostic(source, d))).toEqual([
    "file",
    "code",
    "severity",
    "message",
    "labels",
  ]);
});

test("one line of ASCII that acts on no terminal and no CI, and reads back as it was", () => {
  const value = { message: "\u001b[31m\u202e\n::error::ℝ𝐀\u2028###[x]\u007f" };
  const text = printJson(value);
  expect(text).toMatch(/^[ -~]*$/);
  expect(text).not.toContain("##");
  expect(JSON.parse(text)).toEqual(value);
});
