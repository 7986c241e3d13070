/**
 * @file What reads windows: conv (a cross-correlation: the kernel is not flipped), its transpose convtranspose, maxpool,
 * meanpool.
 */
import * as meaning from "../../diagnostics/catalogue/meaning.ts";
import * as shapes from "../../diagnostics/catalogue/shapes.ts";
import { textAt } from "../../diagnostics/source.ts";
import {
  dimAdd,
  dimDivide,
  dimEquals,
  dimMultiply,
  dimNumber,
  dimSubtract,
  dimValue,
  showDim,
  type Dim,
} from "../../dim.ts";
import type { Value } from "../../graph/node.ts";
import type { Argument, Expression } from "../../syntax/ast.ts";
import { shapeLabel, type Context } from "../context.ts";
import { dimExpression } from "../dims.ts";
import { real } from "../expressions.ts";
import { asWritten } from "../products.ts";
import { column, isScalar, rank, typeOf, type Typed } from "../typed.ts";
import { wrongCount } from "./arguments.ts";
import type { BuiltinCall, Entries } from "./entry.ts";

const CONV = ["x", "K", "bias", "stride", "pad", "dilation", "groups"];
const TRANSPOSED = [...CONV, "extra"];
const POOL = ["x", "size", "stride"];

export const convolved: Entries = {
  conv: { of: conv, options: CONV.slice(2) },
  convtranspose: { of: transposedConv, options: TRANSPOSED.slice(2) },
  maxpool: { of: (ctx, written, f) => pool(ctx, written, f, "max"), options: POOL.slice(2) },
  meanpool: { of: (ctx, written, f) => pool(ctx, written, f, "mean"), options: POOL.slice(2) },
};

const ONE = dimNumber(1);

/** Arguments by their names; undefined when there are too many, too few or one twice, which is reported. */
function byName(
  ctx: Context,
  written: readonly Argument[],
  f: BuiltinCall,
  names: readonly string[],
): ReadonlyMap<string, Expression> | undefined {
  const found = new Map<string, Expression>();
  for (const [i, { name, value }] of written.entries()) {
    const key = name?.text ?? names[i];
    if (key === undefined || found.has(key)) return wrongCount(ctx, written, f);
    found.set(key, value);
  }
  return found.has(names[0]!) && found.has(names[1]!) ? found : wrongCount(ctx, written, f);
}

/** A whole number of at least `from`; `otherwise` where it is not written. */
function whole(
  ctx: Context,
  e: Expression | undefined,
  name: string,
  from: number,
  otherwise: number,
): number | undefined {
  if (!e) return otherwise;
  const dim = dimExpression(ctx, e);
  if (!dim) return undefined;
  const value = dimValue(dim);
  if (value !== undefined && Number.isSafeInteger(value) && value >= from) return value;
  ctx.report(meaning.wholeArgument(e.span, name, from));
  return undefined;
}

interface Slide {
  readonly stride: number;
  readonly pad: number;
  readonly dilation: number;
}

/**
 * Windows along the axes from `first` on: the value with two axes for each, windows and entries. Undefined where not one
 * fits, which is reported.
 */
function slide(
  ctx: Context,
  x: Value,
  first: number,
  sizes: readonly Dim[],
  { stride, pad, dilation }: Slide,
  f: BuiltinCall,
): Value | undefined {
  const { c } = ctx;
  let padded = x;
  const counts: Dim[] = [];
  for (const [q, size] of sizes.entries()) {
    const position = first + q;
    const extent = dimAdd(x.shape[position]!, dimNumber(2 * pad));
    const reach = dimAdd(dimMultiply(dimNumber(dilation), dimSubtract(size, ONE)), ONE);
    const rest = dimSubtract(extent, reach);
    const known = dimValue(rest);
    if (known !== undefined && known < 0) {
      ctx.report(shapes.windowTooLarge(f.span, showDim(reach), showDim(extent)));
      return undefined;
    }
    // A size that is open has to be met exactly; that is checked when it is bound.
    const steps =
      known === undefined
        ? dimDivide(rest, dimNumber(stride))!
        : dimNumber(Math.floor(known / stride));
    counts.push(dimAdd(steps, ONE));
    if (pad > 0) padded = c.pad(padded, position, dimNumber(pad), extent);
  }
  return c.apply(c.operator("windows"), [padded], { first, counts, sizes, stride, dilation });
}

/** What a convolution is given, either way. */
interface Given {
  readonly x: Typed;
  readonly kernel: Typed;
  readonly bias: Typed | undefined;
  readonly groups: number;
  /** Further places at the end. */
  readonly extra: number;
  readonly how: Slide;
}

