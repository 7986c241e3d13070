/** @file Strongly connected components, dependencies first. */

/** Tarjan's algorithm, without recursion. A component comes after every other that its members lead to. */
export function components<T>(
  nodes: Iterable<T>,
  edges: (node: T) => readonly T[],
): readonly (readonly T[])[] {
  const found: (readonly T[])[] = [];
  const index = new Map<T, number>();
  const low = new Map<T, number>();
  const open: T[] = [];
  const isOpen = new Set<T>();
  for (const root of nodes) {
    if (index.has(root)) continue;
    const work: { node: T; targets: readonly T[]; next: number }[] = [];
    const enter = (node: T): void => {
      index.set(node, index.size);
      low.set(node, index.get(node)!);
      open.push(node);
      isOpen.add(node);
      work.push({ node, targets: edges(node), next: 0 });
    };
    enter(root);
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      if (top.next < top.targets.length) {
        const target = top.targets[top.next++]!;
        if (!index.has(target)) enter(target);
        else if (isOpen.has(target))
          low.set(top.node, Math.min(low.get(top.node)!, index.get(target)!));
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent) low.set(parent.node, Math.min(low.get(parent.node)!, low.get(top.node)!));
      if (low.get(top.node) !== index.get(top.node)) continue;
      const component = open.splice(open.lastIndexOf(top.node));
      for (const member of component) isOpen.delete(member);
      found.push(component);
    }
  }
  return found;
}
