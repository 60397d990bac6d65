/**
 * Exports of help desks as rows: a conversation is an object with a list of messages in it, and each message says in
 * its own way who wrote it.
 */
import { textOf } from "./html.ts";
import type { Desk } from "./protocol.ts";

export type Fields = Record<string, unknown>;

/** What `DESK_COLUMNS` name, in their order. */
export type DeskRow = [message: string, who: string, conversation: string, label: string];

/** The columns of conversations of any help desk. */
export const DESK_COLUMNS = ["message", "written by", "conversation", "label"];

/** What stands in `written by` where the shape of a help desk is known. */
export const CUSTOMER = "customer";
const AGENT = "agent";
const NOTE = "note";
const SYSTEM = "system";

/** Which help desk an object of an export is from. `thread` is a conversation of no one known. */
export function deskOf(record: Fields): Desk | null {
  if ("requester_id" in record && (Array.isArray(record.comments) || typeof record.description === "string"))
    return "zendesk";
  if ("conversation_parts" in record || "conversation_message" in record) return "intercom";
  if (record.type === "conversation" && isFields(record.source)) return "intercom";
  const messages = listOf(record);
  if (messages === null) return null;
  return messages.some((one) => "message_type" in one && "content" in one) ? "chatwoot" : "thread";
}

/** The messages of a conversation. */
export function messagesOf(desk: Desk, record: Fields): DeskRow[] {
  const id = text(record.id ?? record.conversation_id);
  const rows = { zendesk, chatwoot, intercom, thread }[desk](record);
  const label = labelOf(record);
  return rows.filter(([message]) => message !== "").map(([message, who]) => [message, who, id, label]);
}

type Written = [message: string, who: string];

/** Tickets as the full JSON export and the API write them. */
function zendesk(record: Fields): Written[] {
  const { requester_id: requester, comments } = record;
  if (!Array.isArray(comments)) {
    // Who submitted a ticket wrote its first comment, which is the description.
    const own = record.submitter_id === undefined || record.submitter_id === requester;
    return [[text(record.description), own ? CUSTOMER : AGENT]];
  }
  return comments.filter(isFields).map((comment) => {
    const { plain_body: plain, body, html_body: html } = comment;
    const said = text(plain) || text(body) || textOf(text(html));
    if (comment.public === false) return [said, NOTE];
    return [said, comment.author_id === requester ? CUSTOMER : AGENT];
  });
}

/** Conversations as Intercom's API writes them: the first message apart from those that came after it. */
function intercom(record: Fields): Written[] {
  const first = isFields(record.source) ? record.source : record.conversation_message;
  const { conversation_parts: parts } = record;
  const list = isFields(parts) ? parts.conversation_parts : parts;
  const all = [first, ...(Array.isArray(list) ? list : [])].filter(isFields);
  return all.map((part) => {
    const said = textOf(text(part.body));
    if (part.part_type === "note") return [said, NOTE];
    const by = isFields(part.author) ? text(part.author.type) : "";
    if (["user", "lead", "contact"].includes(by)) return [said, CUSTOMER];
    return [said, by === "bot" ? SYSTEM : AGENT];
  });
}

/** Conversations as Chatwoot's API writes them. Numbers stand for incoming, outgoing, activity and template. */
function chatwoot(record: Fields): Written[] {
  return (listOf(record) ?? []).map((message) => {
    const said = text(message.content);
    if (message.private === true) return [said, NOTE];
    const type = message.message_type;
    if (type === 0 || type === "incoming") return [said, CUSTOMER];
    return [said, type === 1 || type === "outgoing" ? AGENT : SYSTEM];
  });
}

/** Any list of messages that say who wrote them. */
function thread(record: Fields): Written[] {
  return (listOf(record) ?? []).map((message) => {
    const said = text(message.text) || text(message.content) || text(message.body) || text(message.message);
    const keys = ["from", "role", "author_type", "sender_type", "author", "sender", "speaker", "direction"];
    const by = keys.map((key) => message[key]).find((value) => value !== undefined && value !== null);
    return [said, isFields(by) ? text(by.type ?? by.role ?? by.name) : text(by)];
  });
}

function listOf(record: Fields): Fields[] | null {
  for (const key of ["messages", "turns", "comments", "conversation", "thread", "utterances"]) {
    const list = record[key];
    if (!Array.isArray(list)) continue;
    const messages = list.filter(isFields);
    if (
      messages.some((one) =>
        ["text", "content", "body", "message"].some((key) => typeof one[key] === "string"),
      )
    )
      return messages;
  }
  return null;
}

/** The first of its labels, or tags as some call them. */
function labelOf(record: Fields): string {
  for (const key of ["label", "intent", "category", "topic", "labels", "tags"]) {
    const found = record[key];
    const list = isFields(found) ? Object.values(found).find(Array.isArray) : found;
    const first: unknown = Array.isArray(list) ? list[0] : list;
    const said = isFields(first) ? text(first.name ?? first.title) : text(first);
    if (said !== "") return said;
  }
  return "";
}

/** Whether something is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as text; nothing for what is no single value. */
export function text(value: unknown): string {
  return typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : "";
}
