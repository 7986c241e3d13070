/** @file `nabla/esbuild`: `plugins: [nabla()]` in the configuration of esbuild. */
import type { Plugin } from "esbuild";
import type { PluginOptions } from "./options.ts";
import { plugin } from "./plugin.ts";

export type { PluginOptions };
export const nabla: (options?: PluginOptions) => Plugin = plugin.esbuild;
