/** @file Events of the file system, by chokidar. */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { type FSWatcher, watch } from "chokidar";
import { reasonOf } from "./io.ts";
import { type Places, concerns, isIn } from "./places.ts";

export interface Watcher {
  /** From now on these places and no others. */
  follow(places: Places): Promise<void>;
  close(): Promise<void>;
}

/** `wake` is called after whatever may have changed a model; `trouble` where nothing can be seen. */
export type StartWatcher = (wake: () => void, trouble: (reason: string) => void) => Watcher;

export const startWatcher: StartWatcher = (wake, trouble) => {
  let watched: FSWatcher | undefined;
  let last = "";
  let isTroubled = false;
  return {
    async follow(places) {
      const key = JSON.stringify(places);
      if (key === last) return;
      last = key;
      const before = watched;
      watched = watch(tops(places), {
        ignoreInitial: true,
        // `placesOf` has seen what is behind links.
        followSymlinks: false,
        // A file that is away for a moment is no matter: rounds look twice.
        atomic: false,
        ignored: (path, stats) => !concerns(places, path, stats?.isFile() ?? false),
      })
        .on("all", wake)
        .on("ready", wake)
        .on("error", (error) => {
          if (!isTroubled) trouble(`not every change will be seen at once: ${reasonOf(error)}`);
          isTroubled = true;
        });
      await before?.close();
    },
    async close() {
      await watched?.close();
    },
  };
};

/** Above each place, so that the place itself may go and come back; but not above where the program stands. */
function tops({ places, config, cwd }: Places): string[] {
  const folders = [...places.map(({ folder }) => folder), dirname(config)];
  const above = folders.map((folder) => (isIn(folder, cwd) ? cwd : existing(dirname(folder))));
  return above.filter((folder, i) => !above.some((other, j) => covers(other, j, folder, i)));
}

const covers = (other: string, j: number, folder: string, i: number): boolean =>
  other === folder ? j < i : isIn(folder, other);

const existing = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
