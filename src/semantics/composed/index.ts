/** @file The built-ins that are made of others, by what they do. */
import type { Composed, Entries } from "./entry.ts";
import { built } from "./built.ts";
import { chosen } from "./chosen.ts";
import { convolved } from "./convolved.ts";
import { gamma } from "./gamma.ts";
import { filled } from "./filled.ts";
import { linear } from "./linear.ts";
import { losses } from "./losses.ts";
import { moved } from "./moved.ts";
import { multiplied } from "./multiplied.ts";
import { reduced } from "./reduced.ts";

const all: readonly Entries[] = [
  built,
  chosen,
  convolved,
  gamma,
  filled,
  linear,
  losses,
  moved,
  multiplied,
  reduced,
];

export const composed: ReadonlyMap<string, Composed> = new Map(
  all.flatMap((entries) => Object.entries(entries)),
);
