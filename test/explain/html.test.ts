/** @file The page: nothing of the model becomes markup, nothing is fetched, equations and lines of code light up together. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { compile, explanationAs, format } from "../../src/index.ts";

const neuron = readFileSync(
  join(import.meta.dirname, "../../examples/neuron/neuron.nabla"),
  "utf8",
);

async function page(text: string, title = "model"): Promise<string> {
  const { code, explain, diagnostics } = compile({ name: "model.nabla", text });
  const explained = explain();
  if (typeof explained !== "object") throw new Error(JSON.stringify(diagnostics));
  return explanationAs(explained, "html", title, { model: text, code: await format(code!) });
}

describe("a page", () => {
  it("has no markup of a model's text, title or names", async () => {
    const evil = `// </pre><script>alert(1)</script> &amp; <img src=x onerror=alert(2)>\n${neuron}`;
    const made = await page(evil, '<svg onload="alert(3)">');
    expect(made.match(/<script/gu)).toHaveLength(1);
    expect(made).not.toMatch(/<img|<svg|<pre>[^<]*<\/pre><script/u);
    expect(made).toContain("&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;");
    expect(made).toContain("<title>&lt;svg onload=&quot;alert(3)&quot;&gt;</title>");
  });

  it("names no other address, and sets ℝ so that browsers show it", async () => {
    const made = await page(neuron);
    expect(made.replaceAll("http://www.w3.org/1998/Math/MathML", "")).not.toMatch(/https?:|src=/u);
    expect(made).toContain("<mi>ℝ</mi>");
    expect(made).not.toContain("double-struck");
  });

  it("lights the lines of an equation in a browser, asks for nothing, and reads without script", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nabla-page-"));
    const file = join(folder, "page.html");
    writeFileSync(file, await page(neuron));
    const browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox"],
    });
    try {
      const errors: string[] = [];
      const opened = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      opened.on("pageerror", (e) => errors.push(String(e)));
      opened.on("request", (r) => r.url().startsWith("file:") || errors.push(r.url()));
      await opened.goto(`file://${file}`);
      await opened.locator(".equation[data-of=s]").first().hover();
      expect(await opened.locator(".code.lit").count()).toBeGreaterThan(0);
      const wide = await opened.evaluate("document.documentElement.scrollWidth <= innerWidth");
      await opened.setViewportSize({ width: 400, height: 800 });
      const narrow = await opened.evaluate("document.documentElement.scrollWidth <= innerWidth");
      expect([wide, narrow, errors]).toEqual([true, true, []]);
      const plain = await browser.newContext({ javaScriptEnabled: false });
      const silent = await plain.newPage();
      await silent.goto(`file://${file}`);
      expect(await silent.locator("math").count()).toBeGreaterThan(20);
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true });
    }
  });
});
