/** @file The class behind `Workspace`: its arrays, its result objects, what it remembers. */
import { dimProduct, dimValue, type Dim } from "../dim.ts";
import type { Buffer } from "../kernel/formula.ts";
import type { Argument, Entry } from "../kernel/kernel.ts";
import { fieldOf, rememberedAs } from "./frame.ts";
import { wrapped } from "./function.ts";
import { comment, member, property, quote } from "./literals.ts";
import { Scope } from "./names.ts";
import { typeOf, typeOfEntry, type ArrayField, type Plan } from "./plan.ts";
import { elementsCall, modelName, sizesLine } from "./size-text.ts";
import { Sizes } from "./sizes.ts";
import { indent, type Syntax } from "./syntax.ts";

/** The class behind `Workspace`. */
export function printMemory(plan: Plan): readonly string[] {
  const { program, syntax, arrays } = plan;
  const { of } = syntax;
  const readonly = syntax.only("readonly ");
  const views = arrays.filter((a) => a.full !== a.name);
  const fields = [
    `${readonly}model = ${quote(modelName(program))};`,
    `${readonly}capacity${of("Sizes")};`,
    `sizes${of("Sizes")};`,
    `${readonly}buffers${of("ReadonlySet<ArrayBufferLike>")};`,
    ...arrays.flatMap((a) => [
      ...(a.buffers.length > 1
        ? [`// ${comment(a.buffers.map((b) => b.name).join(", then "))}`]
        : []),
      ...(a.full === a.name ? [] : [`${readonly}${a.full}${of(a.type)};`]),
      `${a.full === a.name ? readonly : ""}${a.name}${of(a.type)};`,
    ]),
    ...plan.tables.map((t) => `${readonly}${t.name}${of("RowTable")};`),
    ...[...plan.scalars.values()].map((name) => `${name} = NaN;`),
    ...plan.objects.map((o) => `${readonly}${o.name}${of(objectType(o.entries, syntax))};`),
    ...plan.pairs.map(
      (p) =>
        `${readonly}${p.name}${of("{ readonly values: Values; readonly gradients: Gradients }")};`,
    ),
    ...plan.doors.map(
      (d) => `${readonly}${d.seen}${of(seenType(plan, [...d.params, ...d.inputs]))};`,
    ),
    ...(plan.keeper
      ? [
          `${readonly}kept${of(seenType(plan, [...plan.keeper.params, ...plan.keeper.inputs]))};`,
          "ready = false;",
        ]
      : []),
  ];
  return [
    "/** What stands behind a workspace. */",
    `class Memory${syntax.only(" implements Workspace")} {`,
    ...indent(fields),
    "",
    ...indent(constructorLines(plan)),
    ...(program.resizable.length === 0 ? [] : ["", ...indent(resizeLines(plan, views))]),
    "}",
  ];
}

const objectType = (entries: readonly Entry[], syntax: Syntax): string =>
  entries.length === 0
    ? "object"
    : `{ ${entries.map((e) => `${property(e.key)}: ${typeOfEntry(e, syntax)}`).join("; ")} }`;

const seenType = (plan: Plan, list: readonly Argument[]): string =>
  list.length === 0
    ? "object"
    : `{ ${list.map((a) => `${rememberedAs(plan, a)}: ${typeOfEntry(a, plan.syntax)}`).join("; ")} }`;

