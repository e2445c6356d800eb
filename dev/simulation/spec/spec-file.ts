import { z } from "zod";
import { specHistory } from "./spec.ts";
import { specResult } from "./spec-result.ts";

/** A file of `spec/histories/`. */
export const specFile = z.array(
  z.strictObject({ name: z.string(), history: specHistory, result: specResult }),
);
