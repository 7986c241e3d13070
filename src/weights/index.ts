/** @file `nabla/weights`: the parameters of a generated module to bytes and back, as safetensors, npy or npz. */
export { WeightsError } from "./trouble.ts";
export type { Bytes, Floats, Precision, Shapes } from "./floats.ts";
export type { LoadOptions, Loaded, SaveOptions } from "./params.ts";
export {
  loadSafetensors,
  readSafetensors,
  saveSafetensors,
  type Safetensors,
  type StoredTensor,
} from "./safetensors.ts";
export { loadNpy, saveNpy, type NpyArray } from "./npy.ts";
export { loadNpz, saveNpz } from "./npz.ts";
