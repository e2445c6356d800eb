/** A page as a browser without scripts sees it. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Goes through the setup as a browser does, with its cookie and its origin. */
export interface SetupBrowser {
  get(path: string): Promise<Seen>;
  /** Sends the first form. */
  fillIn(answers: Readonly<Record<string, string>>): Promise<Seen>;
  /** Fills in the first form rightly, and returns the state that would be brought to GitHub. */
  askGitHub(): Promise<string>;
}

/** The address that the browser fills in, and at which it is: a proxy leads from there to `url`. */
export const PUBLIC_URL = "https://plimsoll.example.com";

/** A browser at `url` that has no cookie yet. */
export function createSetupBrowser(url: string, publicUrl = PUBLIC_URL): SetupBrowser {
  let cookie = "";
  async function visit(path: string, init: RequestInit = {}): Promise<Seen> {
    const headers = new Headers(init.headers);
    headers.set("cookie", cookie);
    const response = await fetch(`${url}${path}`, { ...init, headers, redirect: "manual" });
    cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    const location = response.headers.get("location");
    if (location?.startsWith("setup")) return visit(`/${location}`);
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
  // Browsers say so of a page over TLS, or of their own machine.
  const headers = { origin: publicUrl, "sec-fetch-site": "same-origin" };
  const fillIn = (answers: Readonly<Record<string, string>>) =>
    visit("/setup", { method: "POST", body: new URLSearchParams(answers), headers });
  return {
    get: visit,
    fillIn,
    async askGitHub() {
      const { text } = await fillIn({ name: "Plimsoll", publicUrl });
      return /[?&]state=([\w-]+)/.exec(text)?.[1] ?? "";
    },
  };
}
