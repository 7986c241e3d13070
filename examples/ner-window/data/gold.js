/** @file The hand-checked sentences: labels beside the corpus, without its text. */

/** @typedef {{ id: string, sentence: number, labels: string[] }} Checked */

/**
 * Lines are `document⇥sentence⇥number of tokens⇥a letter per token`, or comments after `#`.
 * @param {string} text
 * @returns {Checked[]}
 */
export function parseGold(text) {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => {
      const [id = "", sentence = "", count = "", letters = ""] = line.split("\t");
      if (!/^[OPLGM]+$/.test(letters) || letters.length !== Number(count))
        throw new Error(`gold.tsv: cannot read "${line}"`);
      return { id, sentence: Number(sentence), labels: [...letters] };
    });
}
