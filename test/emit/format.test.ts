import { expect, test } from "vitest";
import { emit, format } from "../../src/emit/index.ts";
import { loadModule } from "../helpers/load.ts";
import { gather, neuron } from "./programs.ts";

test.each([
  ["neuron", neuron()],
  ["gather", gather()],
])("%s: prettier agrees with itself, and changes little", async (_, program) => {
  const code = emit(program, { target: "ts" });
  const pretty = await format(code);
  expect(await format(pretty)).toBe(pretty);
  const words = (text: string): string => text.replace(/[\s,()]+/gu, "");
  expect(words(pretty)).toBe(words(code));
});

test("formatted JavaScript runs", async () => {
  const module = await loadModule(await format(emit(neuron(true), { target: "js" })));
  expect(Object.keys(module).toSorted()).toEqual(
    "backward forward initialize predict resize shapes valueAndGradient workspace".split(" "),
  );
});