function convolutionOf(
  ctx: Context,
  written: readonly Argument[],
  f: BuiltinCall,
  names: readonly string[],
): Given | undefined {
  const given = byName(ctx, written, f, names);
  const [x, kernel] = [given?.get("x"), given?.get("K")].map((e) => e && real(ctx, e));
  const bias = given?.get("bias");
  const added = bias && real(ctx, bias);
  const number = (name: string, from: number, otherwise: number) =>
    whole(ctx, given?.get(name), name, from, otherwise);
  const [stride, pad, dilation, groups, extra] = [
    number("stride", 1, 1),
    number("pad", 0, 0),
    number("dilation", 1, 1),
    number("groups", 1, 1),
    number("extra", 0, 0),
  ];
  if (!x || !kernel || (bias && !added) || extra === undefined) return undefined;
  if (stride === undefined || pad === undefined || dilation === undefined || groups === undefined)
    return undefined;
  return { x, kernel, bias: added, groups, extra, how: { stride, pad, dilation } };
}

function conv(ctx: Context, written: readonly Argument[], f: BuiltinCall): Typed | undefined {
  const given = convolutionOf(ctx, written, f, CONV);
  if (!given) return undefined;
  const { x, kernel, bias, groups, how } = given;
  const made =
    rank(x) === rank(kernel)
      ? plain(ctx, x, kernel, how, f)
      : overChannels(ctx, x, kernel, groups, how, f);
  return made && biased(ctx, made, bias, rank(x) === rank(kernel), f);
}

/** The transpose of `conv` by the same kernel: it leads from what conv gives to what conv takes, `extra` places longer. */
function transposedConv(
  ctx: Context,
  written: readonly Argument[],
  f: BuiltinCall,
): Typed | undefined {
  const given = convolutionOf(ctx, written, f, TRANSPOSED);
  if (!given) return undefined;
  const { x, kernel, bias, groups, extra, how } = given;
  const { c } = ctx;
  const isPlain = rank(x) === rank(kernel);
  const [values, k] = [asWritten(ctx, x), asWritten(ctx, kernel)];
  const [channels, into, out] = isPlain ? [] : [values.shape[0], k.shape[0], k.shape[1]];
  const [axes, sizes] = isPlain
    ? [values.shape, k.shape]
    : [values.shape.slice(1), k.shape.slice(2)];
  const within = channels && dimDivide(channels, dimNumber(groups));
  const fits = isPlain
    ? !isScalar(x) && groups === 1
    : rank(kernel) === rank(x) + 1 && rank(x) > 1 && dimEquals(channels!, into!);
  if (!fits || (within && !isWhole(within))) return refuseKernel(ctx, x, kernel);
  const lead = groups === 1 ? [] : ["g"];
  const split = (v: Value): Value =>
    groups === 1 ? v : c.reshape(v, [dimNumber(groups), within!, ...v.shape.slice(1)]);
  const [p, u] = [letters("p", sizes.length), letters("u", sizes.length)];
  const own = isPlain ? [] : ["c"];
  const windows = c.contract(split(values), split(k), {
    left: [...lead, ...own, ...p],
    right: [...lead, ...own, ...(isPlain ? [] : ["o"]), ...u],
    result: [...lead, ...(isPlain ? [] : ["o"]), ...pairs(p, u)],
  });
  const laid = lay(ctx, windows, lead.length + own.length, axes, sizes, how, extra, f);
  if (!laid) return undefined;
  const made =
    groups === 1
      ? laid
      : c.reshape(laid, [dimMultiply(out!, dimNumber(groups)), ...laid.shape.slice(2)]);
  return biased(ctx, made, bias, isPlain, f);
}

/** Windows added up along the axes from `first` on, without the places of the padding. */
function lay(
  ctx: Context,
  windows: Value,
  first: number,
  counts: readonly Dim[],
  sizes: readonly Dim[],
  { stride, pad, dilation }: Slide,
  extra: number,
  f: BuiltinCall,
): Value | undefined {
  const { c } = ctx;
  const extents = counts.map((count, q) =>
    [
      dimMultiply(dimNumber(stride), dimSubtract(count, ONE)),
      dimMultiply(dimNumber(dilation), dimSubtract(sizes[q]!, ONE)),
      dimNumber(1 + extra),
    ].reduce(dimAdd),
  );
  const how = { first, counts, sizes, stride, dilation, extents };
  let value = c.apply(c.operator("overlaid"), [windows], how);
  for (const [q, extent] of extents.entries()) {
    const length = dimSubtract(extent, dimNumber(2 * pad));
    if ((dimValue(length) ?? 1) < 1) {
      ctx.report(shapes.windowTooLarge(f.span, showDim(dimNumber(2 * pad + 1)), showDim(extent)));
      return undefined;
    }
    if (pad > 0) value = c.slice(value, first + q, dimNumber(pad), length);
  }
  return value;
}

