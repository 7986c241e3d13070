/**
 * @file The grammar: what may be written, without meaning. A line of a model is one `statement`; `file` and the blocks
 * `function … end`, `optimizer … end` are put together from lines (src/syntax/parse.ts), so that a mistake costs one line.
 *
 *     file := { statement NL }
 */
import {
  CstParser,
  type CstNode,
  type IToken,
  type ParserMethod,
  type TokenType,
} from "chevrotain";
import * as T from "./tokens.ts";

type Rule = ParserMethod<[], CstNode>;

const NO_BAR = { norm: false, absolute: false };

export class Grammar extends CstParser {
  /** Which bars are open since the last bracket: a bar opens unless one is open. */
  private bars = NO_BAR;

  constructor() {
    super([...T.tokens], {
      nodeLocationTracking: "onlyOffset",
      recoveryEnabled: false,
      maxLookahead: 2,
      // The message of an exception is the label of what was expected; src/syntax/mistakes.ts makes the sentence.
      errorMessageProvider: {
        buildMismatchTokenMessage: ({ expected }) => labelOf(expected),
        buildNotAllInputParsedMessage: () => "the end of the line",
        buildNoViableAltMessage: ({ ruleName }) => ruleName,
        buildEarlyExitMessage: ({ ruleName }) => ruleName,
      },
    });
    this.performSelfAnalysis();
  }

  override reset(): void {
    super.reset();
    this.bars = NO_BAR;
  }

