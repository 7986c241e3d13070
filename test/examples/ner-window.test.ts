/** @file The pure parts of examples/ner-window, on toy text: no data package is needed. */
import { describe, expect, test } from "vitest";
import { lookUpTable } from "../../examples/ner-window/baseline.js";
import { parseDocument, parseSentence } from "../../examples/ner-window/data/brown.js";
import { parseGold } from "../../examples/ner-window/data/gold.js";
import { findNames } from "../../examples/ner-window/data/names.js";
import { labelDocument } from "../../examples/ner-window/data/silver.js";
import { split } from "../../examples/ner-window/data/split.js";
import { parseRow } from "../../examples/ner-window/data/vectors.js";
import { parseIndex, parseSynsets } from "../../examples/ner-window/data/wordnet.js";
import { forms, normalise } from "../../examples/ner-window/data/words.js";
import { bestThreshold, middle, score } from "../../examples/ner-window/evaluate.js";
import { readTokens, tokenise } from "../../examples/ner-window/read-tokens.js";
import { gather, windows } from "../../examples/ner-window/windows.js";

describe("reading", () => {
  test("a document has a sentence a line, a tag after the last slash", () => {
    expect(parseDocument("\n\tAnna/np ran/vbd ./.\r\n\n1/2/cd\n")).toEqual([
      [
        { text: "Anna", tag: "np" },
        { text: "ran", tag: "vbd" },
        { text: ".", tag: "." },
      ],
      [{ text: "1/2", tag: "cd" }],
    ]);
    expect(() => parseSentence("Anna")).toThrow('"Anna" is no word/tag');
  });

  test("hand-checked labels: a letter per token, comments left out", () => {
    expect(parseGold("# about\nca01\t3\t4\tOPPO\r\n")).toEqual([
      { id: "ca01", sentence: 3, labels: ["O", "P", "P", "O"] },
    ]);
    expect(() => parseGold("ca01\t3\t5\tOPPO")).toThrow("cannot read");
    expect(() => parseGold("ca01\t3\t4\tOPXO")).toThrow("cannot read");
  });

  test("documents with hand-checked sentences are in neither part", () => {
    const documents = Array.from({ length: 30 }, (_, i) => ({ id: `c${i}` }));
    const { training, heldOut } = split(documents, new Set(["c0", "c7"]));
    const ids = [...training, ...heldOut].map(({ id }) => id);
    expect(new Set(ids).size).toBe(28);
    expect(ids).not.toContain("c0");
    expect(ids).not.toContain("c7");
    expect(heldOut).toHaveLength(3);
  });

  test("a row of the vectors is a word and 100 numbers", () => {
    const numbers = Array.from({ length: 102 }, (_, i) => i / 4).join();
    expect(parseRow(`vectors":{"the":[${numbers}`)?.word).toBe("the");
    expect(parseRow(`\\"":[${numbers}`)?.word).toBe('"');
    expect(parseRow(`the":[${numbers}`)?.vector).toHaveLength(100);
    expect(parseRow('words":["the","of"')).toBeUndefined();
  });
});

test("words are lower-case, without possessives, and tried in several spellings", () => {
  expect(["Anna's", "the", "James'", "'s", "A", "--"].map(normalise)).toEqual([
    "anna",
    "the",
    "james",
    "'s",
    "an",
    "-",
  ]);
  expect([...forms("Mr.")]).toEqual(["mr.", "mr"]);
  expect([...forms("U.S.")]).toContain("us");
  expect([...forms("didn't")]).toContain("did");
  expect([...forms("can't")]).toContain("can");
  expect([...forms("vice-mayor")]).toContain("mayor");
});

