/** The texts of the gallery. */
export const strings = {
  title: "Gallery",
  intro:
    "Each is a script of its own, with tests. Starting from one makes a project; yours stays under Project.",
  find: "Find a script",
  none: "No script is like that.",
  start: "Start from this",
  startSpoken: (title: string): string => `Start from this: ${title}`,
  says: "Try:",
  failed: "This script could not be loaded. Check the network.",
  close: "Close",
};
