/** @file `use`: files of functions handed to the compiler as texts. */
import { describe, expect, test } from "vitest";
import { compile, renderDiagnostic, type Files } from "../../src/index.ts";
import { loadModule } from "../helpers/load.ts";

const source = (text: string, name = "m.nabla") => ({ name, text });
const codesOf = (text: string, files: Files, name = "m.nabla"): readonly string[] =>
  compile(source(text, name), { files }).diagnostics.map((d) => d.code);

const USES = 'use "./f.nabla"\ninput x : ℝ\noutput y = f(x)\n';

async function valueOf(text: string, files: Files, inputs: object, sizes = {}): Promise<unknown> {
  const { code, diagnostics } = compile(source(text), { target: "js", files });
  expect(diagnostics).toEqual([]);
  const m = await loadModule(code!);
  const values = m["predict"]!({}, inputs, m["workspace"]!(sizes)) as { y: unknown };
  return typeof values.y === "number" ? values.y : Array.from(values.y as Float64Array);
}

describe("files", () => {
  test("are a record, one without prototype, or a function", () => {
    const record = { "f.nabla": "f(x) = x²\n" };
    expect(codesOf(USES, record)).toEqual([]);
    expect(codesOf(USES, Object.assign(Object.create(null) as object, record) as Files)).toEqual(
      [],
    );
    expect(codesOf(USES, (path) => record[path as "f.nabla"])).toEqual([]);
    expect(codesOf(USES, {})).toEqual(["file-missing"]);
    expect(compile(source(USES)).diagnostics.map((d) => d.code)).toEqual(["file-missing"]);
  });

  test("are found from the folder of the file that uses them", () => {
    const files = {
      "models/f.nabla": 'use "../lib/g.nabla"\nf(x) = g(x)\n',
      "lib/g.nabla": 'use "./deep/../h.nabla"\ng(x) = h(x)\n',
      "lib/h.nabla": "h(x) = x\n",
    };
    const { diagnostics, used } = compile(source(USES, "models/m.nabla"), { files });
    expect(diagnostics).toEqual([]);
    expect(used).toEqual(["models/f.nabla", "lib/g.nabla", "lib/h.nabla"]);
  });

  test("of functions alone are checked, and have no module", () => {
    const good = compile(source("dim n\nf(x) = ones(n)·x\n"));
    expect(good).toMatchObject({ library: true, code: undefined, diagnostics: [] });
    const bad = compile(source("f(x) = x + y\n"));
    expect(bad.diagnostics.map((d) => d.code)).toEqual(["unknown-name"]);
    expect(compile(source("dim n\n")).diagnostics.map((d) => d.code)).toEqual(["nothing-asked"]);
  });

  test("may end their lines with CRLF, begin with a byte order mark and lack a last line end", () => {
    expect(codesOf(USES, { "f.nabla": "\uFEFF// f\r\nf(x) = x²" })).toEqual([]);
  });

  test("in a chain of ninety are read, with the deepest place in a mistake", () => {
    const files = Object.fromEntries(
      Array.from({ length: 90 }, (_, i) => [
        `f${i || ""}.nabla`,
        i < 89
          ? `use "./f${i + 1}.nabla"\nf${i || ""}(x) = f${i + 1}(x)\n`
          : "f89(x) = x + missing\n",
      ]),
    );
    const { diagnostics } = compile(source(USES), { files });
    const shown = renderDiagnostic(source(USES), diagnostics[0]!, { color: false });
    expect(shown).toContain(" --> f89.nabla:1:14\n");
  });
});

describe("names", () => {
  test("of a file see nothing of the model", () => {
    const text = 'dim n\nparam c : ℝ\nuse "./f.nabla"\nloss y = f(c)\n';
    expect(codesOf(text, { "f.nabla": "f(x) = c x\n" })).toEqual(["unknown-name"]);
  });

  test("that a file uses itself are not brought along", () => {
    const files = { "f.nabla": 'use "./g.nabla"\nf(x) = g(x)\n', "g.nabla": "g(x) = x\n" };
    expect(codesOf(`${USES.trim()} + g(x)\n`, files)).toEqual(["unknown-name"]);
  });

  test("of a file that two files use are one", async () => {
    const files = {
      "f.nabla": 'use "./c.nabla"\nf(x) = c x\n',
      "g.nabla": 'use "./c.nabla"\ng(x) = c + x\n',
      "c.nabla": "const c : ℝ = 3\nbatch n : N\nh(x) = mean_n x\n",
    };
    const text =
      'use "./f.nabla"\nuse "./g.nabla"\nuse "./c.nabla"\ninput x : ℝ per n\noutput y = f(x) + g(x) + h(x)\n';
    const x = Float64Array.of(1, 3);
    expect(await valueOf(text, files, { x }, { N: 2 })).toEqual([3 + 4 + 2, 9 + 6 + 2]);
  });

  test("of several results are bound in a body of another file", async () => {
    const files = {
      "f.nabla":
        "function both(x)\n  return x + 1, 2 x\nend\nfunction f(x)\n  a, b = both(x)\n  return a b\nend\n",
    };
    expect(await valueOf(USES, files, { x: 3 })).toBe(24);
    const wrong = { "f.nabla": "function f(x)\n  a, b = 2 x\n  return a b\nend\n" };
    expect(codesOf(USES, wrong)).toEqual(["several-names"]);
  });

  test("of a function come with its derivative", async () => {
    const text = 'use "./f.nabla"\ninput x : ℝ\noutput y = f′(x)\n';
    expect(await valueOf(text, { "f.nabla": "f(x) = x³\n" }, { x: 2 })).toBe(12);
  });

  test("of indices are those of their file, whatever the model calls by the same letter", async () => {
    const files = {
      "f.nabla": "dim k = 2\nindex i : k\nf(A) = Σ_i A_i\n",
    };
    const text =
      'use "./f.nabla"\ndim n = 3\nindex i : n\ninput x : ℝ^{n×k}\ny_i = f(x_i) i\noutput y\n';
    expect(await valueOf(text, files, { x: Float64Array.of(1, 2, 3, 4, 5, 6) })).toEqual([
      3, 14, 33,
    ]);
  });

  test("of dims are the model's: it binds them", async () => {
    const files = { "f.nabla": "dim k\nf(x) = ones(k)·x\n" };
    const text = 'use "./f.nabla"\ninput x : ℝ^k\noutput y = f(x)\n';
    const { signature } = compile(source(text), { files });
    expect(signature!.sizes).toEqual(["k"]);
    expect(await valueOf(text, files, { x: Float64Array.of(1, 2) }, { k: 2 })).toBe(3);
  });
});
