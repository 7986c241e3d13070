/** @file Each bundler behind one function: main.js of a folder to out/main.js, all it says as text. */
import { rspack, type RspackOptions } from "@rspack/core";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import { build, createLogger } from "vite";
import webpack from "webpack";
import { nabla as esbuildPlugin } from "../../src/plugin/esbuild.ts";
import type { PluginOptions } from "../../src/plugin/options.ts";
import { nabla as rollupPlugin } from "../../src/plugin/rollup.ts";
import { nabla as rspackPlugin } from "../../src/plugin/rspack.ts";
import { nabla as vitePlugin } from "../../src/plugin/vite.ts";
import { nabla as webpackPlugin } from "../../src/plugin/webpack.ts";
import type { Folder } from "../cli/fake.ts";

export interface Built {
  readonly errors: string;
  readonly warnings: string;
}

type Bundler = (folder: Folder, options?: PluginOptions) => Promise<Built>;

export const bundlers: Readonly<Record<string, Bundler>> = {
  async vite({ path, at }, options) {
    const said: string[] = [];
    const note = (text: string): void => void said.push(text);
    const errors = await failure(() =>
      build({
        root: path,
        configFile: false,
        logLevel: "warn",
        customLogger: { ...createLogger("warn"), warn: note, warnOnce: note },
        plugins: [vitePlugin(options)],
        build: {
          outDir: "out",
          lib: { entry: at("main.js"), formats: ["es"], fileName: () => "main.js" },
        },
      }),
    );
    return { errors, warnings: said.join("\n") };
  },

  async rollup({ at }, options) {
    const said: string[] = [];
    const errors = await failure(async () => {
      const bundle = await rollup({
        input: at("main.js"),
        plugins: [rollupPlugin(options)],
        onwarn: (w) => said.push(`${w.message} ${w.loc?.line}:${w.loc?.column}\n${w.frame}`),
      });
      await bundle.write({ file: at("out/main.js") });
    });
    return { errors, warnings: said.join("\n") };
  },

  webpack: ({ path, at }, options) =>
    new Promise((resolve, reject) => {
      webpack(
        {
          ...(webpackLike(path, at("out")) as webpack.Configuration),
          experiments: { outputModule: true },
          plugins: [webpackPlugin(options)],
        },
        (error, stats) => (error ? reject(error) : resolve(said(stats!.toJson(STATS)))),
      );
    }),

  rspack: ({ path, at }, options) =>
    new Promise((resolve, reject) => {
      rspack(
        { ...webpackLike(path, at("out")), plugins: [rspackPlugin(options)] },
        (error, stats) => (error ? reject(error) : resolve(said(stats!.toJson(STATS)))),
      );
    }),

  async esbuild({ path, at }, options) {
    const show = (messages: esbuild.Message[], kind: "error" | "warning"): string =>
      esbuild.formatMessagesSync(messages, { kind, color: false }).join("\n");
    let warnings: esbuild.Message[] = [];
    const errors = await failure(async () => {
      ({ warnings } = await esbuild.build({
        absWorkingDir: path,
        entryPoints: [at("main.js")],
        bundle: true,
        format: "esm",
        outdir: at("out"),
        logLevel: "silent",
        plugins: [esbuildPlugin(options)],
      }));
    });
    return { errors, warnings: show(warnings, "warning") };
  },
};

/** Without `devtool`, whose default in development wraps modules in `eval`. */
const webpackLike = (context: string, path: string): RspackOptions => ({
  mode: "production",
  context,
  entry: "./main.js",
  devtool: false,
  output: { path, filename: "main.js", library: { type: "module" } },
});

const STATS = { all: false, errors: true, warnings: true } as const;

function said(stats: {
  readonly errors?: readonly { readonly message: string }[] | undefined;
  readonly warnings?: readonly { readonly message: string }[] | undefined;
}): Built {
  const text = (list: readonly { readonly message: string }[] = []): string =>
    list.map((m) => m.message).join("\n");
  return { errors: text(stats.errors), warnings: text(stats.warnings) };
}

/** What a user sees of the error: its text, place and frame. */
async function failure(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "";
  } catch (error) {
    const { message, loc, frame } = error as Error & {
      readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
      readonly frame?: string;
    };
    return `${message}\n${loc ? `${loc.file}:${loc.line}:${loc.column}` : ""}\n${frame ?? ""}`;
  }
}
