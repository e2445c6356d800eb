import { expect, it } from "vitest";
import { faultsOfAnswer } from "../../dev/simulation/described/github-answers.ts";

it.each([
  ["less than GitHub tells", "/repos/acme/shop/issues/1", 200, { number: 1, title: "A digest" }, []],
  [
    "a value of another type",
    "/repos/acme/shop/issues/1",
    200,
    { number: "1" },
    ["GET /repos/{owner}/{repo}/issues/{issue_number} 200: /number must be integer"],
  ],
  [
    "a list where there is an object",
    "/repos/acme/shop",
    200,
    [],
    ["GET /repos/{owner}/{repo} 200:  must be object"],
  ],
  ["no such answer", "/repos/acme/shop", 201, {}, ["GET /repos/{owner}/{repo} 201: no such answer"]],
  [
    "no such operation",
    "/repos/acme/shop/digests",
    200,
    {},
    ["GET /repos/acme/shop/digests: no such operation"],
  ],
])("GitHub's description tells of an answer: %s", (_, path, status, body, faults) => {
  expect(faultsOfAnswer({ method: "GET", path, status, body })).toEqual(faults);
});
