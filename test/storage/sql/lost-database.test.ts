import { describe, expect, it } from "vitest";
import { packError, unpackError } from "../../../src/digests/thread-errors.ts";
import { lostDatabaseError, serverError } from "../../../src/storage/postgres/errors.ts";
import { LostClaimError } from "../../../src/storage/sql/claim.ts";
import { isDatabaseLost, isWorkLost } from "../../../src/storage/sql/lost-database.ts";

const coded = (code: string) => Object.assign(new Error("said by pg"), { code });

describe("an error of the connection to PostgreSQL", () => {
  it.each([
    ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOENT", "57P01", "57P02", "57P03", "08006", "53300"].map(
      coded,
    ),
    new Error("Connection terminated unexpectedly"),
    new Error("Client has encountered a connection error and is not queryable"),
    new Error("timeout exceeded when trying to connect"),
  ])("is known as a lost database: %o", (error) => {
    expect(isDatabaseLost(lostDatabaseError(error))).toBe(true);
  });

  it.each([
    ...["23505", "40001", "42P01", "57014", "53100", "28P01", "25P02"].map(coded),
    new Error("the transaction of this query is over"),
    "no error",
  ])("stays as it is when the server answers: %o", (error) => {
    expect(lostDatabaseError(error)).toBe(error);
  });

  it("is not that of another server with the same code", () => {
    expect(isDatabaseLost(new Error("fetch failed", { cause: coded("ECONNREFUSED") }))).toBe(false);
  });

  it("is known on the way to another thread, and behind the error of a store that cannot be opened", () => {
    const lost = lostDatabaseError(coded("ECONNREFUSED"));
    const opening = serverError("NAME", lost);

    expect(String(opening)).toMatch(/^StoreError: NAME cannot be reached \(ECONNREFUSED\): /);
    expect([unpackError(packError(lost)), opening].map((each) => isDatabaseLost(each))).toEqual([true, true]);
  });

  it("ends work, as a lost claim does", () => {
    const errors = [lostDatabaseError(coded("57P01")), new LostClaimError(), coded("57P01")];

    expect(errors.map(isWorkLost)).toEqual([true, true, false]);
  });
});
