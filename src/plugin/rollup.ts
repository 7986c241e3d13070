/** @file `nabla/rollup`: `plugins: [nabla()]` in the configuration of Rollup. */
import type { Plugin } from "rollup";
import type { PluginOptions } from "./options.ts";
import { plugin } from "./plugin.ts";

export type { PluginOptions };
export const nabla: (options?: PluginOptions) => Plugin = plugin.rollup;