function constructorLines(plan: Plan): readonly string[] {
  const { program, arrays, syntax } = plan;
  const sizes = new Sizes(program, plan.fixed, new Scope(plan.scope));
  const count = (label: string, extents: readonly Dim[]): string =>
    elementsCall(label, extents, sizes, plan);
  const checks = [
    ...program.params.map((a) => ({ a, label: `params.${a.key}` })),
    ...program.inputs.map((a) => ({ a, label: `inputs.${a.key}` })),
  ]
    .filter(({ a }) => !isSafe(a.buffer.extents))
    .map(({ a, label }) => `${count(label, a.buffer.extents)};`);
  const allocations = arrays.flatMap((a) => [
    `this.${a.full} = new ${a.type}(${isSafe(a.extents) ? sizes.text(dimProduct(a.extents)).text : count(`workspace.${a.name}`, a.extents)});`,
    ...(a.full === a.name ? [] : [`this.${a.name} = this.${a.full};`]),
  ]);
  const tables = plan.tables.map(({ name, buffer, most }) => {
    const [height, ...rest] = buffer.extents;
    const sized = [most, height!, dimProduct(rest)].map((d) => sizes.text(d).text);
    return `this.${name} = new ${plan.library.use("RowTable")}(${sized.join(", ")});`;
  });
  const result = (buffer: Buffer): string => `this.${fieldOf(plan, buffer)}`;
  const objects = plan.objects.map(
    (o) =>
      `this.${o.name} = { ${o.entries.map((e) => `${property(e.key)}: ${e.form === "number" ? "NaN" : result(e.buffer)}`).join(", ")} };`,
  );
  const seen = (field: string, list: readonly Argument[]): string =>
    list.length === 0
      ? `this.${field} = {};`
      : `this.${field} = { ${list.map((a) => `${rememberedAs(plan, a)}: ${a.form === "number" ? "NaN" : typeOf(a.buffer, syntax) === "Int32Array" ? "noIndices" : "none"}`).join(", ")} };`;
  const lists = [
    ...plan.doors.map((d) => [d.seen, [...d.params, ...d.inputs]] as const),
    ...(plan.keeper ? [["kept", [...plan.keeper.params, ...plan.keeper.inputs]] as const] : []),
  ];
  const given = lists.flatMap(([, list]) => list.filter((a) => a.form === "array"));
  const derived = sizes.derived();
  return [
    `constructor(sizes${syntax.of("Sizes")}) {`,
    ...indent([
      ...sizesLine(sizes, "sizes"),
      ...derived,
      ...checks,
      "this.capacity = sizes;",
      "this.sizes = sizes;",
      ...allocations,
      ...tables,
      ...wrapped(
        "this.buffers = new Set([",
        [
          ...arrays.map((a) => `this.${a.full}.buffer`),
          ...plan.tables.flatMap(({ name }) => [
            `this.${name}.rows.buffer`,
            `this.${name}.values.buffer`,
          ]),
        ],
        "]);",
      ),
      ...objects,
      ...plan.pairs.map(
        (p) => `this.${p.name} = { values: this.${p.values}, gradients: this.${p.gradients} };`,
      ),
      ...(given.some((a) => typeOf(a.buffer, syntax) !== "Int32Array")
        ? [`const none = new ${syntax.real}(0);`]
        : []),
      ...(given.some((a) => typeOf(a.buffer, syntax) === "Int32Array")
        ? ["const noIndices = new Int32Array(0);"]
        : []),
      ...lists.map(([field, list]) => seen(field, list)),
    ]),
    "}",
  ];
}

/** Fixed, and small enough. */
const isSafe = (extents: readonly Dim[]): boolean => {
  const value = dimValue(dimProduct(extents));
  return value !== undefined && value <= 2147483647;
};

function resizeLines(plan: Plan, views: readonly ArrayField[]): readonly string[] {
  const sizes = new Sizes(plan.program, plan.fixed, new Scope(plan.scope));
  const lines = views.map(
    (a) =>
      `this.${a.name} = this.${a.full}.subarray(0, ${sizes.text(dimProduct(a.extents)).text});`,
  );
  const objects = plan.objects.flatMap((o) =>
    o.entries.flatMap((e) => {
      const view = e.form === "array" ? plan.arrayOf.get(e.buffer) : undefined;
      return view && view.full !== view.name
        ? [`${member(`this.${o.name}`, e.key)} = this.${view.name};`]
        : [];
    }),
  );
  const derived = sizes.derived();
  return [
    "/** Views of the new lengths; what was kept is lost. */",
    `resize(sizes${plan.syntax.of("Sizes")})${plan.syntax.of("void")} {`,
    ...indent([
      ...sizesLine(sizes, "sizes"),
      ...derived,
      "this.sizes = sizes;",
      ...lines,
      ...objects,
      ...(plan.keeper ? ["this.ready = false;"] : []),
    ]),
    "}",
  ];
}
