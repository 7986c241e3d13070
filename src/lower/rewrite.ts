/** @file Statements with other loops, loads and names in their place. */
import type { Element, Index, Loop } from "../kernel/formula.ts";
import type { Statement } from "../kernel/kernel.ts";
import { mapElement, mapIndex } from "./elements.ts";

export interface Changes {
  loop(loop: Loop): Loop;
  /** What stands for an element, if not itself with its parts changed. */
  element(e: Element): Element | undefined;
  /** What stands for a statement, its parts not yet changed. */
  statement(s: Statement): Statement;
}

/** Elements that are one object stay one object. */
export function rewrite(statements: readonly Statement[], changes: Changes): readonly Statement[] {
  const memo = new Map<Element, Element>();
  const element = (e: Element): Element => {
    let result = memo.get(e);
    if (result === undefined) {
      result = changes.element(e) ?? mapElement(e, element, index);
      memo.set(e, result);
    }
    return result;
  };
  const index = (i: Index): Index =>
    mapIndex(i, (loop) => ({ kind: "loop", loop: changes.loop(loop) }), element);
  const statement = (before: Statement): Statement => {
    const s = changes.statement(before);
    switch (s.kind) {
      case "loop":
        return { ...s, loop: changes.loop(s.loop), body: s.body.map(statement) };
      case "let":
      case "accumulate":
        return { ...s, value: element(s.value) };
      case "store":
        return { ...s, at: s.at.map(index), value: element(s.value) };
      case "fill":
        return s;
      case "inside":
        return {
          ...s,
          index: index(s.index),
          then: s.then.map(statement),
          otherwise: s.otherwise.map(statement),
        };
    }
  };
  return statements.map(statement);
}

/** Every store and load, with their buffers and positions. */
export function accesses(statements: readonly Statement[]): {
  readonly stores: readonly (Statement & { kind: "store" })[];
  readonly loads: readonly (Element & { kind: "load" })[];
} {
  const stores: (Statement & { kind: "store" })[] = [];
  const loads: (Element & { kind: "load" })[] = [];
  rewrite(statements, {
    loop: (l) => l,
    element: (e) => {
      if (e.kind === "load") loads.push(e);
      return undefined;
    },
    statement: (s) => {
      if (s.kind === "store") stores.push(s);
      return s;
    },
  });
  return { stores, loads };
}
