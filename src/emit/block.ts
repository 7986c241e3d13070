/** @file A block of statements under construction: its lines, its names, and what has been hoisted into it. */
import { Scope } from "./names.ts";

export class Block {
  readonly lines: string[] = [];
  readonly scope: Scope;
  readonly outer: Block | undefined;
  readonly depth: number;
  /** The depth of the loop body that this block is in, or is. */
  readonly loop: number;
  /** Inside a condition that keeps indices in range: what needs the condition stays here. */
  readonly guarded: boolean;
  readonly #hoisted = new Map<string, string>();

  constructor(outer: Block | undefined, scope: Scope, kind?: "loop" | "guard" | "plain") {
    this.outer = outer;
    this.scope = scope;
    this.depth = outer ? outer.depth + 1 : 0;
    this.loop = kind === "loop" ? this.depth : (outer?.loop ?? 0);
    this.guarded = kind === "guard" || (outer?.guarded ?? false);
  }

  inner(kind: "loop" | "guard" | "plain"): Block {
    return new Block(this, new Scope(this.scope), kind);
  }

  /** The block around this one at the given depth, or this one. */
  at(depth: number): Block {
    let block: Block = this;
    while (block.depth > depth && block.outer) block = block.outer;
    return block;
  }

  /** A constant of this block with the given value, made once. Names are never shadowed, so equal text is an equal value. */
  hoist(text: string, wish: string): string {
    const made = this.#hoisted.get(text);
    if (made !== undefined) return made;
    const name = this.scope.fresh(wish);
    this.lines.push(`const ${name} = ${text};`);
    this.#hoisted.set(text, name);
    return name;
  }
}
