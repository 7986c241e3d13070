/** @file `nabla init`: a model, its configuration, and a program that trains it. */
import { existsSync, lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { visible } from "../diagnostics/visible.ts";
import { CONFIG } from "./config.ts";
import { type ExitCode, type Io, reasonOf } from "./io.ts";
import { showPath } from "./models.ts";
import { reporter } from "./report.ts";

export function init(name: string, io: Io): ExitCode {
  const report = reporter(io, "text");
  const folder = resolve(io.cwd, name);
  const shown = (path: string): string => showPath(path, io.cwd);
  const files = Object.entries(starter(folder)).map(
    ([file, text]) => [join(folder, file), text] as const,
  );
  let at = folder;
  try {
    const there = files.filter(([path]) => lstatSync(path, { throwIfNoEntry: false }));
    for (const [path] of there)
      report.problem({ path: shown(path), reason: "it is there already; nothing was written" });
    if (there.length > 0) return 2;
    mkdirSync(folder, { recursive: true });
    for (const [path, text] of files) {
      at = path;
      writeFileSync(path, text, { flag: "wx" });
      io.out(`wrote ${visible(shown(path))}\n`);
    }
  } catch (error) {
    report.problem({ path: shown(at), reason: reasonOf(error) });
    return 2;
  }
  io.out(
    `\nNext:\n${commands(name, folder)
      .map((line) => `  ${line}\n`)
      .join("")}`,
  );
  return 0;
}

/** What takes the folder, as it is, to a trained model. */
const commands = (name: string, folder: string): readonly string[] => [
  ...(name === "." ? [] : [`cd ${/^[\w.][\w./-]*$/.test(name) ? name : `"${visible(name)}"`}`]),
  ...(above(folder, "package.json") === undefined ? ["npm init -y"] : []),
  ...(above(folder, "node_modules/nabla") === undefined ? ["npm install nabla"] : []),
  "npx nabla build           # model.mjs, and model.d.mts with its types",
  "npx nabla gradcheck model.nabla",
  "node train.mjs",
  "npx nabla build --watch   # while you change the model",
];

/** The folder, or the nearest one that holds it, with such a file. */
function above(folder: string, file: string): string | undefined {
  if (existsSync(join(folder, file))) return folder;
  return dirname(folder) === folder ? undefined : above(dirname(folder), file);
}

/** The schema as the configuration names it: from its folder to that of the package. */
function schemaPath(folder: string): string {
  const home = above(folder, "node_modules/nabla") ?? above(folder, "package.json") ?? folder;
  const way = relative(folder, home).split(sep).join("/") || ".";
  return `${way}/node_modules/nabla/dist/config.schema.json`;
}

/** The model's module is ES in a package of either type. */
const starter = (folder: string): Readonly<Record<string, string>> => ({
  "model.nabla": `\
// Which points of the plane lie in a ring?
dim h = 12
batch n : N
input x : ℝ^2   per n
input y : {0,1} per n
param W : ℝ^{h×2} ~ normal(0, 1), b : ℝ^h = 0
param u : ℝ^h ~ glorot, c : ℝ = 0
a = tanh(W x + b)
p = σ(u·a + c)
loss J = mean_n (-y log p - (1-y) log(1-p))
output p
`,
  [CONFIG]: `\
{
  "$schema": ${JSON.stringify(schemaPath(folder))},
  "files": ["*.nabla"],
  "target": "mjs"
}
`,
  "train.mjs": `\
// Trains model.nabla by gradient descent with momentum. First: npx nabla build
import { initialize, predict, valueAndGradient, workspace } from './model.mjs';

const N = 400;
const x = new Float64Array(2 * N);
const y = new Float64Array(N);
for (let n = 0; n < N; n++) {
  const angle = 2.4 * n; // the sunflower's points fill the disc
  const r = 2 * Math.sqrt(n / N);
  x.set([r * Math.cos(angle), r * Math.sin(angle)], 2 * n);
  y[n] = r > 0.7 && r < 1.5 ? 1 : 0;
}

const memory = workspace({ N }); // all storage, once
const params = initialize(1, { N }); // Float64Arrays by name
const velocity = initialize(1, { N });
for (const v of Object.values(velocity)) v.fill(0);

for (let step = 0; step <= 3000; step++) {
  const { values, gradients } = valueAndGradient(params, { x, y }, memory);
  for (const [key, w] of Object.entries(params)) {
    for (let i = 0; i < w.length; i++) {
      velocity[key][i] = 0.9 * velocity[key][i] - 0.3 * gradients[key][i];
      w[i] += velocity[key][i];
    }
  }
  if (step % 500 === 0) console.log(\`step \${step}  J = \${values.J.toFixed(4)}\`);
}

const { p } = predict(params, { x }, memory); // needs no y
const right = p.filter((value, n) => value > 0.5 === (y[n] === 1)).length;
console.log(\`\${right} of \${N} right\`);
`,
});
