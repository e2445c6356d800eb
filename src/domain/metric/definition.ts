/** The version of the metric's definition: see docs/metric.md. */
export const DEFINITION = 2;

/** From when on a definition counts what is read. */
export interface DefinitionChange {
  readonly number: number;
  readonly since: Date;
}
