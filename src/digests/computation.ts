import type { Digest } from "../domain/metric/digest.ts";
import type { DigestRequest } from "./digest-request.ts";
import type { SubjectState } from "./state.ts";

/** Computes what takes long, from what is stored; what goes in and comes out is plain data. */
export interface Computer {
  digest(request: DigestRequest): Promise<Digest>;
  state(request: DigestRequest): Promise<SubjectState>;
}
