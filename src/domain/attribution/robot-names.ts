import type { Identity } from "./commit-text.ts";

const NOREPLY = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/;

/** Each of the following patterns contains one of these. */
const ANY = /bot|[-_]ci/i;
/** `Houston (Bot)`, `Gopher Robot`; nobody is called Robot. */
const SAID = /(?:[([](?:ro)?bot[)\]]|(?:^|\s)robot)$/i;
/** `minikube-bot`, `k8s-ci-robot`, `rancher-ci`, `PrometheusBot`. */
const HANDLE = /(?:[a-z\d][-_](?:ro)?bot|[a-z\d]{3}[-_]ci)$/i;
const JOINED = /^[^\s.]*[a-z\d]Bot$/;
/** `dn-bot@`, `bot@`. */
const MAILBOX = /(?:^|[a-z\d][-_])(?:ro)?bot$/i;
/** `DotNet Bot`; people are called Bot, too. */
const SURNAME = /\sbot$/i;
/** `prometheus-team@`, `github-team-consul-core@`. */
const TEAM = /(?:^|[a-z\d][-_])(?:team$|github-team(?:[-_]|$))/i;

/**
 * Whether a name or an address itself says that it is a robot's.
 *
 * It must say so as a word of its own, at its end: people are called Abbott and Talbot. `Kees Bot` is a person, also as
 * `kees-bot`, unless the address names a robot of another name.
 */
export function isRobot({ name, email }: Identity): boolean {
  const [shown, address] = [name.trim(), email.trim()];
  if (!ANY.test(shown) && !ANY.test(address)) return false; // nearly everybody
  if (SAID.test(shown) || JOINED.test(shown)) return true;
  const login = NOREPLY.exec(address.toLowerCase())?.[1];
  const local = login ?? address.slice(0, Math.max(0, address.indexOf("@")));
  if (isOwnName(local, shown)) return false;
  const isOfPerson = /\s/.test(shown);
  const handles = [...(isOfPerson ? [] : [shown]), ...(login === undefined || isOfPerson ? [] : [login])];
  if (handles.some((handle) => HANDLE.test(handle))) return true;
  return (SURNAME.test(shown) || !isOfPerson || login !== undefined) && MAILBOX.test(local);
}

/** Whether an address belongs to a team, not to a person: it names a team, and no full name stands beside it. */
export function isTeam({ name, email }: Identity): boolean {
  const shown = name.trim();
  const local = (NOREPLY.exec(email.trim().toLowerCase())?.[1] ?? email.trim()).split("@", 1)[0] ?? "";
  return !/\s/.test(shown) && (TEAM.test(local) || TEAM.test(shown));
}

/** Whether a handle is a full name in one word: `kees-bot` of Kees Bot. */
function isOwnName(handle: string, name: string): boolean {
  const words = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\d]+/gu, " ")
      .trim();
  return /\s/.test(name) && words(handle) === words(name);
}
