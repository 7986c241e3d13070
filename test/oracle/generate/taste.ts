/** @file Tastes: sharing, long chains, deep nesting, one operator, indices. Half of the operators of a program are about 30. */
import { callables } from "./callables.ts";
import type { Choices } from "./choices.ts";
import { DIMS, type Taste } from "./making.ts";

export function tasteOf(pick: Choices): Taste {
  const smooth = pick.flag();
  const usable = smooth ? callables.filter((c) => c.smooth) : callables;
  const few = Array.from({ length: 8 }, () => pick.one(usable));
  const plain = { callables: few, calls: 0, indices: false, smooth };
  switch (pick.upTo(10)) {
    case 0:
      return { ...plain, name: "small", steps: [1, 2], depth: [1, 2] };
    case 1:
      return { ...plain, name: "deep", steps: [1, 2], depth: [4, 5] };
    case 2:
      return { ...plain, name: "large", steps: [9, 20], depth: [1, 2] };
    case 3: {
      const shape = pick.one([[], [pick.one(DIMS)], ["m", "d"]]);
      const [steps, depth] = [
        [8, 30],
        [1, 1],
      ] as const;
      return { ...plain, name: "chain", steps, depth, among: 1, calls: 3, shape };
    }
    case 4:
      return { ...plain, name: "sharing", steps: [3, 8], depth: [1, 3], among: 2 };
    case 5:
      return {
        ...plain,
        name: "one operator",
        steps: [2, 6],
        depth: [1, 3],
        callables: [pick.one(usable)],
        calls: 9,
      };
    case 6:
      return { ...plain, name: "calls", steps: [2, 6], depth: [1, 3], callables: usable, calls: 5 };
    case 7:
      return { ...plain, name: "indices", steps: [2, 6], depth: [1, 3], indices: true };
    default:
      return { ...plain, name: "mixed", steps: [2, 8], depth: [1, 3] };
  }
}
