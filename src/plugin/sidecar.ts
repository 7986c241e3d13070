/** @file `model.d.nabla.ts` beside `model.nabla`: where TypeScript looks for the types of an imported model. */
import { dirname, sep } from "node:path";
import { type Problem, reasonOf } from "../cli/io.ts";
import { EXTENSION } from "../cli/models.ts";
import { SIDECAR } from "../cli/outputs.ts";
import { writeIfChanged } from "../cli/write.ts";

/** Says why it could not be written, if so. Installed packages bring their own. */
export function writeSidecar(model: string, declarations: string): Problem | undefined {
  if (model.split(sep).includes("node_modules")) return undefined;
  const path = `${model.slice(0, -EXTENSION.length)}.${SIDECAR}`;
  try {
    writeIfChanged(path, dirname(path), declarations, { ours: true });
    return undefined;
  } catch (error) {
    return { path, reason: `not written: ${reasonOf(error)}` };
  }
}
