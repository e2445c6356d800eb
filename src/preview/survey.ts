import type { DeclaredTool } from "../domain/attribution/tool-role.ts";
import { joinPeople } from "../domain/clone/joined-people.ts";
import { linesRead } from "../domain/clone/lines-read.ts";
import type { People } from "../domain/clone/people.ts";
import type { CloneSource } from "../domain/clone/preview.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { type Clone, readClone } from "./clone.ts";
import { type ConfiguredClone, configure, type Subject, subjectOf, withoutOptedOut } from "./configure.ts";
import { eachClone } from "./each-clone.ts";
import { type Content, measureClone, measuredWhole } from "./measure-clone.ts";
import { openClones } from "./open-clones.ts";

/** The clones to read, and the part of them. */
export interface SurveyRequest {
  readonly paths: readonly string[];
  /** The ship mode; `auto` uses the config, or else the releases in the clone. */
  readonly ship: "auto" | "releases" | "merges";
  /** The latest time to read; by default that of the newest commit or version tag. */
  readonly until: Date | undefined;
  /** The number of weeks to read before that. */
  readonly weeks: number;
  readonly now: Date;
  /** Called with the number of commits and of clones read: with 0 at the start, and then now and then. */
  readonly onProgress?: ((commits: number, clones: number, allClones: number) => void) | undefined;
}

/** A clone of which only what digests count is left. */
export interface MeasuredClone extends Content {
  readonly measured: Measured;
  /** The tools that each change declares, by its id, the most used first. */
  readonly tools: ReadonlyMap<string, readonly DeclaredTool[]>;
  readonly people: People;
  readonly source: CloneSource;
  /** Reads the clone again, if it is not kept. */
  reread(): Promise<Clone>;
}

/** All clones of a preview, measured up to the same time. */
export interface Survey {
  readonly subject: Subject;
  readonly asOf: Date;
  /** By the names of their repositories. */
  readonly clones: readonly MeasuredClone[];
  /** The repositories that opted out of digests, by name; nobody read them. */
  readonly optedOut: readonly string[];
}

/** Reads and measures clones. A person is the same one in all of them. */
export async function surveyClones(request: SurveyRequest): Promise<Survey> {
  const { paths, until, now, onProgress } = request;
  onProgress?.(0, 0, paths.length);
  const all = configure(await openClones(paths, until ?? now));
  const subject = subjectOf(all);
  const asOf = until ?? new Date(Math.max(...all.map(({ open }) => open.newest.getTime())));
  const sorted = all.toSorted((a, b) => (a.repository < b.repository ? -1 : 1));
  const clones = withoutOptedOut(sorted);
  const optedOut = sorted.filter((clone) => !clones.includes(clone)).map(({ repository }) => repository);
  const read = await eachClone(
    clones,
    measurer({ ...request, zone: subject.zone, asOf, number: clones.length }),
  );
  return { subject, asOf, clones: read.length === 1 ? read : joined(read), optedOut };
}

type MeasureRequest = Omit<SurveyRequest, "paths"> & {
  readonly asOf: Date;
  readonly zone: string;
  /** The number of clones. */
  readonly number: number;
};

/** Makes a function that reads and measures one clone after another. */
function measurer({ ship, onProgress, number, ...request }: MeasureRequest) {
  let [commits, clones] = [0, 0];
  const onCommits = (more: number) => {
    commits += more;
    onProgress?.(commits, clones, number);
  };
  return async ({ open, ...configured }: ConfiguredClone): Promise<MeasuredClone> => {
    const read = (onProgress?: typeof onCommits) =>
      readClone(open, { ...request, ...configured, onProgress });
    const clone = await read(onCommits);
    const asked = ship === "auto" ? clone.config.ship : ship;
    const measured = measuredWhole(measureClone(clone, asked), clone, request.zone);
    clones++;
    return {
      ...contentOf(clone),
      measured,
      people: clone.people,
      source: sourceOf(clone, {
        isShipTold: asked === "releases" || asked === "merges",
        saysDeployments: asked === "deployments",
      }),
      // The commits of many clones would fill the memory.
      reread: number === 1 ? async () => clone : () => read(),
    };
  };
}

function contentOf({ path, files, changes }: Clone): Pick<MeasuredClone, keyof Content | "tools"> {
  return {
    path,
    files,
    contents: new Map(changes.map(({ id, content }) => [id, content])),
    tools: new Map(changes.flatMap(({ id, tools }) => (tools.length === 0 ? [] : [[id, tools]]))),
  };
}

function sourceOf(clone: Clone, told: Pick<CloneSource, "isShipTold" | "saysDeployments">): CloneSource {
  return {
    repository: clone.repository,
    branch: clone.branch.name,
    commits: clone.graph.size,
    changes: clone.changes.length,
    lines: linesRead(clone),
    releases: clone.releases.length,
    isShallow: clone.isShallow,
    ...told,
  };
}

function joined(clones: readonly MeasuredClone[]): MeasuredClone[] {
  const keyOf = joinPeople(clones.map(({ people }) => people));
  return clones.map((clone) => {
    const changes = clone.measured.changes.map(({ change, ...shipped }) => {
      return { ...shipped, change: { ...change, builder: change.builder && keyOf(change.builder) } };
    });
    return { ...clone, measured: { ...clone.measured, changes } };
  });
}
