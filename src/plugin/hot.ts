/** @file A model saved while Vite serves it: errors are shown over the page, which runs on with the last good module. */
import { resolve, sep } from "node:path";
import type { Plugin } from "vite";
import { isModel } from "./id.ts";
import type { Loader } from "./model.ts";
import { errorsOf } from "./trouble.ts";

export const hotUpdate = ({ load, models }: Loader): NonNullable<Plugin["hotUpdate"]> =>
  async function ({ type, file, modules, read, server }) {
    const paths = models(resolve(file));
    if (type !== "update" || paths.length === 0) return undefined;
    await read(); // Until a file that is being written is not empty.
    const troubles = await Promise.all(paths.map(async (path) => errorsOf(await load(path))));
    const errors = troubles.find((t) => t !== undefined);
    if (!errors) return undefined;
    const { environment } = this;
    const loaded = paths.flatMap((path) => [
      ...(environment.moduleGraph.getModulesByFile(path.split(sep).join("/")) ?? []),
    ]);
    const isOurs = (m: (typeof modules)[number]): boolean => m.id !== null && isModel(m.id);
    const ours = [...new Set([...modules, ...loaded])].filter(isOurs);
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
