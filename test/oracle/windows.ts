/** @file Convolution and pooling in one dimension, with channels or without, by plain loops. */
import { add, mul, total, type Num } from "./dual.ts";
import { refuse, type Value } from "./tensor.ts";

type Options = Readonly<Record<string, number>>;

/** Σ K[o, c, k] x[c, stride·p + dilation·k − pad]: the kernel is not flipped. */
export function convolution(x: Value, K: Value, bias: Value | undefined, options: Options): Value {
  const { stride = 1, pad = 0, dilation = 1, groups = 1 } = options;
  if (K.shape.length === 2 || K.shape.length > 3) return refuse("conv over several axes");
  const [outs, ins, width] =
    K.shape.length === 1 ? [1, 1, K.shape[0]!] : (K.shape as [number, number, number]);
  const places = x.shape.at(-1)!;
  const count = Math.floor((places + 2 * pad - dilation * (width - 1) - 1) / stride) + 1;
  const data = Array.from({ length: outs * count }, (_, at): Num => {
    const [o, p] = [Math.floor(at / count), at % count];
    const from = Math.floor(o / (outs / groups)) * ins;
    const terms: Num[] = [];
    for (let c = 0; c < ins; c++)
      for (let k = 0; k < width; k++) {
        const place = stride * p + dilation * k - pad;
        if (place < 0 || place >= places) continue;
        terms.push(mul(K.data[(o * ins + c) * width + k]!, x.data[(from + c) * places + place]!));
      }
    const sum = total(terms);
    return bias ? add(sum, bias.data[bias.shape.length === 0 ? 0 : o]!) : sum;
  });
  return { shape: K.shape.length === 1 ? [count] : [outs, count], data };
}

/** Σ K[c, o, k] x[c, p] at stride·p + dilation·k − pad: what conv by the same kernel is transposed. */
export function transposedConvolution(
  x: Value,
  K: Value,
  bias: Value | undefined,
  options: Options,
): Value {
  const { stride = 1, pad = 0, dilation = 1, groups = 1, extra = 0 } = options;
  if (K.shape.length === 2 || K.shape.length > 3) return refuse("convtranspose over several axes");
  const isPlain = K.shape.length === 1;
  const [ins, each, width] = isPlain ? [1, 1, K.shape[0]!] : (K.shape as [number, number, number]);
  const places = x.shape.at(-1)!;
  const count = stride * (places - 1) + dilation * (width - 1) + 1 + extra - 2 * pad;
  const outs = each * groups;
  const data: Num[] = Array.from({ length: outs * count }, (_, at) =>
    bias ? bias.data[isPlain ? 0 : Math.floor(at / count)]! : 0,
  );
  for (let c = 0; c < ins; c++)
    for (let o = 0; o < each; o++)
      for (let p = 0; p < places; p++)
        for (let k = 0; k < width; k++) {
          const place = stride * p + dilation * k - pad;
          if (place < 0 || place >= count) continue;
          const at = (Math.floor(c / (ins / groups)) * each + o) * count + place;
          const term = mul(K.data[(c * each + o) * width + k]!, x.data[c * places + p]!);
          data[at] = add(data[at]!, term);
        }
  return { shape: isPlain ? [count] : [outs, count], data };
}

/** Windows of `size` places along the last of two axes. */
export function pool(
  x: Value,
  size: number,
  { stride = size }: Options,
  of: (window: readonly Num[]) => Num,
): Value {
  const [channels, places, ...more] = x.shape;
  if (channels === undefined || places === undefined || more.length > 0)
    return refuse("pools over several axes");
  const count = Math.floor((places - size) / stride) + 1;
  const data = Array.from({ length: channels * count }, (_, at) => {
    const from = Math.floor(at / count) * places + stride * (at % count);
    return of(x.data.slice(from, from + size));
  });
  return { shape: [channels, count], data };
}
