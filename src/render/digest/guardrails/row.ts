import type { ByDeclaration } from "../../../domain/metric/undone-share.ts";
import type { Figure } from "../../figures.ts";

/** A figure of both groups. */
export interface GuardrailRow extends ByDeclaration<Figure> {
  readonly name: string;
}
