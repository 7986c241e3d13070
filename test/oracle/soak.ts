/**
 * @file Random models without end: `npm run soak -- --minutes 30`, `--count 1000000`, `--seed 7`. Ends with 1 when any failed;
 * the first ten failures are made small and printed.
 */
import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import { explained, tried } from "./tried.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string" },
    count: { type: "string" },
    seed: { type: "string", default: String(Date.now() % 1e9) },
  },
});
const count = Number(values.count ?? (values.minutes === undefined ? 1000 : Infinity));
const milliseconds = 60_000 * Number(values.minutes ?? Infinity);
const first = Number(values.seed);

const outcomes: Record<string, number> = {
  agrees: 0,
  "no smooth point": 0,
  "not yet": 0,
  fails: 0,
};
const limited = Number.isFinite(count);
const bar = new SingleBar({
  format: "{bar} {percentage}% | {models} models, {rate} a second | {fails} fail",
  noTTYOutput: true,
  notTTYSchedule: 30_000,
});
const begin = performance.now();
const passed = (): number => performance.now() - begin;
const report = (models: number): object => ({
  models,
  rate: ((1000 * models) / passed()).toFixed(1),
  fails: outcomes["fails"],
});
console.log(`seeds from ${first}`);
bar.start(limited ? count : milliseconds / 1000, 0, report(0));
let models = 0;
for (; models < count && passed() < milliseconds; models++) {
  const outcome = tried(first + models);
  const name = typeof outcome === "string" ? outcome : "fails";
  outcomes[name] = (outcomes[name] ?? 0) + 1;
  if (typeof outcome !== "string" && outcomes[name]! <= 10)
    console.log(`\n${explained(outcome)}\n`);
  bar.update(limited ? models + 1 : Math.min(milliseconds, passed()) / 1000, report(models + 1));
}
bar.stop();
console.log(`${models} models in ${(passed() / 1000).toFixed(0)} s: ${JSON.stringify(outcomes)}`);
process.exitCode = outcomes["fails"] ? 1 : 0;
