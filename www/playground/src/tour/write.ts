/** Where the tour's own lines go in a script that somebody else writes. */
import { lineStart } from "../editor/lines.ts";
import { FILE } from "../engine/protocol.ts";
import type { Edit } from "../panes/pane.ts";
import type { Look, TopicLines } from "./look.ts";

/** Before the first topic, where what the whole script shares stands. */
export function atHead({ text, topics }: Look, line: string): Edit {
  const start = topics[0]?.start;
  return start === undefined ? atEnd(text, line) : put(start, `${line}\n\n`);
}

/** Behind everything else. */
export function atEnd(text: string, lines: string): Edit {
  const start = text.trimEnd().length;
  const gap = start === 0 ? "" : "\n\n";
  return { file: FILE, start, end: text.length, text: `${gap}${lines}\n` };
}

/** As the last lines of a topic. */
export function inTopic({ text }: Look, topic: TopicLines, lines: string): Edit {
  const start = topic.start + text.slice(topic.start, topic.end).trimEnd().length;
  return put(start, `\n${lines}`);
}

/** Under a topic's heading and its ways in, before all that is said. */
export function beforeReply(look: Look, topic: TopicLines, line: string): Edit {
  const said = topic.lines.findIndex((other) => /^\s*(?:>|\*|step\b|need\b)/.test(other));
  if (said < 0) return inTopic(look, topic, line);
  const before = topic.lines.slice(0, said).join("\n").length;
  return put(lineStart(look.text, topic.start + before + 1), `${line}\n`);
}

function put(start: number, text: string): Edit {
  return { file: FILE, start, end: start, text };
}
