/** @file A model saved while Vite serves it: errors are shown over the page, which runs on with the last good module. */
import { resolve } from "node:path";
import type { Plugin } from "vite";
import type { Problem } from "../cli/io.ts";
import { isModel } from "./id.ts";
import type { Model } from "./model.ts";
import { errorsOf } from "./trouble.ts";

export const hotUpdate = (
  load: (path: string) => Promise<Model | Problem>,
): NonNullable<Plugin["hotUpdate"]> =>
  async function ({ type, file, modules, read, server }) {
    const ours = modules.filter((m) => m.id !== null && isModel(m.id));
    if (type !== "update" || ours.length === 0) return undefined;
    await read(); // Until a file that is being written is not empty.
    const errors = errorsOf(await load(resolve(file)));
    if (!errors) return undefined;
    const { environment } = this;
    // A page that is loaded anew shows the errors too.
    for (const m of ours) environment.moduleGraph.invalidateModule(m);
    const isFirst = Object.values(server.environments).find((e) =>
      e.moduleGraph.getModulesByFile(file),
    );
    if (environment === isFirst)
      environment.logger.error(errors.text, { timestamp: true, clear: true });
    const { message, frame, loc } = errors;
    environment.hot.send({
      type: "error",
      err: {
        message,
        stack: "",
        plugin: "nabla",
        id: file,
        ...(frame === undefined ? {} : { frame }),
        ...(loc === undefined ? {} : { loc }),
      },
    });
    return modules.filter((m) => !ours.includes(m));
  };
