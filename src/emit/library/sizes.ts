/** @file Checks of sizes. */
import type { Piece } from "../library.ts";

export const SIZES: Readonly<Record<string, Piece>> = {
  known: {
    uses: ["describe"],
    text: ({ of }) => `\
/** The sizes that the model leaves open, and no others; those in \`needed\` are there. */
function known(
  sizes${of("unknown")},
  open${of("readonly string[]")},
  needed${of("readonly string[]")},
)${of("void")} {
  const names = open.length === 0 ? "no sizes, all are fixed" : open.join(", ");
  if (typeof sizes !== "object" || sizes === null) {
    throw new TypeError(\`sizes: expected an object with \${names}, got \${describe(sizes)}\`);
  }
  for (const key of Object.keys(sizes)) {
    if (!open.includes(key)) throw new TypeError(\`sizes.\${key}: the model leaves open \${names}\`);
  }
  const missing = needed.filter((key) => !Object.hasOwn(sizes, key));
  if (missing.length > 0) throw new TypeError(\`sizes: \${missing.join(", ")} missing\`);
}`,
  },
  whole: {
    uses: ["describe"],
    text: ({ of }) => `\
/** A size: a positive whole number. */
function whole(value${of("unknown")}, name${of("string")})${of("number")} {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > 2147483647) {
    throw new RangeError(\`\${name}: expected a positive whole number, got \${describe(value)}\`);
  }
  return value;
}`,
  },
  extent: {
    text: ({ of }) => `\
/** A size that follows from others is whole and not negative. */
function extent(value${of("number")}, words${of("string")})${of("void")} {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(\`sizes: \${words} = \${value}, but a size is a whole number, 0 or more\`);
  }
}`,
  },
  exact: {
    text: ({ of }) => `\
/** A product of sizes, as long as a number holds it exactly. */
function exact(value${of("number")})${of("number")} {
  if (!Number.isSafeInteger(value)) throw new RangeError(\`sizes: \${value} is too large\`);
  return value;
}`,
  },
  unchanged: {
    text: ({ of }) => `\
/** Sizes that shape parameters stay. */
function unchanged(key${of("string")}, before${of("number")}, after${of("number")})${of("void")} {
  if (after !== before) {
    throw new RangeError(\`sizes.\${key}: the workspace was made for \${before}, got \${after}\`);
  }
}`,
  },
  fits: {
    text: ({ of }) => `\
/** Batches and sequences have the room that the workspace was made with. */
function fits(key${of("string")}, capacity${of("number")}, after${of("number")})${of("void")} {
  if (after > capacity) {
    throw new RangeError(
      \`sizes.\${key}: the workspace was made for at most \${capacity}, got \${after}\`,
    );
  }
}`,
  },
  elements: {
    text: ({ of }) => `\
/** How many elements an array has. */
function elements(
  name${of("string")},
  words${of("string")},
  extents${of("readonly number[]")},
)${of("number")} {
  const count = extents.reduce((a, b) => a * b, 1);
  if (count > 2147483647) {
    const sizes = extents.join(" × ");
    throw new RangeError(
      \`\${name}: \${words} = \${sizes} = \${count} elements are more than an array can have, 2147483647\`,
    );
  }
  return count;
}`,
  },
};
