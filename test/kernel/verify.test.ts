import { describe, expect, test } from "vitest";
import { dimNumber, dimSymbol } from "../../src/dim.ts";
import { at, loopOver, number, reduceOver, type Local } from "../../src/kernel/formula.ts";
import type { Program, Routine, Statement } from "../../src/kernel/kernel.ts";
import { problemsOf, verify } from "../../src/kernel/verify.ts";
import {
  buffer,
  entry,
  gather,
  kernel,
  load,
  neuron,
  read,
  storage,
  store,
} from "../emit/programs.ts";

test.each([
  ["neuron", neuron()],
  ["gather", gather()],
])("%s is sound", (_, program) => {
  expect(problemsOf(program)).toEqual([]);
});

const N = { name: "N" };
const n = dimSymbol(N);
const [y, z] = [buffer("y", [n]), buffer("z", [n])];
const i = loopOver("i", n);
const local: Local = { name: "t", of: "real" };
const program = (...statements: Statement[]): Program => ({
  name: "p.nabla",
  dims: [N],
  resizable: ["N"],
  params: [],
  inputs: [],
  storage: storage([y, "result"]),
  routines: [
    {
      name: "predict",
      says: "",
      params: [],
      inputs: [],
      kernels: [kernel("y", { kind: "fill", to: y, value: 0 }, ...statements)],
      gives: { kind: "outputs", entries: [entry(y, "y")] },
      residuals: "leaves",
    },
  ],
});
const within = (...body: Statement[]): Statement => ({ kind: "loop", loop: i, body });
const change = (change: Partial<Program>): Program => ({ ...program(), ...change });
const routine = (change: Partial<Routine>): Program => ({
  ...program(),
  routines: [{ ...program().routines[0]!, ...change }],
});

describe("problems are found", () => {
  test.each<[string, Program]>([
    ["loop i is used outside of it", program(store(y, [at(i)], number(0)))],
    ["loop i stands inside itself", program(within(within()))],
    ["t is used where it is not declared", program(within(store(y, [at(i)], read(local))))],
    [
      "t is used where it is not declared",
      program(
        within({ kind: "let", local, value: number(0), mutable: false }),
        within(store(y, [at(i)], read(local))),
      ),
    ],
    [
      "t is accumulated, but is not a variable here",
      program(
        { kind: "let", local, value: number(0), mutable: false },
        { kind: "accumulate", local, by: "sum", value: number(1) },
      ),
    ],
    [
      "a reduction stands in a statement",
      program(
        within(
          store(
            y,
            [at(i)],
            reduceOver("sum", "k", n, (k) => load(y, k)),
          ),
        ),
      ),
    ],
    ["z is neither given nor stored", program(within(store(y, [at(i)], load(z, at(i)))))],
    ["y has 1 extents, but is indexed by 0", program(store(y, [], number(0)))],
    [
      "M is not a dim of the model",
      program(store(y, [{ kind: "affine", terms: [], plus: dimSymbol({ name: "M" }) }], number(0))),
    ],
    ["a routine cannot be called then", routine({ name: "then" })],
    ["a routine cannot be called shapes", routine({ name: "shapes" })],
    ["a routine cannot be called a-b", routine({ name: "a-b" })],
    ["M is resizable, but not an open dim", change({ resizable: ["M"] })],
    ["two dims are called N", change({ dims: [N, N] })],
    ["needs residuals that one routine keeps", routine({ residuals: "needs" })],
    ["y is given back, but never written", routine({ kernels: [] })],
    [
      "z shares the memory of a result",
      change({
        storage: [
          { buffer: y, role: "result", slot: 0 },
          { buffer: z, role: "temporary", slot: 0 },
        ],
      }),
    ],
    [
      "are of different length or kind",
      change({
        storage: [
          { buffer: y, role: "temporary", slot: 0 },
          { buffer: buffer("w", [dimNumber(3)]), role: "temporary", slot: 0 },
        ],
      }),
    ],
    [
      "overwrites residuals, but claims to leave them",
      change({ storage: storage([y, "residual"]) }),
    ],
  ])("%s", (message, broken) => {
    expect(problemsOf(broken).join("\n")).toContain(message);
    expect(() => verify(broken)).toThrow(/^internal: program p\.nabla: /);
  });
});
