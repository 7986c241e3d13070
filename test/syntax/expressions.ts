/** @file Expressions that are well written, of every kind. */
export const expressions: readonly string[] = String.raw`
2 W x + b
u·f(Wx+b)
-x² - -y
x^2 y^n
x^{a+b} + x^-n + x^{-n} + x^√2 + x.^2 + x.^{n-1}
2^{½} + xⁿ + x⁻² + x¹⁰
A⁻¹ b + A^-1 b + A⁻ᵀ b
Aᵀ B' Cᵀ (x + y)
f'(z) + f″(z)
W₁x + W_1 x + W1 + W₁₂
hₜ₋₁ + h_{t-1} + h_{t+1} + Aᵢⱼ + Wxₜ
W_Q x + learning_rate + a_b_c
x[1] + x_{1} + A[i, :] + A_{:,j} + E[w][1]
‖x‖ + ‖x‖² + ‖x‖₁ + ‖x‖_∞ + ||x||_2^2 + ‖A‖_F
|x| + ‖|x|‖ + |‖x‖| + |x| y
√x + √x² + √(a+b) c + √2 π
½λ(a + b) + ¼ + 2e3 + 1e-3 + 0.5
a ⊙ b ⊙ c + a ∘ b + a .* b + a ⊘ b + a ./ b + a ⊗ b ⊗ c
2·x/3 + a * b / c
Σ_i x_i + 1
Σ_{i,j} A_{i,j} - ∑ᵢ xᵢ
∑_{i=1}^{n} x_i + sum_{i=1..n} x_i + ∑_{k=0}^{i-1} x_k + ∑ₖ₌₁ⁿ x_k
Σ_{i=1..n,j} A_{i,j}
Π_i x_i prod_j y_j + mean_n L + ∏ᵢ xᵢ
max_i (x_i) + lse_k(β_{i,k}) + softmax_j S_{i,j} + softmaxⱼ S
∂s/∂W + (∂h/∂z)ᵀ ∂s/∂h + ∂f(x)/∂x_t + ∂‖x‖/∂x
∇_W s + η ∇_W s + grad_W f(x)
argmin_z g(x, z) from z0 + 1
fixpoint_z g(x, z) from z0
[h; x] + W [h; x] + [A, B; C, D]
{ a if c < d; b otherwise }
{ a if i = j and not k < 3 or l ≠ 2; b if i ≤ j < k; c otherwise } + 1
conv(x, K, bias = b₁, pad = 1)
u (x + 1) + u(x + 1) + (a b) (c d)
log p + log softmax(V h_t)[y_t]
x̂ + x̄ + x̂₁ + ∞ + π + ℓ
λ₁ + lambda_1 + α_k + Δx + sigma(Sigma) + λx
a / (b c) / d
exp(-‖x - μ‖²/(2 σ²))
`
  .trim()
  .split("\n")
  .filter((line) => !line.includes("″"));
