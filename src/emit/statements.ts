/** @file Statements of the loop IR as lines of a block. */
import type { Element } from "../kernel/formula.ts";
import type { Statement } from "../kernel/kernel.ts";
import type { Block } from "./block.ts";
import type { Context } from "./context.ts";
import { boundOf } from "./context.ts";
import { expression } from "./expressions.ts";
import { numeral } from "./literals.ts";
import { inside, offset, offsetInRows, size } from "./offsets.ts";
import { indent } from "./syntax.ts";

export function statements(list: readonly Statement[], block: Block, context: Context): void {
  for (const s of list) statement(s, block, context);
}

function statement(s: Statement, block: Block, context: Context): void {
  const print = (e: Element) => expression(e, block, context);
  switch (s.kind) {
    case "loop": {
      const end = size(s.loop.extent, block, context, true).text;
      const body = block.inner("loop");
      const name = body.scope.declare(s.loop.name);
      context.loops.set(s.loop, { name, depth: body.depth });
      statements(s.body, body, context);
      block.lines.push(
        s.loop.down
          ? `for (let ${name} = ${end} - 1; ${name} >= 0; ${name}--) {`
          : `for (let ${name} = 0; ${name} < ${end}; ${name}++) {`,
      );
      return close(block, body);
    }
    case "let": {
      const value = print(s.value).text;
      const alias = context.aliases.get(s.local);
      const name = alias ? context.variable(alias) : block.scope.declare(s.local.name);
      context.locals.set(s.local, { name, depth: s.mutable ? Infinity : block.depth });
      block.lines.push(`${s.mutable ? "let" : "const"} ${name} = ${value};`);
      return;
    }
    case "accumulate": {
      const { name } = boundOf(context.locals, s.local);
      const value = print(s.value).text;
      block.lines.push(
        s.by === "max"
          ? `${name} = Math.max(${name}, ${value});`
          : `${name} ${s.by === "sum" ? "+=" : "*="} ${value};`,
      );
      return;
    }
    case "store": {
      if (s.value.kind === "local" && context.aliases.get(s.value.local) === s.to) return;
      const value = print(s.value).text;
      const variable = context.scalar(s.to);
      if (variable !== undefined) {
        block.lines.push(context.assign(s.to, value, s.mode));
        return;
      }
      const array = context.array(s.to);
      const place = s.to.rows
        ? `${array}.values[${offsetInRows(array, s.at, s.to.extents, block, context, print).text}]`
        : `${array}[${offset(s.at, s.to.extents, block, context, print).text}]`;
      block.lines.push(
        s.mode === "set" ? `${place} = ${value};` : `${place}${context.syntax.bang} += ${value};`,
      );
      return;
    }
    case "fill": {
      const value = numeral(s.value);
      if (s.to.rows) block.lines.push(`${context.array(s.to)}.count = 0;`);
      else if (context.scalar(s.to) !== undefined)
        block.lines.push(context.assign(s.to, value, "set"));
      else block.lines.push(`${context.array(s.to)}.fill(${value});`);
      return;
    }
    case "inside": {
      const test = inside(s.index, s.from, s.to, block, context, print);
      if (!test) return statements(s.then, block, context);
      const then = block.inner("guard");
      statements(s.then, then, context);
      const otherwise = block.inner("guard");
      statements(s.otherwise, otherwise, context);
      block.lines.push(`if (${test.text}) {`);
      if (otherwise.lines.length === 0) return close(block, then);
      block.lines.push(...indent(then.lines), "} else {");
      return close(block, otherwise);
    }
  }
}

function close(block: Block, body: Block): void {
  for (const line of indent(body.lines)) block.lines.push(line);
  block.lines.push("}");
}
