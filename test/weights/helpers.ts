import { WeightsError } from "../../src/weights/index.ts";

/** The bytes of an array, to compare bit for bit. */
export const bits = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("hex");

/** What is said about it. */
export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof WeightsError) return error.message;
    throw error;
  }
  return "nothing was refused";
}
