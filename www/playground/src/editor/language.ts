/**
 * Highlighting, line by line as the language is: a line's first mark says what it is. This colours; what is right and
 * wrong is only for the compiler to say.
 */
import { HighlightStyle, StreamLanguage, type StringStream, syntaxHighlighting } from "@codemirror/language";
import { Compartment, type Extension } from "@codemirror/state";
import { Tag, tags } from "@lezer/highlight";

/** What the rest of a line holds. */
type Rest = "text" | "title" | "pattern" | "code";

interface State {
  rest: Rest;
  /** How many `{` are open. */
  holes: number;
  /** In the `[…]` guards right after a mark. */
  guard: boolean;
  /** Guards may begin here. */
  start: boolean;
}

const reply = Tag.define();

/** The words that begin lines, as the compiler has them (`syntax::keywords`); a test of it holds this to them. */
const statements = new Map<string, Rest>([
  ["script", "title"],
  ["version", "code"],
  ["language", "code"],
  ["pack", "code"],
  ["threshold", "code"],
  ["channel", "code"],
  ["department", "code"],
  ["open", "code"],
  ["closed", "code"],
  ["fact", "code"],
  ["ask", "text"],
  ["words", "pattern"],
  ["intent", "code"],
  ["prefer", "code"],
  ["menu", "title"],
  ["when", "pattern"],
  ["need", "code"],
  ["step", "text"],
  ["note", "text"],
  ["do", "code"],
  ["set", "code"],
  ["handoff", "code"],
  ["end", "code"],
  ["call", "code"],
  ["return", "code"],
  ["include", "title"],
  ["then", "code"],
  ["or", "code"],
  ["also", "code"],
  ["test", "title"],
  ["given", "code"],
  ["customer", "text"],
  ["expect", "code"],
  ["choose", "title"],
  ["accept", "code"],
  ["wait", "code"],
  ["on", "code"],
]);

const words = new Set([
  "and",
  "or",
  "not",
  "has",
  "in",
  "is",
  "known",
  "if",
  "else",
  "plural",
  "one",
  "of",
  "other",
  "on",
  "from",
  "until",
  "once",
  "lang",
  "tag",
  "id",
  "text",
  "number",
  "yes",
  "no",
  "yes/no",
  "date",
  "time",
  "money",
  "email",
  "phone",
  "link",
  "list",
  "like",
  "secret",
  "limit",
  "weighted",
  "public",
  "buttons",
  "for",
  "intent",
  "resolved",
  "unresolved",
  "spam",
  "nomatch",
  "silence",
  "topic",
  "alone",
  "switch",
  "reply",
  "ask",
  "channel",
]);

const language = StreamLanguage.define<State>({
  name: "answers",
  startState: () => ({ rest: "code", holes: 0, guard: false, start: false }),
  token(stream, state) {
    if (stream.sol()) {
      Object.assign(state, { rest: "code", holes: 0, guard: false, start: true });
      if (!stream.eatSpace()) return first(stream, state);
      return null;
    }
    if (state.start && stream.column() === stream.indentation()) return first(stream, state);
    if (stream.eatSpace()) return null;
    if (state.start && stream.eat("[")) {
      state.guard = true;
      return "bracket";
    }
    if (state.guard && stream.eat("]")) {
      state.guard = false;
      return "bracket";
    }
    if (state.guard || state.holes > 0) return code(stream, state);
    state.start = false;
    if (state.rest !== "text" && stream.match(/^#.*/)) return "comment";
    switch (state.rest) {
      case "text":
        return text(stream, state);
      case "title":
        if (stream.match(/^->/)) {
          state.rest = "code";
          return "keyword";
        }
        stream.match(/^[^\s#-]+|^./);
        return "title";
      case "pattern":
        return pattern(stream);
      case "code":
        return code(stream, state);
    }
  },
  languageData: { commentTokens: { line: "#" } },
  tokenTable: {
    reply,
    title: tags.heading,
    mark: tags.processingInstruction,
    name: tags.variableName,
    hole: tags.special(tags.brace),
  },
});

/** The first mark or word of a line. */
function first(stream: StringStream, state: State): string | null {
  if (stream.match(/^#.*/)) return "comment";
  if (stream.match(/^==+/)) {
    state.rest = "title";
    return "mark";
  }
  if (stream.match(/^(>|-(?!>)|\*+)/)) {
    state.rest = "text";
    return "mark";
  }
  state.start = false;
  if (stream.match(/^->/)) return "keyword";
  const word = stream.match(/^([a-z]+):?/);
  const rest = Array.isArray(word) ? statements.get(word[1] ?? "") : undefined;
  if (rest === undefined) {
    if (!Array.isArray(word)) stream.next();
    return null;
  }
  state.rest = rest;
  return "keyword";
}

function text(stream: StringStream, state: State): string {
  if (stream.match(/^\\./)) return "escape";
  if (stream.eat("{")) {
    state.holes += 1;
    return "hole";
  }
  if (stream.match(/^->/)) {
    state.rest = "code";
    return "keyword";
  }
  if (!stream.match(/^(?:(?!->)[^\\{])+/)) stream.next();
  return "reply";
}

function pattern(stream: StringStream): string | null {
  if (stream.match(/^<[^>]*>/)) return "typeName";
  if (stream.match(/^"[^"]*"?/)) return "string";
  if (stream.match(/^\.\./) || stream.match(/^[|[\]=,*]/)) return "operator";
  if (stream.match(/^(not|intent|if)\b/)) return "keyword";
  if (!stream.match(/^[^\s<"|[\]=,*#]+/)) stream.next();
  return "name";
}

function code(stream: StringStream, state: State): string | null {
  if (state.holes > 0 && stream.eat("}")) {
    state.holes -= 1;
    return "hole";
  }
  if (state.holes > 0 && stream.eat("{")) {
    state.holes += 1;
    return "hole";
  }
  if (stream.match(/^"(?:\\.|[^"\\])*"?/)) return "string";
  if (stream.match(/^\d[\d.:]*/)) return "number";
  const word = stream.match(/^[\p{L}_][\p{L}\p{N}_/]*/u);
  if (Array.isArray(word)) return words.has(word[0]) ? "keyword" : "name";
  if (stream.match(/^[-+*/=!<>|]+/)) return "operator";
  stream.next();
  return null;
}

const style = HighlightStyle.define([
  { tag: tags.heading, color: "var(--ink-strong)", fontWeight: "650" },
  { tag: tags.processingInstruction, color: "var(--code-mark)", fontWeight: "650" },
  { tag: tags.keyword, color: "var(--code-keyword)" },
  { tag: [tags.variableName, tags.typeName], color: "var(--code-name)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: tags.number, color: "var(--code-number)" },
  { tag: tags.special(tags.brace), color: "var(--code-mark)" },
  { tag: tags.escape, color: "var(--code-number)" },
  { tag: [tags.operator, tags.bracket], color: "var(--muted)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: reply, color: "var(--ink)" },
]);

/** These colours, until the compiler's own take their place. */
export const colours = new Compartment();

export function answers(): Extension {
  return [language, colours.of(syntaxHighlighting(style))];
}
