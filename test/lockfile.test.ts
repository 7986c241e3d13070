/** @file The lockfile works on every machine: it names no host, and no platform's package is missing. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

interface Locked {
  readonly link?: boolean;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const path = resolve(import.meta.dirname, "../package-lock.json");
const { packages } = JSON.parse(readFileSync(path, "utf8")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

test("no package is resolved to a host", () => {
  const named = Object.entries(packages).filter(([, p]) => /https?:/.test(p.resolved ?? ""));
  expect(named.map(([name]) => name)).toEqual([]);
});

test("every package has its hash", () => {
  const bare = Object.entries(packages).filter(([name, p]) => name && !p.link && !p.integrity);
  expect(bare.map(([name]) => name)).toEqual([]);
});

/** npm leaves out what the registry lacks, without a word; `npm ci` then fails. */
test("every optional dependency has an entry", () => {
  const missing = Object.entries(packages).flatMap(([name, p]) =>
    Object.keys(p.optionalDependencies ?? {})
      .filter(
        (o) => !(`${name}/node_modules/${o}` in packages) && !(`node_modules/${o}` in packages),
      )
      .map((o) => `${name} needs ${o}`),
  );
  expect(missing).toEqual([]);
});
