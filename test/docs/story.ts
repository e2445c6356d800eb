import { DateTime } from "luxon";
import { type Branch, type Merge, Workshop } from "../../dev/simulation/clone/workshop.ts";
import { at } from "../../dev/simulation/world/history.ts";
import type { Change } from "../../src/domain/shipping/change.ts";
import { deriveShipping, type Shipping } from "../../src/domain/shipping/shipping.ts";

/** Something that a table says happened, and what it says that it is. */
export interface Happening {
  readonly at: Date;
  readonly text: string;
  readonly is: string;
}

/** A story that was played. */
export interface Played {
  /** What the facts make of it as of an instant. */
  shippingAsOf(now: Date): Shipping;
  /** The same, as what each of its happenings is, in the order of time. */
  asOf(now: Date): readonly Happening[];
}

/** Reads `Mon 2 Nov 10:00`, in UTC, in the year of the examples; the day of the week must be right. */
export function instantOf(text: string): Date {
  const instant = DateTime.fromFormat(`2026 ${text}`, "yyyy ccc d LLL HH:mm", { zone: "utc", locale: "en" });
  if (!instant.isValid) throw new Error(`"${text}" is no instant: ${instant.invalidExplanation}`);
  return instant.toJSDate();
}

/** Reads a cell of what happens. */
export function happening(when: string, text: string, is: string): Happening {
  return { at: instantOf(when), text, is };
}

/** Reads a cell that says when what is deployed: `Mon 2 Nov 11:00`, or `…, to production-eu`, `…, at #1`. */
export function deploymentAt(cell: string, is: string): Happening {
  const [when = "", what = "main"] = cell.split(", ");
  return happening(when, `deploy ${what}`, is);
}

/** Plays a story in a repository whose first deployment lies before it. */
export function play(happenings: readonly Happening[]): Played {
  const { shop, perform } = openStage();
  const inOrder = happenings.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const ids = inOrder.map((each) => {
    shop.now = each.at;
    return perform(each.text);
  });
  const shippingAsOf = (now: Date) => deriveShipping(shop.history(), now);
  return {
    shippingAsOf,
    asOf(now) {
      const { changes, ledger } = shippingAsOf(now);
      const places = new Map(ledger.map(({ deploymentId, reason }) => [deploymentId, reason ?? "counted"]));
      return inOrder.map((each, index) => {
        const id = ids[index] ?? "";
        const is = typeof id === "number" ? places.get(id) : changes.get(id)?.outcome;
        return { ...each, is: is ?? "not there" };
      });
    },
  };
}

function openStage() {
  const shop = new Workshop(at(1));
  shop.deploy();
  const changes = new Map<string, Change>();
  const branches = new Map<string, Branch>();
  return { shop, perform };

  function changeOf(name: string): Change {
    const change = changes.get(name);
    if (change === undefined) throw new Error(`the story has no ${name}`);
    return change;
  }

  /** Does what a sentence says, and returns the id of the change or deployment that it makes. */
  function perform(text: string): string | number {
    const [, deployed] = /^deploy (.+)$/.exec(text) ?? [];
    if (deployed !== undefined) return deploy(deployed);
    const [, pusher] = /^(\w+) pushes to main$/.exec(text) ?? [];
    if (pusher !== undefined) return shop.push({ "pushed.ts": "1" }, { by: pusher }).id;
    const [, who, name, how = ""] = /^(a robot|\w+) merges (#\d+)(?:, (.+))?$/.exec(text) ?? [];
    if (who === undefined || name === undefined) throw new Error(`"${text}" is not understood`);
    if (name !== `#${changes.size + 1}`) throw new Error(`"${text}" is not numbered in the order of merges`);
    const change = merge(name, how, mergeBy(who, how));
    changes.set(name, change);
    return change.id;
  }

  function deploy(what: string): number {
    if (what === "main") return shop.deploy().id;
    const [, environment] = /^to (\S+)$/.exec(what) ?? [];
    if (environment !== undefined) return shop.deploy(shop.main, { environment }).id;
    const [, isBranch, name = ""] = /^(the branch of )?(#\d+)$/.exec(what.replace(/^at /, "")) ?? [];
    return shop.deploy(isBranch ? branches.get(name)?.head : changeOf(name).carriers[0]).id;
  }

  function merge(name: string, how: string, options: Merge): Change {
    const [, verb, other = ""] =
      /^(a revert of|the same patch as|into a branch from) (#\d+)$/.exec(how) ?? [];
    if (verb === "a revert of") return shop.revert(changeOf(other), options);
    if (verb === "the same patch as") {
      const onto = { ...shop.branch(), head: shop.main };
      return shop.merge(shop.pick(changeOf(other), onto, { isNamed: false }), options);
    }
    const file = how === "documentation only" ? `docs/${name}.md` : `${name}.ts`;
    if (verb === undefined) return shop.ship({ [file]: "1" }, options);
    const into = shop.branch(changeOf(other).carriers[0]);
    const branch = shop.branch(into.head);
    shop.commit(branch, { [file]: "1" });
    branches.set(name, into);
    return shop.merge(branch, { ...options, into });
  }
}

function mergeBy(who: string, how: string): Merge {
  if (who === "a robot") return { by: undefined, attribution: "automation" };
  return { by: who, attribution: how === "AI-assisted" ? "declared" : "undeclared" };
}
