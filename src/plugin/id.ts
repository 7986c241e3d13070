/** @file Which imports are models: files that end in `.nabla`. `?raw` and `?url` are left to the bundler. */
import { isAbsolute, resolve } from "node:path";

export const MODELS = {
  include: /\.nabla(?:\?|$)/,
  exclude: /[?&](?:raw|url)(?:[&=]|$)/,
};

export const isModel = (id: string): boolean => MODELS.include.test(id) && !MODELS.exclude.test(id);

/** The file of a module, without its query; undefined for one that is no file. */
export function fileOf(id: string): string | undefined {
  const path = id.replace(/(?<=\.nabla)\?.*$/s, "");
  return isAbsolute(path) ? resolve(path) : undefined;
}
