/** @file `nabla/rspack`: `plugins: [nabla()]` in the configuration of Rspack. */
import type { RspackPluginInstance } from "@rspack/core";
import type { PluginOptions } from "./options.ts";
import { plugin } from "./plugin.ts";

export type { PluginOptions };
export const nabla: (options?: PluginOptions) => RspackPluginInstance = plugin.rspack;
