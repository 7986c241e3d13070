/** What is used of `railroad-diagrams`, which has no types. */
declare module "railroad-diagrams" {
  interface Item {
    readonly width: number;
    toString(): string;
  }
  interface Drawing extends Item {
    readonly attrs: Record<string, string | number>;
    format(padding: number): Drawing;
  }
  const railroad: {
    Diagram(...items: readonly Item[]): Drawing;
    Sequence(...items: readonly Item[]): Item;
    Choice(normal: number, ...items: readonly Item[]): Item;
    Optional(item: Item): Item;
    OneOrMore(item: Item, between?: Item): Item;
    ZeroOrMore(item: Item, between?: Item): Item;
    Terminal(text: string): Item;
    NonTerminal(text: string): Item;
    Comment(text: string): Item;
  };
  export default railroad;
}
