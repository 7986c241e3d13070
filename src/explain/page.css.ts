/** @file How a page looks: two columns where there is room, light or dark as the reader has it, plain when printed. */
export const CSS = `
:root { color-scheme: light dark; --line: light-dark(#d8dce2, #3a404a); --soft: light-dark(#f5f6f8, #1c2026);
  --mark: light-dark(#fff3c4, #4a3f10); --delta: light-dark(#0b5cad, #7db8ff); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 100rem; padding: 1rem 1.5rem 4rem; font: 1rem/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #14171b); color: light-dark(#1b1f24, #e4e7eb); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin-top: 1.5rem; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem; }
@media (min-width: 70rem) { main { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  aside { position: sticky; top: 0; max-height: 100vh; overflow: auto; } }
.equation { overflow-x: auto; padding: .35rem .5rem; border-left: 3px solid transparent; }
.signal { border-left-color: var(--delta); }
.equation:target, .equation.lit, .code.lit, .code:target { background: var(--mark); }
.shape { color: light-dark(#667, #99a); margin-left: 1.5em; font-size: .9em; }
.note { margin: .25rem 0; font-size: .92em; }
table { border-collapse: collapse; } td, th { padding: .15rem .8rem .15rem 0; text-align: left; }
pre { background: var(--soft); padding: .75rem; overflow-x: auto; font-size: .82rem; line-height: 1.45; }
.code { display: block; } a { color: inherit; }
@media print { main { display: block; } aside { position: static; max-height: none; } pre { white-space: pre-wrap; } }
`;

/** What belongs to one equation lights up together; the page reads as well without it. */
export const SCRIPT = `
const all = [...document.querySelectorAll("[data-of]")];
const light = (of, on) => { for (const x of all) if (x.dataset.of.split(" ").includes(of)) x.classList.toggle("lit", on); };
for (const x of all) {
  const each = (on) => x.dataset.of.split(" ").forEach((of) => light(of, on));
  x.addEventListener("mouseenter", () => each(true));
  x.addEventListener("mouseleave", () => each(false));
}
`;
