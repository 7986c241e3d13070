/** @file What a user may set in the configuration of a bundler. */
import type { CompileOptions } from "../compile.ts";
import { visible } from "../diagnostics/visible.ts";

export interface PluginOptions {
  /**
   * Writes `model.d.nabla.ts` beside each model that is imported: its types, for TypeScript with
   * `allowArbitraryExtensions`. True when absent.
   */
  readonly types?: boolean;
  /** How arrays of reals are stored; "f64" when absent. */
  readonly precision?: NonNullable<CompileOptions["precision"]>;
}

export interface Settings {
  readonly types: boolean;
  readonly precision: NonNullable<CompileOptions["precision"]>;
}

/** What each option may be; the first is what it is when absent. */
const KNOWN = { types: [true, false], precision: ["f64", "f32"] } as const;

/** Throws a `TypeError` for what is no option, or no value of one. */
export function settingsOf(options: PluginOptions = {}): Settings {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(KNOWN, name)) {
      const names = Object.keys(KNOWN).join(", ");
      throw new TypeError(`nabla: there is no option "${visible(name)}"; there are ${names}`);
    }
    const values: readonly unknown[] = KNOWN[name as keyof typeof KNOWN];
    if (value !== undefined && !values.includes(value))
      throw new TypeError(`nabla: ${name} is ${values.map((v) => JSON.stringify(v)).join(" or ")}`);
  }
  return { types: options.types ?? true, precision: options.precision ?? "f64" };
}
