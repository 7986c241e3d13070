/** @file Which documents train, which choose, which test. */

/**
 * Documents with hand-checked sentences are in neither part; of the others every tenth is held out
 * to choose by, so that all kinds of text are in both.
 * @template {{ id: string }} D
 * @param {readonly D[]} documents
 * @param {ReadonlySet<string>} checked the documents with hand-checked sentences
 */
export function split(documents, checked) {
  const free = documents.filter(({ id }) => !checked.has(id));
  return {
    training: free.filter((_, i) => i % 10 !== 4),
    heldOut: free.filter((_, i) => i % 10 === 4),
  };
}