const letters = (first: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${first}${i}`);
const pairs = (a: readonly string[], b: readonly string[]): readonly string[] =>
  a.flatMap((x, i) => [x, b[i]!]);

/** A signal and a kernel without channels. */
function plain(
  ctx: Context,
  x: Typed,
  kernel: Typed,
  how: Slide,
  f: BuiltinCall,
): Value | undefined {
  if (isScalar(x)) return refuseKernel(ctx, x, kernel);
  const [values, k] = [asWritten(ctx, x), asWritten(ctx, kernel)];
  const all = slide(ctx, values, 0, k.shape, how, f);
  const [p, u] = [letters("p", k.shape.length), letters("u", k.shape.length)];
  return all && ctx.c.contract(all, k, { left: pairs(p, u), right: u, result: p });
}

function refuseKernel(ctx: Context, x: Typed, kernel: Typed): undefined {
  ctx.report(
    shapes.kernelOfOtherShape(typeOf(x), typeOf(kernel), [
      shapeLabel(ctx, x),
      shapeLabel(ctx, kernel),
    ]),
  );
  return undefined;
}

/** x : channels × axes, kernel : channels out × channels in of a group × axes. */
function overChannels(
  ctx: Context,
  x: Typed,
  kernel: Typed,
  groups: number,
  how: Slide,
  f: BuiltinCall,
): Value | undefined {
  const { c } = ctx;
  const [values, k] = [asWritten(ctx, x), asWritten(ctx, kernel)];
  const [channels, ...axes] = values.shape;
  const [out, within, ...sizes] = k.shape;
  const each = out && dimDivide(out, dimNumber(groups));
  const fits =
    rank(kernel) === rank(x) + 1 &&
    rank(x) > 1 &&
    dimEquals(channels!, dimMultiply(within!, dimNumber(groups)));
  if (!fits || !each || !isWhole(each)) return refuseKernel(ctx, x, kernel);
  const split = (v: Value, first: Dim, rest: readonly Dim[]): Value =>
    groups === 1 ? v : c.reshape(v, [dimNumber(groups), first, ...rest]);
  const lead = groups === 1 ? [] : ["g"];
  const grouped = split(values, within!, axes);
  const all = slide(ctx, grouped, lead.length + 1, sizes, how, f);
  if (!all) return undefined;
  const [p, u] = [letters("p", sizes.length), letters("u", sizes.length)];
  const result = c.contract(all, split(k, each, k.shape.slice(1)), {
    left: [...lead, "c", ...pairs(p, u)],
    right: [...lead, "o", "c", ...u],
    result: [...lead, "o", ...p],
  });
  return groups === 1 ? result : c.reshape(result, [out, ...result.shape.slice(2)]);
}

const isWhole = (dim: Dim): boolean => Number.isInteger(dimValue(dim) ?? 0);

/** One number for each channel, the same at every place. */
function biased(
  ctx: Context,
  value: Value,
  bias: Typed | undefined,
  isPlain: boolean,
  f: BuiltinCall,
): Typed | undefined {
  const { c } = ctx;
  if (!bias) return column(value, f.span);
  const b = bias.value;
  const fits = isPlain
    ? b.shape.length === 0
    : b.shape.length === 1 && dimEquals(b.shape[0]!, value.shape[0]!);
  if (!fits) {
    const wanted = isPlain ? "a number" : "one number for each channel that comes out";
    const name = textAt(ctx.source, f.word.span);
    ctx.report(shapes.wrongShape(name, wanted, typeOf(bias), shapeLabel(ctx, bias)));
    return undefined;
  }
  const everywhere = isPlain
    ? b
    : value.shape.slice(1).reduce((x, extent, i) => c.expandAxis(x, i + 1, extent), b);
  return column(c.add(value, everywhere), f.span);
}

/** `maxpool(a, s)`: windows of s entries, one beside the other, along every axis but that of the channels. */
function pool(
  ctx: Context,
  written: readonly Argument[],
  f: BuiltinCall,
  by: "max" | "mean",
): Typed | undefined {
  const given = byName(ctx, written, f, POOL);
  const e = given?.get("x");
  const x = e && real(ctx, e);
  if (!given || !x) return undefined;
  if (isScalar(x)) {
    const name = textAt(ctx.source, f.word.span);
    ctx.report(shapes.wrongShape(name, "a vector or a tensor", typeOf(x), shapeLabel(ctx, x)));
    return undefined;
  }
  const size = whole(ctx, given.get("size"), "size", 1, 1);
  const stride = size && whole(ctx, given.get("stride"), "stride", 1, size);
  if (size === undefined || stride === undefined) return undefined;
  const value = asWritten(ctx, x);
  const first = value.shape.length > 1 ? 1 : 0;
  const sizes = value.shape.slice(first).map(() => dimNumber(size));
  const all = slide(ctx, value, first, sizes, { stride, pad: 0, dilation: 1 }, f);
  if (!all) return undefined;
  const positions = sizes.map((_, q) => first + 2 * q + 1);
  const { c } = ctx;
  const made =
    by === "max" ? c.max(all, positions) : c.apply(c.operator("mean"), [all], { positions });
  return column(made, f.span);
}
