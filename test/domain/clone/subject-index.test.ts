import { expect, it } from "vitest";
import { createSubjectIndex } from "../../../src/domain/clone/subject-index.ts";

it("T6: a subject without its type is found for a revert, where one change alone bears it", () => {
  const subjects = createSubjectIndex();
  const find = (kind: "reverts" | "repeats") => subjects.find({ kind, text: "add it", isCut: false });
  subjects.add("feat(api): add it", "#1");
  const [reverted, repeated] = [find("reverts"), find("repeats")];
  subjects.add("fix!: add it", "#2");

  expect([reverted, repeated, find("reverts")]).toEqual(["#1", undefined, undefined]);
});
