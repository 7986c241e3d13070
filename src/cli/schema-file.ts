/** @file Run by `npm run build`: the schema of `nabla.config.json` goes into the package. */
import { writeFileSync } from "node:fs";
import { REWRITES } from "../compile.ts";
import { schema, settingsTable } from "./settings.ts";

const text = JSON.stringify(schema(settingsTable(REWRITES)), undefined, 2);
writeFileSync(new URL("../../config.schema.json", import.meta.url), `${text}\n`);
