import type { MetricRow } from '@/lib/gateway/observe/metrics';
import { WHOLE_STAGE } from '@/lib/gateway/observe/metrics';
import { MetricSums } from '@/lib/store/metric-sums';

/** Workers report within seconds: a minute this old gets no more news. */
const OPEN_SECONDS = 180;
const DEFAULT_MAX_POINTS = 50_000;

/** Minutes that workers report, merged over their lives, until the database has them. Bounded: the oldest go first. */
export class MetricLedger {
  readonly #points = new Map<string, Point>();
  readonly #unwritten = new Set<Point>();
  readonly #maxPoints: number;
  /** By stage, of minutes that are closed: what a Prometheus counter needs since the start. */
  readonly #closed = new Map<string, StageTotals>();
  #lost = 0;

  constructor(maxPoints = DEFAULT_MAX_POINTS) {
    this.#maxPoints = maxPoints;
  }

  /** Points that never reached the database. */
  get lost(): number {
    return this.#lost;
  }

  /** Takes in absolute rows of a worker's life. */
  add(life: object, rows: readonly MetricRow[]): void {
    for (const row of rows) {
      const key = `${row.restApiId}\n${row.stageName}\n${row.resource}\n${row.method}\n${row.canary}\n${row.startsAt}`;
      let point = this.#points.get(key);
      if (point === undefined) {
        point = { key, startsAt: row.startsAt, byLife: new Map() };
        this.#points.set(key, point);
        if (this.#points.size > this.#maxPoints) this.#dropOldest();
      }
      point.byLife.set(life, row);
      this.#unwritten.add(point);
    }
  }

  /** At most `limit` rows to write, oldest first. Call `written` with the ticket once they are. */
  unwritten(limit: number): { readonly rows: MetricRow[]; readonly ticket: readonly [Point, MetricRow][] } {
    const ticket: [Point, MetricRow][] = [];
    for (const point of this.#unwritten) {
      if (ticket.length >= limit) break;
      ticket.push([point, merged(point)]);
    }
    return { rows: ticket.map(([, row]) => row), ticket };
  }

  written(ticket: readonly (readonly [Point, MetricRow])[]): void {
    for (const [point, row] of ticket) {
      // More may have come while it was being written.
      if (countOf(point) === row.count) this.#unwritten.delete(point);
    }
  }

  /** Lets go of minutes that are over and written. */
  close(nowSeconds: number): void {
    for (const point of this.#points.values()) {
      if (point.startsAt + 60 + OPEN_SECONDS > nowSeconds || this.#unwritten.has(point)) continue;
      this.#forget(point);
    }
  }

  /** Everything seen since the start, by stage, its canary's apart. */
  totals(): StageTotals[] {
    const byStage = new Map<string, StageTotals>();
    for (const [key, stage] of this.#closed) {
      const sums = new MetricSums();
      sums.merge(stage.sums);
      byStage.set(key, { ...stage, sums });
    }
    for (const point of this.#points.values()) addToStage(byStage, point);
    return [...byStage.values()];
  }

  #dropOldest(): void {
    const [oldest] = this.#points.values();
    if (oldest === undefined) return;
    if (this.#unwritten.delete(oldest)) this.#lost += 1;
    this.#forget(oldest);
  }

  #forget(point: Point): void {
    this.#points.delete(point.key);
    addToStage(this.#closed, point);
  }
}

export interface StageTotals {
  readonly restApiId: string;
  readonly stageName: string;
  /** Of the requests that the stage's canary answered. */
  readonly canary: boolean;
  readonly sums: MetricSums;
}

interface Point {
  readonly key: string;
  readonly startsAt: number;
  readonly byLife: Map<object, MetricRow>;
}

function addToStage(byStage: Map<string, StageTotals>, point: Point): void {
  for (const row of point.byLife.values()) {
    if (row.resource !== WHOLE_STAGE) return;
    const key = `${row.restApiId}\n${row.stageName}\n${row.canary}`;
    let totals = byStage.get(key);
    if (totals === undefined) {
      const { restApiId, stageName, canary } = row;
      totals = { restApiId, stageName, canary, sums: new MetricSums() };
      byStage.set(key, totals);
    }
    totals.sums.add(row);
  }
}

function merged(point: Point): MetricRow {
  const [first, ...more] = point.byLife.values();
  if (first === undefined) throw new Error('A metric point without rows.');
  if (more.length === 0) return first;
  const sums = new MetricSums();
  for (const row of point.byLife.values()) sums.add(row);
  return sums.toPoint(first, first.startsAt);
}

function countOf(point: Point): number {
  let count = 0;
  for (const row of point.byLife.values()) count += row.count;
  return count;
}
