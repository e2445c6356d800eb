import type { ProviderState } from "../../domain/spend/source.ts";
import type { DailySums } from "./daily-sums.ts";
import type { DaySpan } from "./day-span.ts";
import type { NativeScopes } from "./native-scopes.ts";

/** The days to read, and whose. */
export interface ReadingRequest extends DaySpan {
  /** The login of the organization on GitHub; `undefined` where the store knows none. */
  readonly organization: string | undefined;
  readonly scopes: NativeScopes;
}

/** A vendor, and what an error about it names. */
export interface Vendor {
  /** The vendor's name, for people. */
  readonly name: string;
  /** The environment variable that holds the credential. */
  readonly variable: string;
  /** The right that the credential needs. */
  readonly right: string;
}

/** How a vendor is asked. */
export interface Access {
  readonly vendor: Vendor;
  /** The address of its API, without a slash at its end. */
  readonly url: string;
  readonly credential: string;
  /** Waits before another try, and between two requests; tests do not wait. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** Sends a request once the vendor's limit allows it. */
  readonly pace: <Result>(send: () => Promise<Result>) => Promise<Result>;
}

/** What a vendor says of some days. */
export interface FoundSpend {
  readonly sums: DailySums;
  /** The vendor's own time of its data: days that end later are not complete. */
  readonly refreshedAt?: Date | undefined;
  readonly provider: ProviderState;
  /** What could not be read beside the money, each as a clause. */
  readonly notes: readonly string[];
}

/** Reads the spend of some days, in whole or not at all. Throws a `ReadingError`. */
export type Reader = (request: ReadingRequest, access: Access) => Promise<FoundSpend>;
