/** @file Names that other languages and libraries have for what is here: what a model writes instead. */

/** The same function under the name that it has here. */
const SAME: ReadonlyMap<string, string> = new Map(
  `maximum:max minimum:min power:pow concatenate:concat cat:concat hstack:concat vstack:concat identity:eye
   flatten:vec ravel:vec clip:clamp clip_by_value:clamp detach:stop stop_gradient:stop inner:dot vdot:dot
   ln:log logit_sigmoid:logsigmoid swish:silu ceiling:ceil arcsin:asin arccos:acos arctan:atan arctan2:atan2
   fabs:abs absolute:abs amax:max amin:min product:prod cumulative_sum:cumsum stdev:std variance:var
   determinant:det inverse:inv onehot:one_hot tril:lowertri view:reshape conv1d:conv conv2d:conv conv3d:conv
   max_pool2d:maxpool max_pool:maxpool avg_pool2d:meanpool avgpool:meanpool average_pool:meanpool
   log_sum_exp:logsumexp kl_div:kl kl_divergence:kl huber_loss:huber smooth_l1_loss:huber hinge_loss:hinge
   cross_entropy_loss:crossentropy nll_loss:crossentropy log_sigmoid:logsigmoid gammaln:lgamma average:mean`
    .split(/\s+/)
    .map((pair) => pair.split(":") as [string, string]),
);

const WRITTEN: ReadonlyMap<string, string> = new Map([
  ["transpose", "The transpose is `Wᵀ` or `W'`."],
  ["matmul", "A product of matrices and vectors is written side by side: `W x`."],
  ["mm", "A product of matrices is written side by side: `A B`."],
  [
    "bmm",
    "A product of matrices is written side by side: `A B`; `per n` makes it one for each example.",
  ],
  ["multiply", "Entry by entry it is `a ⊙ b`."],
  ["divide", "Entry by entry it is `a ⊘ b`."],
  ["linear", "A linear layer is written out: `W x + b`."],
  ["dense", "A dense layer is written out: `W x + b`."],
  ["mse_loss", "The mean squared error is written out: `mean_n (y - s)²`."],
  ["mse", "The mean squared error is written out: `mean_n (y - s)²`."],
  ["binary_crossentropy", "Of p = σ(s) it is written out: `-y log p - (1-y) log(1-p)`."],
  ["binary_cross_entropy", "Of p = σ(s) it is written out: `-y log p - (1-y) log(1-p)`."],
  ["bce", "Of p = σ(s) it is written out: `-y log p - (1-y) log(1-p)`."],
  ["bce_loss", "Of p = σ(s) it is written out: `-y log p - (1-y) log(1-p)`."],
  [
    "dropout",
    "A model draws nothing: hand the mask over, `input mask : ℝ^n`, and write `x ⊙ mask`.",
  ],
  ["layernorm", "It is written out: `(x - mean(x) ones(n)) / √(var(x) + ε)`."],
  ["batchnorm", "It is written out with `mean_n x` and the variance over n."],
  ["unsqueeze", "Axes of length 1 come with `reshape(x, 1, n)`; a row is `xᵀ`."],
  ["squeeze", "Axes of length 1 go with `reshape(x, n)`."],
  ["embedding", "A row is read by index data: `E[w]`."],
  ["sequential", "Layers are definitions, one below the other: `h = relu(W x + b)`."],
  ["true", "A condition is a comparison: `x > 0`."],
  ["false", "A condition is a comparison: `x > 0`."],
  ["none", "Leave out what has no value."],
  ["null", "Leave out what has no value."],
  ["nan", "There is no such number in a model."],
  ["range", "An index runs over a range: `index i : n`."],
  ["len", "A size is a dim: write its name."],
  ["print", "What is to be seen is an `output`."],
  ["tensor", "Numbers in brackets make a vector, `[1; 2; 3]`, or a matrix, `[1, 2; 3, 4]`."],
  ["array", "Numbers in brackets make a vector, `[1; 2; 3]`, or a matrix, `[1, 2; 3, 4]`."],
  ["glorot", "A way to draw a start stands after `~`: `param W : ℝ^{m×n} ~ glorot`."],
  ["normal", "A way to draw a start stands after `~`: `param W : ℝ^{m×n} ~ normal(0, 0.1)`."],
  ["uniform", "A way to draw a start stands after `~`: `param W : ℝ^{m×n} ~ uniform(-1, 1)`."],
]);

