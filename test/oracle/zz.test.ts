import { it } from "vitest";
import { writeFileSync } from "node:fs";
import { random } from "../helpers/random.ts";
import { parsed } from "../helpers/parsed.ts";
import { agree, smoothPoint } from "./agree.ts";
import { interpret } from "./interpret.ts";
import { draw } from "./draw.ts";
import { model } from "./models.ts";
it("survey", async () => {
  const tally = new Map<string, number>();
  const ex = new Map<string, string>();
  let t1 = 0,
    t2 = 0;
  let shown = 0;
  for (let s = 1; s <= Number(process.env["K"] ?? 100); s++) {
    const r = random(s * 31 + 5);
    const n = () => Math.floor(r() * 5040);
    const m = model({
      head: Array.from({ length: 8 }, n),
      steps: Array.from({ length: 1 + (n() % Number(process.env["ST"] ?? 8)) }, () =>
        Array.from({ length: 24 }, n),
      ),
    });
    if (shown++ < 3) console.log(m.text);
    let why = "ok";
    try {
      const f = parsed(m.text);
      let a = performance.now();
      const p = smoothPoint(f, m.sizes, s);
      if (!p) {
        const i = interpret(f, draw(f, m.sizes, s));
        why = "nosmooth" + (i.margin < 1e-3 ? " margin" : " large");
        t1 += performance.now() - a;
      } else {
        p.expected.gradients(Object.keys(p.instance.params));
        t1 += performance.now() - a;
        a = performance.now();
        await agree(m.text, f, p.instance, p.expected);
        t2 += performance.now() - a;
      }
    } catch (e) {
      why = (e as Error).message.split("\n")[0]!.slice(0, 300);
      const key = why.replace(/[0-9.e+-]+/g, "#").slice(0, 70);
      tally.set(key, (tally.get(key) ?? 0) + 1);
      if (!ex.has(key) || ex.get(key)!.length > m.text.length + why.length + 120)
        ex.set(
          key,
          why +
            "\n" +
            (e as Error).stack?.split("\n").slice(1, 5).join("\n") +
            "\nsizes " +
            JSON.stringify(m.sizes) +
            " seed " +
            s +
            "\n" +
            m.text,
        );
      continue;
    }
    tally.set(why, (tally.get(why) ?? 0) + 1);
  }
  console.log(
    [...tally]
      .sort((a, b) => b[1] - a[1])
      .map(([k, v]) => v + "  " + k)
      .join("\n"),
    t1,
    t2,
  );
  writeFileSync("/tmp/survey.txt", [...ex.values()].join("\n=======\n"));
}, 600000);
