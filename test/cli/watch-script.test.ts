/** @file A watch whose watcher is a script: whatever it says and does not say, the last state of the files wins. */
import { renameSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Folder, folder } from "./fake.ts";
import { watching } from "./watching.ts";

type Step =
  | { readonly does: "save"; readonly file: string; readonly text: string; readonly moves: boolean }
  | { readonly does: "remove"; readonly file: string }
  | { readonly does: "rename"; readonly file: string; readonly to: string }
  | { readonly does: "wake"; readonly times: number }
  | { readonly does: "wait"; readonly ms: number };

const name = fc.constantFrom("a.nabla", "b.nabla", "m/c.nabla");
const text = fc.constantFrom("", "one", "two", "odd", "bad", "bad bad");
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant("save"), file: name, text, moves: fc.boolean() }),
  fc.record({ does: fc.constant("remove"), file: name }),
  fc.record({ does: fc.constant("rename"), file: name, to: name }),
  fc.record({ does: fc.constant("wake"), times: fc.nat(3) }),
  fc.record({ does: fc.constant("wait"), ms: fc.constantFrom(1, 20, 100) }),
);

/** Does a step, and keeps what the files hold. */
async function take(
  step: Step,
  { at, write }: Folder,
  files: Map<string, string>,
  wake: () => void,
) {
  if (step.does === "wake") for (let i = 0; i < step.times; i++) wake();
  else if (step.does === "wait") await sleep(step.ms);
  else if (step.does === "save") {
    files.set(step.file, step.text);
    write(step.moves ? "new.tmp" : step.file, step.text);
    if (step.moves) renameSync(at("new.tmp"), at(step.file));
  } else if (files.has(step.file)) {
    if (step.does === "remove") rmSync(at(step.file));
    else {
      renameSync(at(step.file), at(step.to));
      files.set(step.to, files.get(step.file)!);
    }
    if (step.does === "remove" || step.to !== step.file) files.delete(step.file);
  }
}

test.each([
  ["that says nothing", false],
  ["that says all and more", true],
])("by a watcher %s", { timeout: 120_000 }, async (_, says) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
      const files = new Map([["a.nabla", "start"]]);
      const there = folder({ "a.nabla": "start", "m/.k": "" });
      let wake = (): void => {};
      let [follows, closes] = [0, 0];
      const watch = await watching(there.path, ["*.nabla", "m/*.nabla"], {
        tuning: {
          belief: says ? 3_600_000 : 20,
          start: (ring) => {
            wake = ring;
            const follow = async () => Promise.resolve(void follows++);
            return { follow, close: async () => Promise.resolve(void closes++) };
          },
        },
      });
      for (const step of steps) {
        await take(step, there, files, wake);
        if (says && step.does !== "wait") wake();
      }
      await sleep(500);
      for (const [file, text] of files) {
        const lines = watch
          .said()
          .split("\n")
          .filter((line) => line.includes(` ${file}`));
        const errors = text.match(/bad/g)?.length ?? 0;
        const outcome = errors === 0 ? "ok" : `${errors} error${errors > 1 ? "s" : ""}`;
        expect(lines.at(-1)).toContain(`${file}: ${outcome}`);
        if (errors === 0)
          expect(there.read(file.replace(".nabla", ".ts"))).toContain(
            `\n${text === "" ? "" : `${text}\n`}// formatted\n`,
          );
      }
      const before = watch.said();
      await sleep(100);
      expect(watch.said()).toBe(before);
      expect([await watch.end(), closes, follows > 0]).toEqual([0, 1, true]);
    }),
    { numRuns: 20 },
  );
});
