/** What greets somebody who has written nothing yet: three ways to begin. Once dismissed it does not come again. */
import { button, h, icon } from "../dom.ts";
import { strings } from "./strings.ts";

const DISMISSED = "answertree.welcome";

export interface WelcomeDeps {
  tour(): void;
  gallery(): void;
  fresh(): void;
}

/** `null` where it was dismissed. */
export function mountWelcome(deps: WelcomeDeps): HTMLElement | null {
  if (isDismissed()) return null;
  const element = h(
    "section",
    { class: "welcome", "aria-label": strings.welcome },
    h("p", {}, strings.welcomeText),
    h(
      "div",
      { class: "welcome-ways" },
      button({ class: "small primary" }, deps.tour, icon("go"), strings.takeTour),
      button({ class: "small" }, deps.gallery, icon("list"), strings.seeGallery),
      button({ class: "small" }, deps.fresh, icon("plus"), strings.startEmpty),
      button(
        { class: "small bare", title: strings.hide, "aria-label": strings.hide },
        dismiss,
        icon("close"),
      ),
    ),
  );

  function dismiss(): void {
    element.remove();
    try {
      localStorage.setItem(DISMISSED, "1");
    } catch {
      // Then it comes again.
    }
    document.querySelector<HTMLElement>("#message")?.focus();
  }

  return element;
}

function isDismissed(): boolean {
  try {
    return localStorage.getItem(DISMISSED) !== null;
  } catch {
    return false;
  }
}