  // statement := dims | axis | declaration | shortFunction | functionHead | results | "end" | derivative | objective
  //            | output | request | update | optimizerHead | state | use | definition
  readonly statement: Rule = this.RULE("statement", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.dims) },
      { ALT: () => this.SUBRULE(this.axis) },
      { ALT: () => this.SUBRULE(this.declaration) },
      {
        GATE: () => this.isNamed(T.ParenOpen),
        ALT: () => this.SUBRULE(this.shortFunction),
        IGNORE_AMBIGUITIES: true,
      },
      { ALT: () => this.SUBRULE(this.functionHead) },
      { ALT: () => this.SUBRULE(this.results) },
      { ALT: () => this.CONSUME(T.End) },
      { ALT: () => this.SUBRULE(this.derivative) },
      { ALT: () => this.SUBRULE(this.objective) },
      { ALT: () => this.SUBRULE(this.output) },
      { ALT: () => this.SUBRULE(this.request) },
      { ALT: () => this.SUBRULE(this.update) },
      { ALT: () => this.SUBRULE(this.optimizerHead) },
      { ALT: () => this.SUBRULE(this.state) },
      { ALT: () => this.SUBRULE(this.use) },
      { ALT: () => this.SUBRULE(this.definition) },
    ]);
  });

  // dims := "dim" dim {"," dim}
  private readonly dims: Rule = this.RULE("dims", () => {
    this.CONSUME(T.Dims);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.dim) });
  });

  // dim := name ["=" expression]
  private readonly dim: Rule = this.RULE("dim", () => {
    this.SUBRULE(this.name);
    this.OPTION(() => {
      this.CONSUME(T.Equals);
      this.SUBRULE(this.expression);
    });
  });

  // axis := ("index"|"seq"|"batch") name {"," name} (":"|"∈") range ["until" condition] ["checkpoint" expression]
  private readonly axis: Rule = this.RULE("axis", () => {
    this.CONSUME(T.Axis);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.name) });
    this.OR([{ ALT: () => this.CONSUME(T.Colon) }, { ALT: () => this.CONSUME(T.Element) }]);
    this.SUBRULE(this.range);
    this.OPTION(() => {
      this.CONSUME(T.Until);
      this.SUBRULE(this.condition);
    });
    this.OPTION2(() => {
      this.CONSUME(T.Checkpoint);
      this.SUBRULE(this.expression);
    });
  });

  // range := expression [".." expression]
  private readonly range: Rule = this.RULE("range", () => {
    this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(T.DotDot);
      this.SUBRULE2(this.expression);
    });
  });

  // declaration := ("input"|"param"|"const") group {"," group}
  private readonly declaration: Rule = this.RULE("declaration", () => {
    this.CONSUME(T.Declare);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.group) });
  });

  // group := target {"," target} (":"|"∈") type {"per" name | attribute} ["=" expression | initializer]
  private readonly group: Rule = this.RULE("group", () => {
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.target) });
    this.OR([{ ALT: () => this.CONSUME(T.Colon) }, { ALT: () => this.CONSUME(T.Element) }]);
    this.SUBRULE(this.type);
    this.MANY(() => {
      this.OR2([
        {
          ALT: () => {
            this.CONSUME(T.Per);
            this.SUBRULE(this.name);
          },
        },
        { ALT: () => this.CONSUME(T.Attribute) },
      ]);
    });
    this.OPTION(() => {
      this.OR3([
        {
          ALT: () => {
            this.CONSUME(T.Equals);
            this.SUBRULE(this.expression);
          },
        },
        { ALT: () => this.SUBRULE(this.initializer) },
      ]);
    });
  });

  // initializer := "~" name [arguments]
  private readonly initializer: Rule = this.RULE("initializer", () => {
    this.CONSUME(T.Tilde);
    this.SUBRULE(this.name);
    this.OPTION(() => this.SUBRULE(this.arguments));
  });

  // type := "ℝ" ["^" (word | number) | "^{" expression {"×" expression} "}" | superscript]
  //       | "ℤ" | "{" number "," number "}" | range
  private readonly type: Rule = this.RULE("type", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.Real);
          this.OPTION(() => {
            this.OR2([
              {
                ALT: () => {
                  this.CONSUME(T.Hat);
                  this.OR3([
                    { ALT: () => this.CONSUME(T.Word) },
                    { ALT: () => this.CONSUME(T.Number) },
                  ]);
                },
              },
              {
                ALT: () => {
                  this.CONSUME(T.PowerOpen);
                  this.AT_LEAST_ONE_SEP({
                    SEP: T.Times,
                    DEF: () => this.SUBRULE(this.expression),
                  });
                  this.CONSUME(T.BraceClose);
                },
              },
              { ALT: () => this.CONSUME(T.Superscript) },
            ]);
          });
        },
      },
      { ALT: () => this.CONSUME(T.Integers) },
      {
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(T.BraceOpen);
          this.CONSUME2(T.Number);
          this.CONSUME(T.Comma);
          this.CONSUME3(T.Number);
          this.CONSUME2(T.BraceClose);
        },
      },
      // A range may begin with cases, but not with `{0,`.
      { ALT: () => this.SUBRULE(this.range) },
    ]);
  });

  // shortFunction := name parameters "=" expression
  private readonly shortFunction: Rule = this.RULE("shortFunction", () => {
    this.SUBRULE(this.name);
    this.SUBRULE(this.parameters);
    this.CONSUME(T.Equals);
    this.SUBRULE(this.expression);
  });

  // functionHead := "function" name parameters
  private readonly functionHead: Rule = this.RULE("functionHead", () => {
    this.CONSUME(T.Function);
    this.SUBRULE(this.name);
    this.SUBRULE(this.parameters);
  });

  // parameters := "(" name {"," name} ")"
  private readonly parameters: Rule = this.RULE("parameters", () => {
    this.CONSUME(T.ParenOpen);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.name) });
    this.CONSUME(T.ParenClose);
  });

  // results := "return" expression {"," expression}
  private readonly results: Rule = this.RULE("results", () => {
    this.CONSUME(T.Return);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.expression) });
  });

  // derivative := "derivative" name "′" parameters "=" expression
  private readonly derivative: Rule = this.RULE("derivative", () => {
    this.CONSUME(T.Derivative);
    this.SUBRULE(this.name);
    this.CONSUME(T.Prime);
    this.SUBRULE(this.parameters);
    this.CONSUME(T.Equals);
    this.SUBRULE(this.expression);
  });

  // objective := ("loss"|"minimize"|"maximize") target "=" expression
  private readonly objective: Rule = this.RULE("objective", () => {
    this.CONSUME(T.Objective);
    this.SUBRULE(this.target);
    this.CONSUME(T.Equals);
    this.SUBRULE(this.expression);
  });

  // output := "output" item {"," item}
  private readonly output: Rule = this.RULE("output", () => {
    this.CONSUME(T.Output);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.item) });
  });

  // item := target ["=" expression]
  private readonly item: Rule = this.RULE("item", () => {
    this.SUBRULE(this.target);
    this.OPTION(() => {
      this.CONSUME(T.Equals);
      this.SUBRULE(this.expression);
    });
  });

  // request := ("grad"|"jacobian"|"hessian"|"hvp"|"jvp"|"vjp") target "wrt" target {"," target}
  private readonly request: Rule = this.RULE("request", () => {
    this.CONSUME(T.Request);
    this.SUBRULE(this.target);
    this.CONSUME(T.Wrt);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE2(this.target) });
  });

  // update := "update" "all" "by" name arguments | "update" target ("←"|"<-") expression
  private readonly update: Rule = this.RULE("update", () => {
    this.CONSUME(T.Update);
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.All);
          this.CONSUME(T.By);
          this.SUBRULE(this.name);
          this.SUBRULE(this.arguments);
        },
      },
      {
        ALT: () => {
          this.SUBRULE(this.target);
          this.CONSUME(T.Assign);
          this.SUBRULE(this.expression);
        },
      },
    ]);
  });

  // optimizerHead := "optimizer" name arguments "for" name {"," name}
  private readonly optimizerHead: Rule = this.RULE("optimizerHead", () => {
    this.CONSUME(T.Optimizer);
    this.SUBRULE(this.name);
    this.SUBRULE(this.arguments);
    this.CONSUME(T.For);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE2(this.name) });
  });

  // state := "state" name {"," name} ":" "like" name "=" expression
  private readonly state: Rule = this.RULE("state", () => {
    this.CONSUME(T.State);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.name) });
    this.CONSUME(T.Colon);
    this.CONSUME(T.Like);
    this.SUBRULE2(this.name, { LABEL: "like" });
    this.CONSUME(T.Equals);
    this.SUBRULE(this.expression);
  });

  // use := "use" text
  private readonly use: Rule = this.RULE("use", () => {
    this.CONSUME(T.Use);
    this.CONSUME(T.Text);
  });

  // definition := typedTarget {"," typedTarget} ("="|"←") expression           // ← in the body of an optimizer
  private readonly definition: Rule = this.RULE("definition", () => {
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.typedTarget) });
    this.OR([{ ALT: () => this.CONSUME(T.Equals) }, { ALT: () => this.CONSUME(T.Assign) }]);
    this.SUBRULE(this.expression);
  });

  // typedTarget := target [(":"|"∈") type]
  private readonly typedTarget: Rule = this.RULE("typedTarget", () => {
    this.SUBRULE(this.target);
    this.OPTION(() => {
      this.OR([{ ALT: () => this.CONSUME(T.Colon) }, { ALT: () => this.CONSUME(T.Element) }]);
      this.SUBRULE(this.type);
    });
  });

  // name := word {"_" (word | digits)}                                         // learning_rate, beta_1
  private readonly name: Rule = this.RULE("name", () => {
    this.CONSUME(T.Word);
    this.MANY(() => {
      this.OR([{ ALT: () => this.CONSUME(T.SubWord) }, { ALT: () => this.CONSUME(T.SubNumber) }]);
    });
  });

  // target := word [subscript]
  private readonly target: Rule = this.RULE("target", () => {
    this.CONSUME(T.Word);
    this.OPTION(() => this.SUBRULE(this.subscript));
  });

  // subscript := "_" (word | digits) {"_" (word | digits)} | "_{" slot {"," slot} "}" | subscript letters
  private readonly subscript: Rule = this.RULE("subscript", () => {
    this.OR([
      {
        ALT: () => {
          this.AT_LEAST_ONE(() => {
            this.OR2([
              { ALT: () => this.CONSUME(T.SubWord, { LABEL: "part" }) },
              { ALT: () => this.CONSUME(T.SubNumber, { LABEL: "part" }) },
            ]);
          });
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.SubOpen);
          this.inBrackets(() => {
            this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.slot) });
          });
          this.CONSUME(T.BraceClose);
        },
      },
      { ALT: () => this.CONSUME(T.SubLetters) },
    ]);
  });

  // slot := ":" | expression ["=" range]                                       // k=1..n in reductions only
  private readonly slot: Rule = this.RULE("slot", () => {
    this.OR([
      { ALT: () => this.CONSUME(T.Colon) },
      {
        ALT: () => {
          this.SUBRULE(this.expression);
          this.OPTION(() => {
            this.CONSUME(T.Equals);
            this.SUBRULE(this.range);
          });
        },
      },
    ]);
  });

  // expression := product { ("+"|"-") product }
  private readonly expression: Rule = this.RULE("expression", () => {
    this.SUBRULE(this.product);
    this.MANY(() => {
      this.CONSUME(T.Additive, { LABEL: "sign" });
      this.SUBRULE2(this.product);
    });
  });

  // product := signed { ("·"|"⊙"|"⊘"|"⊗"|"*"|"/") signed }
  private readonly product: Rule = this.RULE("product", () => {
    this.SUBRULE(this.signed);
    this.MANY(() => {
      this.CONSUME(T.Multiplicative, { LABEL: "sign" });
      this.SUBRULE2(this.signed);
    });
  });

  // signed := {"-"} factor { factor }                                          // juxtaposition: 2 W x
  private readonly signed: Rule = this.RULE("signed", () => {
    this.MANY(() => this.CONSUME(T.Minus));
    this.SUBRULE(this.factor);
    this.MANY2({ GATE: () => this.mayStandBeside(), DEF: () => this.SUBRULE2(this.factor) });
  });

  // factor := reduction | partial | nabla | solve | "√" factor | atom { postfix }
  private readonly factor: Rule = this.RULE("factor", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.reduction) },
      { ALT: () => this.SUBRULE(this.partial) },
      { ALT: () => this.SUBRULE(this.nabla) },
      { ALT: () => this.SUBRULE(this.solve) },
      {
        ALT: () => {
          this.CONSUME(T.Root);
          this.SUBRULE(this.factor);
        },
      },
      {
        ALT: () => {
          this.SUBRULE(this.atom);
          this.MANY(() => this.SUBRULE(this.postfix));
        },
      },
    ]);
  });

  // reduction := ("Σ"|"Π"|"sum"|"prod"|"mean") [subscript [power]] product
  private readonly reduction: Rule = this.RULE("reduction", () => {
    this.CONSUME(T.Reduce);
    this.OPTION(() => {
      this.SUBRULE(this.subscript);
      this.OPTION2(() => this.SUBRULE(this.power));
    });
    this.SUBRULE(this.product);
  });

  // partial := "∂" factor "/" "∂" target
  private readonly partial: Rule = this.RULE("partial", () => {
    this.CONSUME(T.Partial);
    this.SUBRULE(this.factor);
    this.CONSUME(T.Slash);
    this.CONSUME2(T.Partial);
    this.SUBRULE(this.target);
  });

  // nabla := "∇" subscript factor
  private readonly nabla: Rule = this.RULE("nabla", () => {
    this.CONSUME(T.Nabla);
    this.SUBRULE(this.subscript);
    this.SUBRULE(this.factor);
  });

  // solve := ("argmin"|"fixpoint") subscript expression "from" expression
  private readonly solve: Rule = this.RULE("solve", () => {
    this.CONSUME(T.Solve);
    this.SUBRULE(this.subscript);
    this.SUBRULE(this.expression);
    this.CONSUME(T.From);
    this.SUBRULE2(this.expression);
  });

  // atom := number | word [subscript] [{"′"} arguments] | "(" expression ")" | "‖" expression "‖" [subscript]
  //       | "|" expression "|" | block | cases
  private readonly atom: Rule = this.RULE("atom", () => {
    this.OR([
      { ALT: () => this.CONSUME(T.Number) },
      {
        ALT: () => {
          this.CONSUME(T.Word);
          this.OPTION(() => this.SUBRULE(this.subscript));
          this.OPTION2({
            GATE: () => this.isCall(),
            DEF: () => {
              this.MANY(() => this.CONSUME(T.Prime));
              this.SUBRULE(this.arguments);
            },
          });
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.ParenOpen);
          this.inBrackets(() => this.SUBRULE(this.expression));
          this.CONSUME(T.ParenClose);
        },
      },
      {
        GATE: () => !this.bars.norm,
        ALT: () => {
          this.CONSUME(T.NormBar);
          this.between({ ...this.bars, norm: true }, () => this.SUBRULE2(this.expression));
          this.CONSUME2(T.NormBar);
          this.OPTION3(() => this.SUBRULE2(this.subscript));
        },
      },
      {
        GATE: () => !this.bars.absolute,
        ALT: () => {
          this.CONSUME(T.Bar);
          this.between({ ...this.bars, absolute: true }, () => this.SUBRULE3(this.expression));
          this.CONSUME2(T.Bar);
        },
      },
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => this.SUBRULE(this.cases) },
    ]);
  });

  // arguments := "(" argument {"," argument} ")"
  private readonly arguments: Rule = this.RULE("arguments", () => {
    this.CONSUME(T.ParenOpen);
    this.inBrackets(() => {
      this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.argument) });
    });
    this.CONSUME(T.ParenClose);
  });

  // argument := [name "="] condition                                          // a condition may be an expression alone
  private readonly argument: Rule = this.RULE("argument", () => {
    this.OPTION({
      GATE: () => this.isNamed(T.Equals),
      DEF: () => {
        this.SUBRULE(this.name);
        this.CONSUME(T.Equals);
      },
    });
    this.SUBRULE(this.condition);
  });

  // postfix := "ᵀ" | "′" | "⁻¹" | "⁻ᵀ" | power | "[" slot {"," slot} "]"
  private readonly postfix: Rule = this.RULE("postfix", () => {
    this.OR([
      { ALT: () => this.CONSUME(T.Transpose) },
      { ALT: () => this.CONSUME(T.Prime) },
      { ALT: () => this.CONSUME(T.Inverse) },
      { ALT: () => this.CONSUME(T.InverseTranspose) },
      { ALT: () => this.SUBRULE(this.power) },
      {
        ALT: () => {
          this.CONSUME(T.IndexOpen);
          this.inBrackets(() => {
            this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.slot) });
          });
          this.CONSUME(T.BlockClose);
        },
      },
    ]);
  });

  // power := superscript | ("^"|".^") exponent | ("^{"|".^{") expression "}"
  private readonly power: Rule = this.RULE("power", () => {
    this.OR([
      { ALT: () => this.CONSUME(T.Superscript) },
      {
        ALT: () => {
          this.OR2([{ ALT: () => this.CONSUME(T.Hat) }, { ALT: () => this.CONSUME(T.DotHat) }]);
          this.SUBRULE(this.exponent);
        },
      },
      {
        ALT: () => {
          this.OR3([
            { ALT: () => this.CONSUME(T.PowerOpen) },
            { ALT: () => this.CONSUME(T.DotPowerOpen) },
          ]);
          this.inBrackets(() => this.SUBRULE(this.expression));
          this.CONSUME(T.BraceClose);
        },
      },
    ]);
  });

  // exponent := ["-"] ["√"] (number | word [subscript] | "(" expression ")")
  private readonly exponent: Rule = this.RULE("exponent", () => {
    this.OPTION(() => this.CONSUME(T.Minus));
    this.OPTION2(() => this.CONSUME(T.Root));
    this.OR([
      { ALT: () => this.CONSUME(T.Number) },
      {
        ALT: () => {
          this.CONSUME(T.Word);
          this.OPTION3(() => this.SUBRULE(this.subscript));
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.ParenOpen);
          this.inBrackets(() => this.SUBRULE(this.expression));
          this.CONSUME(T.ParenClose);
        },
      },
    ]);
  });

  // block := "[" row {";" row} "]"
  private readonly block: Rule = this.RULE("block", () => {
    this.CONSUME(T.BlockOpen);
    this.inBrackets(() => {
      this.AT_LEAST_ONE_SEP({ SEP: T.Semicolon, DEF: () => this.SUBRULE(this.row) });
    });
    this.CONSUME(T.BlockClose);
  });

  // row := expression {"," expression}
  private readonly row: Rule = this.RULE("row", () => {
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.expression) });
  });

  // cases := "{" case {(NL|";") case} ["}"]                                    // without "}" they end at `otherwise`
  private readonly cases: Rule = this.RULE("cases", () => {
    this.CONSUME(T.BraceOpen);
    this.inBrackets(() => {
      this.SUBRULE(this.case);
      this.MANY(() => {
        this.OR([{ ALT: () => this.CONSUME(T.Newline) }, { ALT: () => this.CONSUME(T.Semicolon) }]);
        this.SUBRULE2(this.case);
      });
    });
    this.OPTION(() => this.CONSUME(T.BraceClose));
  });

  // case := expression ("if" condition | "otherwise")
  private readonly case: Rule = this.RULE("case", () => {
    this.SUBRULE(this.expression);
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.If);
          this.SUBRULE(this.condition);
        },
      },
      { ALT: () => this.CONSUME(T.Otherwise) },
    ]);
  });

  // condition := conjunction {"or" conjunction}
  private readonly condition: Rule = this.RULE("condition", () => {
    this.AT_LEAST_ONE_SEP({ SEP: T.Or, DEF: () => this.SUBRULE(this.conjunction) });
  });

  // conjunction := relation {"and" relation}
  private readonly conjunction: Rule = this.RULE("conjunction", () => {
    this.AT_LEAST_ONE_SEP({ SEP: T.And, DEF: () => this.SUBRULE(this.relation) });
  });

  // relation := ["not"] expression {("<"|"≤"|">"|"≥"|"="|"≠") expression}
  private readonly relation: Rule = this.RULE("relation", () => {
    this.OPTION(() => this.CONSUME(T.Not));
    this.SUBRULE(this.expression);
    this.MANY(() => {
      this.CONSUME(T.Relation, { LABEL: "sign" });
      this.SUBRULE2(this.expression);
    });
  });

  private between(bars: typeof NO_BAR, inner: () => void): void {
    const outer = this.bars;
    this.bars = bars;
    inner();
    this.bars = outer;
  }

  private inBrackets(inner: () => void): void {
    this.between(NO_BAR, inner);
  }

  /** Whether the next token may be a further factor: a number may only lead, a bar may only open. */
  private mayStandBeside(): boolean {
    const next = this.LA(1).tokenType;
    return next !== T.Number && next !== T.Bar && !(next === T.NormBar && this.bars.norm);
  }

  /** Whether a name stands here and then this token. */
  private isNamed(then: TokenType): boolean {
    if (this.LA(1).tokenType !== T.Word) return false;
    let k = 2;
    while (this.LA(k).tokenType === T.SubWord || this.LA(k).tokenType === T.SubNumber) k++;
    return this.LA(k).tokenType === then;
  }

  /** After a name: `(`, or primes and `(`. */
  private isCall(): boolean {
    let k = 1;
    while (this.LA(k).tokenType === T.Prime) k++;
    return this.LA(k).tokenType === T.ParenOpen;
  }
}

export const labelOf = (type: TokenType): string => type.LABEL ?? type.name;

export type { CstNode, IToken, TokenType };
