/** @file Generated code as prettier prints it: fixed options, no search for a configuration, which could run a stranger's code. */

export async function format(code: string): Promise<string> {
  const prettier = await import("prettier");
  return prettier.format(code, {
    parser: "babel-ts",
    printWidth: 100,
    endOfLine: "lf",
    embeddedLanguageFormatting: "off",
    plugins: [],
  });
}
