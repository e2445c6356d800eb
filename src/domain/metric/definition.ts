/** The version of the metric's definition: see docs/metric.md. */
export const DEFINITION = 2;

/** A change of the definition, and the time from which it counts. */
export interface DefinitionChange {
  readonly from: number;
  readonly to: number;
  readonly since: Date;
}
