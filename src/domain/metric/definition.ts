/** The version of the metric's definition: see docs/metric.md. */
export const DEFINITION = 2;

/** From when on what is read is counted by another definition. */
export interface DefinitionChange {
  readonly from: number;
  readonly to: number;
  readonly since: Date;
}
