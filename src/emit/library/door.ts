/** @file Checks of arguments. */
import type { Piece } from "../library.ts";

export const DOOR: Readonly<Record<string, Piece>> = {
  memoryOf: {
    text: ({ of }) => `\
/** The workspace, if this module made it. */
function memoryOf(workspace${of("Workspace")})${of("Memory")} {
  if (!(workspace instanceof Memory)) {
    throw new TypeError("workspace: expected what workspace() of this module returned");
  }
  return workspace;
}`,
  },
  record: {
    uses: ["describe"],
    text: ({ of }) => `\
/** Params and inputs are objects. */
function record(value${of("unknown")}, name${of("string")})${of("void")} {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(\`\${name}: expected an object of arrays, got \${describe(value)}\`);
  }
}`,
  },
  given: {
    uses: ["describe"],
    text: ({ of, as, only, real }) => `\
${only(`/** An array argument and its name for messages. */
interface Given {
  readonly name: string;
  readonly array: ${real} | Int32Array;
}

`)}/** An array argument of the right kind and length, under a key of its own. */
function given(
  from${of("object")},
  group${of("string")},
  key${of("string")},
  value${of("unknown")},
  kind${of(`typeof ${real} | typeof Int32Array`)},
  words${of("string")},
  extents${of("readonly number[]")},
)${of("Given")} {
  const name = \`\${group}.\${key}\`;
  const length = extents.reduce((a, b) => a * b, 1);
  const sizes = extents.join(" × ");
  const shape = words !== sizes ? \` (\${words} = \${sizes})\` : extents.length > 1 ? \` (\${words})\` : "";
  const type = kind === Int32Array ? "an Int32Array" : "a ${real}";
  const wanted = \`\${name}: expected \${type} of length \${length}\${shape}\`;
  if (!Object.hasOwn(from, key)) throw new TypeError(\`\${wanted}, but the key is missing\`);
  if (!ArrayBuffer.isView(value) || Object.getPrototypeOf(value) !== kind.prototype) {
    throw new TypeError(\`\${wanted}, got \${describe(value)}\`);
  }
  const array = value${as(`${real} | Int32Array`)};
  if (array.length !== length) throw new RangeError(\`\${wanted}, got length \${array.length}\`);
  if (!(array.buffer instanceof ArrayBuffer)) {
    throw new TypeError(\`\${name}: its memory is shared with other threads; pass a copy\`);
  }
  return { name, array };
}`,
  },
  directed: {
    uses: ["describe"],
    text: ({ of, real }) => `\
/** The vector of a product with a derivative. */
function directed(
  memory${of("Memory")},
  direction${of(real)},
  kind${of(`typeof ${real}`)},
  words${of("string")},
  length${of("number")},
)${of("void")} {
  if (!ArrayBuffer.isView(direction) || Object.getPrototypeOf(direction) !== kind.prototype) {
    throw new TypeError(
      \`direction: expected a ${real} of length \${length}\${words}, got \${describe(direction)}\`,
    );
  }
  if (direction.length !== length) {
    throw new RangeError(
      \`direction: expected a ${real} of length \${length}\${words}, got length \${direction.length}\`,
    );
  }
  if (!(direction.buffer instanceof ArrayBuffer)) {
    throw new TypeError("direction: its memory is shared with other threads; pass a copy");
  }
  if (memory.buffers.has(direction.buffer)) {
    throw new TypeError("direction: shares memory with the workspace; pass a copy");
  }
}`,
  },
  apart: {
    text: ({ of, only }) => `\
/** No two arguments share memory, and none shares it with the workspace. */
function apart(memory${of("Memory")}, all${of("readonly Given[]")})${of("void")} {
  const last = new Map${only("<ArrayBufferLike, Given>")}();
  const filled = all.filter((g) => g.array.length > 0);
  for (const g of filled.sort((a, b) => a.array.byteOffset - b.array.byteOffset)) {
    const buffer = g.array.buffer;
    if (memory.buffers.has(buffer)) {
      throw new TypeError(\`\${g.name}: shares memory with the workspace; pass a copy\`);
    }
    const before = last.get(buffer);
    if (before && before.array.byteOffset + before.array.byteLength > g.array.byteOffset) {
      throw new TypeError(\`\${before.name} and \${g.name} share memory; pass a copy of one\`);
    }
    last.set(buffer, g);
  }
}`,
  },
  number: {
    uses: ["describe"],
    text: ({ of }) => `\
/** A number argument, under a key of its own. */
function number(
  from${of("object")},
  group${of("string")},
  key${of("string")},
  value${of("unknown")},
)${of("number")} {
  if (!Object.hasOwn(from, key) || typeof value !== "number") {
    const got = Object.hasOwn(from, key) ? \`got \${describe(value)}\` : "but the key is missing";
    throw new TypeError(\`\${group}.\${key}: expected a number, \${got}\`);
  }
  return value;
}`,
  },
  integer: {
    text: ({ of }) => `\
/** A number argument that counts or points. */
function integer(
  value${of("number")},
  name${of("string")},
  from${of("number")},
  to${of("number")},
  words${of("string")},
)${of("void")} {
  if (!Number.isSafeInteger(value) || value < from || value > to) {
    throw new RangeError(\`\${name}: expected a whole number\${words}, got \${value}\`);
  }
}`,
  },
  within: {
    text: ({ of, bang }) => `\
/** Index data lies in its range. */
function within(
  array${of("Int32Array")},
  name${of("string")},
  from${of("number")},
  to${of("number")},
  words${of("string")},
)${of("void")} {
  for (let i = 0; i < array.length; i++) {
    const value = array[i]${bang};
    if (value < from || value > to) {
      throw new RangeError(\`\${name}[\${i}]: expected \${words} = \${from}..\${to}, got \${value}\`);
    }
  }
}`,
  },
  unready: {
    text: ({ of }) => `\
/** There is nothing to go back through. */
function unready(routine${of("string")}, keeper${of("string")})${of("never")} {
  throw new Error(
    \`\${routine}: call \${keeper} first; a later call or resize of this workspace spoils what it keeps\`,
  );
}`,
  },
  same: {
    text: ({ of }) => `\
/** Residuals belong to the arguments they were computed from. */
function same(
  value${of("unknown")},
  kept${of("unknown")},
  name${of("string")},
  routine${of("string")},
)${of("void")} {
  if (!Object.is(value, kept)) {
    throw new Error(\`\${name}: not what \${routine} was given on this workspace\`);
  }
}`,
  },
  detached: {
    text: ({ of }) => `\
/** An array lost its memory: its buffer was transferred or shrunk. */
function detached(name${of("string")})${of("never")} {
  throw new TypeError(\`\${name}: its memory was transferred or shrunk since it was checked\`);
}`,
  },
  describe: {
    text: ({ of }) => `\
/** A value in a message. */
function describe(value${of("unknown")})${of("string")} {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number") return \`the number \${value}\`;
  if (Array.isArray(value)) return "an Array";
  if (ArrayBuffer.isView(value)) return \`a \${Object.prototype.toString.call(value).slice(8, -1)}\`;
  return typeof value === "object" ? "an object" : \`a \${typeof value}\`;
}`,
  },
};
