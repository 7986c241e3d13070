import { it } from "vitest";
import { parsed } from "../helpers/parsed.ts";
import { agree } from "./agree.ts";
import { interpret } from "./interpret.ts";
import { draw } from "./draw.ts";
import { readFileSync } from "node:fs";
it("b", async () => {
  for (const part of readFileSync("/tmp/models.txt","utf8").split("====\n")) {
    let r="ok"; try { const f=parsed(part); const inst=draw(f,Object.fromEntries(Object.entries({N:3,d:5,m:3,k:7}).filter(([k])=>new RegExp("dim.*"+k+"|: "+k).test(part))),3); await agree(part,f,inst,interpret(f,inst)); } catch(e){ r=(e as Error).message.slice(0,300)+((e as Error).message.includes("destruct")?(e as Error).stack!.slice(0,400):""); }
    console.log(part.trim().split("\n").join(" | ")+"\n   => "+r);
  }
});
