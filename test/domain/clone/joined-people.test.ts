import { describe, expect, it } from "vitest";
import { joinPeople } from "../../../src/domain/clone/joined-people.ts";
import { createPersonReader, type People } from "../../../src/domain/clone/people.ts";

/** The people of a clone with some commits. */
function peopleOf(...identities: readonly (readonly [string, string])[]): People {
  const people = new Map<string, string>();
  const personOf = createPersonReader({ agents: [], bots: [] }, people);
  for (const [name, email] of identities) personOf({ name, email }, "feat: it");
  return people;
}

describe("people in several clones", () => {
  const clones = [
    peopleOf(["Ada Example", "ada@mail.example"], ["Bo Example", "bo@mail.example"]),
    peopleOf(["Ada Example", "ada@home.example"], ["bo", "bo@work.example"]),
    peopleOf(["ada", "ada@home.example"], ["Bo Example", "bo@work.example"]),
  ];

  it("are the same with a common address or full name, also by way of a third clone", () => {
    const keyOf = joinPeople(clones);

    expect(new Set(["ada@mail.example", "ada@home.example"].map(keyOf)).size).toBe(1);
    expect(new Set(["bo@mail.example", "bo@work.example"].map(keyOf)).size).toBe(1);
    expect(keyOf("ada@mail.example")).not.toBe(keyOf("bo@mail.example"));
  });

  it("have the same keys in any order of the clones", () => {
    const keys = [...new Set(clones.flatMap((people) => [...people.values()]))];

    expect(keys.map(joinPeople(clones.toReversed()))).toEqual(keys.map(joinPeople(clones)));
  });
});
