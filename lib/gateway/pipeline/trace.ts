// What a traced request did, step by step. Filled by the runner only when somebody asked for it.
export interface TraceNote {
  readonly label: string;
  readonly before?: string;
  readonly after?: string;
}

export interface TraceStep {
  readonly name: string;
  readonly tookUs: number;
  readonly notes: readonly TraceNote[];
}

export class Trace {
  readonly steps: TraceStep[] = [];
  /** In the manner of API Gateway's execution log. */
  readonly log: string[] = [];
}
