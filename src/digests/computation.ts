import type { Digest } from "../domain/metric/digest.ts";
import type { DigestRequest } from "./digest-request.ts";
import type { SubjectState } from "./state.ts";

/** Runs long computations on stored data. Input and output are plain data. */
export interface Computer {
  digest(request: DigestRequest): Promise<Digest>;
  state(request: DigestRequest): Promise<SubjectState>;
}
