import { type Html, html } from "../render/html.ts";
import type { Reach, ReachResult } from "./reach.ts";

const REASONS: Readonly<Record<Exclude<ReachResult, "reached">, string>> = {
  "no name": "this server finds no such name",
  "no connection": "nothing accepts the connection",
  "no certificate": "its certificate is not valid for this server",
  "no answer in time": "there is no answer within five seconds",
  redirected: "it redirects elsewhere",
  "something else": "something else answers there",
};

/** Says what was checked of the public address, and what that proves. */
export function reachText({ result, isPrivate }: Reach, publicUrl: string): Html {
  return html`${result === "reached" ? reached(publicUrl) : missed(REASONS[result], publicUrl)}
${isPrivate ? PRIVATE : html``}`;
}

const PRIVATE = html`<p class="caution">Here, the address leads into a private network. Only a GitHub in the same network reaches
it, unless its name leads elsewhere on the internet.</p>`;

function reached(publicUrl: string): Html {
  return html`<p>This server has just reached itself at <code>${publicUrl}</code>. GitHub looks from another network: its first
delivery is the proof, and the page after the installation shows it.</p>`;
}

function missed(reason: string, publicUrl: string): Html {
  return html`<p class="caution"><strong>This server does not reach itself at <code>${publicUrl}</code>: ${reason}.</strong>
Then GitHub mostly does not either, and its events would be lost. Let the address lead to this server, and
<a href="setup?review">check again</a>. Go on without that only if your network keeps a server from its own public address.</p>`;
}
