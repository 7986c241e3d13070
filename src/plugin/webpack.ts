/** @file `nabla/webpack`: `plugins: [nabla()]` in the configuration of webpack. */
import type { WebpackPluginInstance } from "webpack";
import type { PluginOptions } from "./options.ts";
import { plugin } from "./plugin.ts";

export type { PluginOptions };
export const nabla: (options?: PluginOptions) => WebpackPluginInstance = plugin.webpack;
