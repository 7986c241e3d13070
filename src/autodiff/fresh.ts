/** @file Names for leaves that no other leaf has. They stand in keys, never in what is printed. */

let count = 0;

export const fresh = (): string => String(count++);
