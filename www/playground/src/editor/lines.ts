/** Lines of a text, by offset. */

/** Where the line begins that an offset is in. */
export function lineStart(text: string, at: number): number {
  // Searching from before the text would look at its first character.
  return at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}
