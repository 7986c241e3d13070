/** @file The plugin of every bundler: a model that is imported is compiled to JavaScript, its types are written beside it. */
import { createUnplugin, type UnpluginBuildContext, type UnpluginContext } from "unplugin";
import { visible } from "../diagnostics/visible.ts";
import { hotUpdate } from "./hot.ts";
import { fileOf, MODELS } from "./id.ts";
import { modelLoader, usedBy } from "./model.ts";
import { type PluginOptions, settingsOf } from "./options.ts";
import { writeSidecar } from "./sidecar.ts";
import { errorsOf, type Trouble, warningsOf } from "./trouble.ts";

export const plugin = createUnplugin<PluginOptions | undefined, false>((options, { framework }) => {
  const settings = settingsOf(options);
  const loader = modelLoader(settings);
  return {
    name: "nabla",
    load: {
      filter: { id: MODELS },
      async handler(id) {
        const path = fileOf(id);
        if (path === undefined) return undefined;
        // The others watch what they load; Vite would take the module for its own importer.
        if (framework === "esbuild") this.addWatchFile(path);
        const model = await loader.load(path);
        if ("used" in model) for (const file of usedBy(model)) this.addWatchFile(file);
        const errors = errorsOf(model);
        if (errors || "reason" in model || !model.module) return fail(this, framework, errors);
        for (const warning of warningsOf(model)) this.warn(warning.text);
        const { code, declarations } = model.module;
        const problem = settings.types ? writeSidecar(path, declarations) : undefined;
        if (problem) this.warn(`${visible(problem.path)}: ${problem.reason}`);
        return { code };
      },
    },
    vite: { hotUpdate: hotUpdate(loader) },
  };
});

type Context = UnpluginBuildContext & UnpluginContext;

/** Each in the way that ends in its user seeing message, place and frame. */
function fail(context: Context, framework: string, errors: Trouble | undefined): { code: string } {
  if (!errors) throw new Error("internal: there is neither a module nor an error");
  const { message, text, ...more } = errors;
  // Webpack goes on after `error`, to say that the exports are missing.
  if (framework === "webpack" || framework === "rspack") throw new Misbuilt(text);
  // Rollup and Vite throw here; esbuild, which has no frames, takes note and drops the module.
  context.error(framework === "esbuild" ? text : { message, ...more });
  return { code: "" };
}

/** Webpack shows its message, and not where in this file it was made. */
class Misbuilt extends Error {
  readonly hideStack = true;
  override readonly name = "nabla";
}
