/** @file What can be wrong with a file of weights, or with what is to be saved. */

/** Says what is wrong; `tensor` is the name of the tensor where there is one. */
export class WeightsError extends Error {
  override readonly name = "WeightsError";
  readonly tensor: string | undefined;

  constructor(message: string, tensor?: string) {
    super(tensor === undefined ? message : `${quoted(tensor)}: ${message}`);
    this.tensor = tensor;
  }
}

/** Names come from files: escaped, and never long. */
export const quoted = (name: string): string =>
  JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name).replaceAll(
    /[\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A few of the names, for a message. */
export function listed(names: Iterable<string>): string {
  const all = [...names];
  const shown = all.slice(0, 8).map((name) => quoted(name));
  if (all.length > shown.length) shown.push(`${all.length - shown.length} more`);
  return shown.length === 0 ? "nothing" : shown.join(", ");
}

/** `[2, 3]`, cut where it is long. */
export const shown = (shape: readonly number[]): string =>
  `[${shape.slice(0, 12).join(", ")}${shape.length > 12 ? ", …" : ""}]`;