export interface Elsewhere {
  /** The name here, where there is one. */
  readonly name?: string;
  readonly help: string;
}

/** `known` says whether a name is one of the language. */
export function elsewhere(name: string, known: (name: string) => boolean): Elsewhere | undefined {
  const small = name.toLowerCase();
  const here = SAME.get(small) ?? (small !== name && known(small) ? small : undefined);
  if (here !== undefined && known(here))
    return { name: here, help: `Here it is called \`${here}\`.` };
  const help = WRITTEN.get(small);
  return help === undefined ? undefined : { help };
}

/** Ways to draw a start, by the names of other libraries. */
export function initializerElsewhere(name: string): string | undefined {
  const small = name.toLowerCase();
  if (/xavier|^glorot_/.test(small)) return "glorot";
  if (/kaiming|^he_/.test(small)) return "he";
  if (/^(?:randn|gauss|gaussian|random_normal|truncated_normal)$/.test(small))
    return "normal(0, 1)";
  if (/^(?:rand|random|random_uniform)$/.test(small)) return "uniform(0, 1)";
  return undefined;
}

/** Types by the names of programming languages. */
export const TYPES_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ...["float", "double", "real", "number", "float32", "float64", "scalar"].map(
    (word) => [word, "A real number is `ℝ`."] as const,
  ),
  ...["int", "integer", "long", "int32"].map(
    (word) =>
      [word, "A whole constant is `ℤ`; data that selects has a range, such as `0..k-1`."] as const,
  ),
  ...["bool", "boolean"].map((word) => [word, "A bit is `{0,1}`."] as const),
  ...["vector", "tensor", "matrix", "array", "list"].map(
    (word) => [word, "A vector is `ℝ^n`, a matrix `ℝ^{m×n}`."] as const,
  ),
]);

/** Words that begin a line elsewhere: the word here, or what is written instead. */
export const STATEMENTS_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ...["parameter", "parameters", "variable", "weight", "weights"].map((w) => [w, "param"] as const),
  ...["sequence", "time"].map((w) => [w, "seq"] as const),
  ...["gradient", "differentiate"].map((w) => [w, "grad"] as const),
  ...["constant", "constants"].map((w) => [w, "const"] as const),
  ...["dimension", "dimensions", "size"].map((w) => [w, "dim"] as const),
  ...["inputs", "data", "placeholder"].map((w) => [w, "input"] as const),
  ...["cost", "objective"].map((w) => [w, "loss"] as const),
  ...["import", "from", "include", "require"].map(
    (w) => [w, 'Functions of another file come with `use "./layers.nabla"`.'] as const,
  ),
  ...["def", "func", "fn", "fun"].map(
    (w) =>
      [w, "A function is `f(x) = …`; one of several lines begins with `function f(x)`."] as const,
  ),
  ...["for", "while", "foreach"].map(
    (w) =>
      [
        w,
        "There are no loops: a sum is `Σ_i x_i`, a family `y_i = …`, steps in time a `seq`.",
      ] as const,
  ),
  ...["let", "var", "val", "set", "auto"].map(
    (w) => [w, "A definition is `name = expression`, with no word before it."] as const,
  ),
  ...["print", "show", "display"].map((w) => [w, "output"] as const),
  ...["if", "elif", "else", "switch"].map(
    (w) => [w, "Cases are values: `y = { a if x > 0; b otherwise }`."] as const,
  ),
  ...["class", "struct"].map((w) => [w, "A model is its lines: it needs no frame."] as const),
]);
