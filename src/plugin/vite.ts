/** @file `nabla/vite`: `plugins: [nabla()]` in the configuration of Vite. */
import type { Plugin } from "vite";
import type { PluginOptions } from "./options.ts";
import { plugin } from "./plugin.ts";

export type { PluginOptions };
export const nabla: (options?: PluginOptions) => Plugin = plugin.vite;