describe("silver labels", () => {
  const synsets = parseSynsets(
    [
      "00000001 15 n 01 Arden 0 001 @i 00000009 n 0000 | a made-up town",
      "00000002 18 n 02 Jane_Roe 0 Roe 0 001 @i 00000009 n 0000 | a made-up painter",
      "00000003 10 n 01 Volapuk 0 001 @ 00000009 n 0000 | a language",
      "00000004 18 n 01 painter 0 001 @ 00000009 n 0000 | one who paints",
    ].join("\n"),
  );
  const wordnet = parseIndex(
    [
      "arden n 1 1 @ 1 0 00000001",
      "jane_roe n 1 1 @ 1 0 00000002",
      "roe n 1 1 @ 1 0 00000002",
      "volapuk n 1 1 @ 1 0 00000003",
      "painter n 1 1 @ 1 0 00000004",
    ].join("\n"),
    synsets,
  );
  const lists = { wordnet, firstNames: new Set(["anna", "tom"]) };
  const labels = (...lines: string[]) =>
    labelDocument(lines.map(parseSentence), lists).map((sentence) => sentence.join(""));

  test("WordNet: instances have the type of their file, capitals alone make another name", () => {
    expect(wordnet.get("arden")).toEqual(["L"]);
    expect(wordnet.get("roe")).toEqual(["P"]);
    expect(wordnet.get("volapuk")).toEqual(["M"]);
    expect(wordnet.has("painter")).toBe(false);
  });

  test.each([
    ["a title decides, and is no part of the name", "Mr./np Zork/np left/vbd", "OPO"],
    ["so does a rank", "Senator/nn-tl Zork/np left/vbd", "OPO"],
    ["a first name before a surname", "Anna/np Zork/np left/vbd", "PPO"],
    ["an initial before a surname", "Q./np Zork/np left/vbd", "PPO"],
    ["a first name alone", "Tom/np left/vbd", "PO"],
    ["two possessives are two names", "Tom's/np$ Arden/np", "PL"],
    ["a head noun makes a place", "Anna/np River/nn-tl", "LO"],
    ["or an organisation", "Anna/np College/nn-tl", "GO"],
    ["WordNet knows persons", "Roe/np painted/vbd Arden/np", "POL"],
    ["and languages", "Volapuk/np", "M"],
    ["plurals are peoples", "Zorks/nps left/vbd", "MO"],
    ["months and God are no persons", "May/np God/np", "MM"],
    ["letters are none either", "X./np Y./np", "MM"],
    ["what nothing decides is masked", "Zork/np shone/vbd", "?O"],
    ["what only people do decides", "Zork/np grinned/vbd", "PO"],
  ])("%s", (_, line, expected) => {
    expect(labels(line)).toEqual([expected]);
  });

  test("a document remembers whom it has named in full", () => {
    expect(labels("Zork/np shone/vbd", "Anna/np Zork/np left/vbd")).toEqual(["PO", "PPO"]);
    expect(labels("Arden/np shone/vbd", "Mr./np Arden/np left/vbd")).toEqual(["?O", "OPO"]);
  });

  test("a name ends where its proper nouns end", () => {
    const [name] = findNames(parseSentence("old/jj Anna/np Zork/np ,/, who/wps"));
    expect(name).toMatchObject({ at: 1, words: ["anna", "zork"], titled: false });
  });
});

test("the baseline takes the majority and leaves undecided words out", () => {
  const words = ["hope", "hope", "hope", "tom", "zork", "zork"];
  expect([...lookUpTable(words, ["O", "O", "P", "P", "?", "P"])]).toEqual(["tom", "zork"]);
});

describe("scores", () => {
  test("precision, recall and F1 over the decided tokens", () => {
    const labels = ["P", "P", "O", "O", "?", "L"];
    const result = score([true, false, true, false, true, false], labels);
    expect(result).toEqual({ precision: 1 / 2, recall: 1 / 2, f1: 1 / 2, persons: 2 });
    expect(score([true, false], ["P", "P"], (i) => i === 0).f1).toBe(1);
    expect(score([], []).f1).toBe(0);
  });

  test("the best threshold parts two values", () => {
    const p = Float64Array.of(0.9, 0.8, 0.6, 0.1, 0.95);
    expect(bestThreshold(p, ["P", "P", "O", "O", "?"])).toBeCloseTo(0.7);
    expect(bestThreshold(Float64Array.of(0.5, 0.5), ["P", "O"])).toBe(0.5);
  });

  test("the middle one", () => {
    expect(middle([3, 1, 2], (x) => x)).toBe(2);
    expect(middle([4, 1, 2, 3], (x) => x)).toBe(2);
  });
});

test("windows do not reach beyond their sentence", () => {
  const w = windows([[7, 8], [], [9]]);
  expect([...w]).toEqual([0, 0, 7, 8, 0, 0, 7, 8, 0, 0, 0, 0, 9, 0, 0]);
  const target = new Int32Array(5);
  gather(w, [1], target);
  expect([...target]).toEqual([0, 7, 8, 0, 0]);
});

describe("text from the user", () => {
  test("stops stand apart, dots of abbreviations do not", () => {
    expect(tokenise('Then Mr. J. Smith ("Bob") met Anna, in the U.S. or Paris. He left!')).toEqual([
      'Then|Mr.|J.|Smith|(|"|Bob|"|)|met|Anna|,|in|the|U.S.|or|Paris|.'.split("|"),
      ["He", "left", "!"],
    ]);
    expect(tokenise("Then Anna ran .")).toEqual([["Then", "Anna", "ran", "."]]);
    expect(tokenise("  ")).toEqual([]);
  });

  test("a token a line, with CRLF and blank lines", () => {
    expect(readTokens("\uFEFFAnna\r\nran\r\n\r\n\r\nTom\n")).toEqual([["Anna", "ran"], ["Tom"]]);
    expect(readTokens("")).toEqual([]);
    expect(() => readTokens("Anna\nTom ran\n")).toThrow('line 2 is not one token: "Tom ran"');
  });
});
