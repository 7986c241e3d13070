import { expect, test } from "vitest";
import { call, number, type Element } from "../../src/kernel/formula.ts";
import { show } from "../../src/kernel/show.ts";
import { gather, kernel, store } from "../emit/programs.ts";

test("a program reads as loops over the model's names", () => {
  expect(show(gather())).toBe(`\
program gather.nabla
dims V, N, d = 3
resizable N
param E[V, d] starts normal
input w[N] in 1..V
input lambda, a number
storage
  result J in slot 0
  result q[N] in slot 1
  result ∂J/∂E[V, d] in slot 2

routine valueAndGradient gives J, q, E, residuals: leaves
  // q_n = λ ‖E[w_n]‖²
  for n < N
    var q = 0
    for k < d
      q += (E[w[n] - 1, k] * E[w[n] - 1, k])
    q[n] = (λ * q)
    J += q[n]
  // ∂J/∂E = Σ_n 2λ E[w_n]
  fill ∂J/∂E with 0
  for n < N
    for k < d
      ∂J/∂E[w[n] - 1, k] += ((2 * λ) * E[w[n] - 1, k])
`);
});

test("what stands twice is said once", () => {
  const program = gather();
  let e: Element = call("exp", number(1));
  for (let k = 0; k < 40; k++) e = call("mul", e, e);
  const J =
    program.routines[0]!.gives.kind === "both" ? program.routines[0]!.gives.values[0]! : undefined;
  const routine = { ...program.routines[0]!, kernels: [kernel("J", store(J!.buffer, [], e))] };
  const text = show({ ...program, routines: [routine] });
  expect(text.length).toBeLessThan(3000);
  expect(text).toContain("%40 = (%39 * %39)\n  J = (%40 * %40)");
});
