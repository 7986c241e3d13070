/** @file The rounds of a watch: each looks at all files, builds what is not as it was when it was built, and says so. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { visible } from "../diagnostics/visible.ts";
import type { Alarm } from "./alarm.ts";
import type { BuildOptions } from "./build.ts";
import { type Built, buildOne } from "./build-one.ts";
import { CONFIG } from "./config.ts";
import type { Io, Problem } from "./io.ts";
import { type ModelFile, type Patterns, STDIN, findModels, showPath, stampOf } from "./models.ts";
import { type Output, planOutputs } from "./outputs.ts";
import { type Places, placesOf } from "./places.ts";
import { type Reporter, reporter } from "./report.ts";
import type { Used } from "./used.ts";

export interface Wanted {
  readonly patterns: Patterns;
  readonly options: BuildOptions;
  /** The configuration, where there is one. */
  readonly path: string | undefined;
}

export interface Seen {
  readonly models: number;
  /** A file was built, is empty or is missing: there may be more to come that nobody says. */
  readonly unsettled: boolean;
  readonly places: Places;
}

/** A model as it was built. */
interface Round {
  readonly output: Output;
  readonly stamp: string;
  readonly used: readonly Used[];
}

export class Rounds {
  private wanted: Wanted;
  private readonly load: () => Wanted | undefined;
  private readonly io: Io;
  private readonly config: string;
  private configured: string | undefined;
  private readonly built = new Map<string, Round>();
  /** Empty or missing in the last round: in this one it is believed. */
  private doubtful: ReadonlySet<string> = new Set();
  private told: ReadonlySet<string> = new Set();
  private isFirst = true;

  constructor(wanted: Wanted, load: () => Wanted | undefined, io: Io) {
    this.wanted = wanted;
    this.load = load;
    this.io = io;
    this.config = wanted.path ?? resolve(io.cwd, CONFIG);
    this.configured = stampOf(this.config);
  }

  /** Why what is wanted cannot be watched. */
  get unfit(): string | undefined {
    return whyUnfit(this.wanted);
  }

  async next(alarm: Alarm): Promise<Seen> {
    this.configure();
    const { patterns, options } = this.wanted;
    const { models, problems } = await findModels(patterns, this.io);
    const plan = planOutputs(models, { ...options, out: options.out, cwd: this.io.cwd });
    this.tell([...problems, ...plan.problems]);
    const doubtful = new Set<string>();
    let isBuilt = false;
    for (const output of plan.outputs) {
      if (alarm.ended) break;
      isBuilt = (await this.buildChanged(output, doubtful, alarm)) || isBuilt;
    }
    this.forget(models, doubtful);
    this.doubtful = doubtful;
    this.isFirst = false;
    const used = [...this.built.values()].flatMap((b) => b.used.map(({ path }) => path));
    const places = placesOf(patterns, models, used, { config: this.config, cwd: this.io.cwd });
    return { models: models.length, unsettled: isBuilt || doubtful.size > 0, places };
  }

  private get report(): Reporter {
    return reporter(this.io, this.wanted.options.format);
  }

  /** A configuration that has changed is read again; while it is wrong, the one before it holds. */
  private configure(): void {
    const stamp = stampOf(this.config);
    if (stamp === this.configured) return;
    this.configured = stamp;
    const next = this.load();
    const reason = next && whyUnfit(next);
    if (reason !== undefined) this.report.problem({ path: "--watch", reason });
    const isFit = next && reason === undefined;
    const shown = visible(showPath(this.config, this.io.cwd));
    this.io.out(`changed ${shown}: ${isFit ? "ok" : "not used"}\n`);
    if (!isFit) return;
    this.wanted = next;
    this.built.clear();
    this.isFirst = true;
  }

  /** Each problem once, as long as it lasts. */
  private tell(problems: readonly Problem[]): void {
    const now = new Map(problems.map((p) => [`${p.path}\0${p.reason}`, p]));
    for (const [key, problem] of now) if (!this.told.has(key)) this.report.problem(problem);
    this.told = new Set(now.keys());
  }

  private async buildChanged(
    output: Output,
    doubtful: Set<string>,
    alarm: Alarm,
  ): Promise<boolean> {
    const { path, shown } = output.model;
    const stamp = stampOf(path);
    const before = this.built.get(path);
    const isOther = before?.used.some((used) => stampOf(used.path) !== used.stamp);
    if (stamp === undefined || (stamp === before?.stamp && !isOther)) return false;
    // An editor may have emptied the file, to write it in a moment.
    if (stamp.startsWith("0 ") && !this.isFirst && !this.doubtful.has(path)) {
      doubtful.add(path);
      return false;
    }
    this.built.set(path, { output, stamp, used: [] });
    const begun = performance.now();
    const built = await alarm.building(() =>
      buildOne(output, this.wanted.options, this.io, this.report),
    );
    const ms = (performance.now() - begun).toFixed(0);
    this.built.set(path, { output, stamp, used: built.used });
    const verb = this.isFirst ? "built" : before ? "changed" : "added";
    this.io.out(`${verb} ${visible(shown)}: ${outcome(built, output)}, ${ms} ms\n`);
    return true;
  }

  /** A model that is gone in two rounds was not only on its way from one name to another. */
  private forget(models: readonly ModelFile[], doubtful: Set<string>): void {
    const there = new Set(models.map((model) => model.path));
    for (const [path, { output }] of this.built) {
      if (there.has(path)) continue;
      if (!this.doubtful.has(path)) {
        doubtful.add(path);
        continue;
      }
      this.built.delete(path);
      this.io.out(`removed ${visible(output.model.shown)}${stays(output)}\n`);
    }
  }
}

function outcome({ exit, errors, library }: Built, output: Output): string {
  if (exit === 0) return library ? "no module, it has functions for models" : "ok";
  const what = exit === 1 ? `${errors} error${errors === 1 ? "" : "s"}` : "not written";
  return `${what}${stays(output)}`;
}

function stays({ files }: Output): string {
  const left = files.filter(({ path }) => existsSync(path)).map(({ shown }) => visible(shown));
  return left.length === 0 ? "" : ` (as it was: ${left.join(", ")})`;
}

function whyUnfit({ patterns, options }: Wanted): string | undefined {
  if (patterns.patterns.includes(STDIN)) return "standard input cannot be watched";
  return options.out === STDIN ? "it writes files, not to standard output" : undefined;
}
