import type { Branch, Workshop } from "../../dev/simulation/clone/workshop.ts";
import { reachableFrom } from "../../dev/simulation/world/reachable.ts";
import type { Change } from "../../src/domain/shipping/change.ts";
import type { Release } from "../../src/domain/shipping/release.ts";
import type { WiderStep } from "./script.ts";

/** What the wider steps act on. */
export interface Wider {
  readonly shop: Workshop;
  readonly made: Change[];
  /** A branch beside main. */
  readonly line: Branch;
  /** A tip that main had, so many merges ago. */
  older(age: number): string;
}

/** Plays a step of `wide-script.ts`. */
export function playWider(step: WiderStep, wider: Wider): void {
  const { shop, made, line } = wider;
  if (step.do === "release") {
    const sha = step.what === "main" ? shop.main : line.head;
    shop.release(`v${shop.history().deployments.length}`, { sha, isPrerelease: step.isPrerelease });
  } else if (step.do === "tell") tell(step, shop);
  else if (step.do === "supersede") {
    const deployed = shop.deployments();
    const deployment = deployed.at(-1 - (step.which % Math.max(1, deployed.length)));
    if (deployment !== undefined) shop.report(deployment, "inactive");
  } else if (step.do === "reset") shop.main = wider.older(step.age + 1);
  else if (step.do === "merge back") {
    // Git refuses to merge what is merged already.
    if (reachableFrom(shop.history().graph, shop.main).has(line.head)) return;
    made.push(step.isOurs ? shop.mergeOurs({ ...line }) : shop.merge({ ...line }, step));
  } else {
    const of = made.at(-1 - (step.which % Math.max(1, made.length)));
    const sha = of?.carriers.at(-1);
    if (sha !== undefined) shop.pushAside(sha, line, step.isNamed ? [sha] : []);
  }
}

function tell({ which, state, isMoved }: WiderStep & { do: "tell" }, shop: Workshop): void {
  const releases = shop.history().deployments.filter((each): each is Release => each.kind === "release");
  const release = releases.at(-1 - (which % Math.max(1, releases.length)));
  if (release === undefined || release.releaseStates.at(-1)?.state === "deleted") return;
  shop.tell(release, state, isMoved ? { sha: shop.main } : {});
}
