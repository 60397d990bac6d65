import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** What an import of a script ends with that means its machine. */
const MACHINE = "?machine";

/** Compiles a script that is imported with `?machine`, so that a page can run it without the compiler. */
function machines(): Plugin {
  return {
    name: "machines",
    enforce: "pre",
    async load(id) {
      if (!id.endsWith(MACHINE)) return undefined;
      const file = id.slice(0, -MACHINE.length);
      this.addWatchFile(file);
      const { compile } = await import("answertree/compiler");
      const { machine, problems } = compile({ "main.answers": readFileSync(file, "utf8") });
      if (machine === null || problems.length > 0) this.error(`${file} has problems`);
      return `export default ${JSON.stringify(Buffer.from(machine).toString("base64"))};`;
    },
  };
}

/** How the names of language packs end. */
const PACK = ".pack";

/** Emits a service worker that knows every file of the build, so that the page opens with the network cut, too. */
function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const files = Object.keys(bundle).sort();
        const version = createHash("sha256").update(files.join("\n")).digest("hex").slice(0, 12);
        this.emitFile({
          type: "asset",
          fileName: "offline.js",
          source: serviceWorker(version, [
            "./",
            "icon.svg",
            // A language pack is larger than all else, and kept when a script has asked for it.
            ...files.filter((file) => file !== "index.html" && !file.endsWith(PACK)),
          ]),
        });
      },
    },
  };
}

/** Network first, so that a new build shows at once; what was kept where there is none. */
function serviceWorker(version: string, files: string[]): string {
  return `const name = "answertree-${version}";
const files = ${JSON.stringify(files)};
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((other) => other !== name).map((other) => caches.delete(other))))
      .then(() => self.clients.claim()),
  );
});
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  if (event.request.url.endsWith(${JSON.stringify(PACK)})) {
    // Its name changes with what it holds.
    event.respondWith(
      caches.open(name).then((cache) => cache.match(event.request).then((kept) => kept ??
        fetch(event.request).then((fresh) => {
          if (fresh.ok) event.waitUntil(cache.put(event.request, fresh.clone()));
          return fresh;
        }),
      )),
    );
    return;
  }
  event.respondWith(
    fetch(event.request).catch(() =>
      caches.match(event.request, { ignoreSearch: true, ignoreVary: true }).then((kept) => kept ?? Response.error()),
    ),
  );
});
`;
}

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  worker: { format: "es" },
  server: { fs: { allow: [repository] } },
  plugins: [machines(), offline()],
});
