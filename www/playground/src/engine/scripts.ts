/** The scripts that this page starts: its workers. Where the browser has Trusted Types, nothing else can be started. */

interface Policy {
  createScriptURL(url: string): unknown;
}

interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

/** The one policy of the page, named in `index.html`. */
const policy = (globalThis as { trustedTypes?: Factory }).trustedTypes?.createPolicy("answertree", {
  createScriptURL(url) {
    const { origin, pathname } = new URL(url, location.href);
    const here = new URL(".", location.href);
    if (origin !== here.origin || !pathname.startsWith(here.pathname)) {
      throw new TypeError(`${url} is no script of this page`);
    }
    return url;
  },
});

/** An address of this page's own build, as the browser takes it for a script. */
export function script(url: string): string {
  return (policy?.createScriptURL(url) ?? url) as string;
}
