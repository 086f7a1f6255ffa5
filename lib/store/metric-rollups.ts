import { z } from 'zod';
import { type Db, transaction } from './client';
import {
  DAY,
  deleteMetricPoints,
  HOUR,
  listMeteredStages,
  type MetricPointRow,
  MINUTE,
  oldestPoint,
  type Period,
  readMetricPoints,
  writeMetricPoints,
} from './metric-points';
import { MetricSums } from './metric-sums';

/** Up to where (seconds, exclusive) minutes are summed up as hours, and hours as days. */
const rollUpMarks = z.object({ hoursUntil: z.number().int(), daysUntil: z.number().int() });
export type RollUpMarks = z.infer<typeof rollUpMarks>;

export const RETENTION_SECONDS = { [MINUTE]: 2 * DAY, [HOUR]: 35 * DAY, [DAY]: 400 * DAY } as const;

const MARKS_SETTING = 'metric-roll-up-marks';
const ROLL_UP_SHARD = 'roll-up';
/** Writers send within a second or two; who is later than this has the hour rolled up again. */
const GRACE_SECONDS = 120;
/** Roll-ups look back no further: older minutes may be gone already. */
const LOOK_BACK_SECONDS = RETENTION_SECONDS[MINUTE] - HOUR;

export async function readRollUpMarks(db: Db): Promise<RollUpMarks> {
  const row = await db.setting.findUnique({ where: { key: MARKS_SETTING } });
  return rollUpMarks.catch({ hoursUntil: 0, daysUntil: 0 }).parse(row?.value);
}

/**
 * Sums finished hours and days up and deletes what is past its retention. Doing it again, or in two processes at once,
 * gives the same rows.
 */
export async function rollUpMetrics(db: Db, nowSeconds: number): Promise<void> {
  const marks = await readRollUpMarks(db);
  const hoursUntil = floorTo(nowSeconds - GRACE_SECONDS, HOUR);
  for (const hour of await dueFrom(db, MINUTE, HOUR, marks.hoursUntil, hoursUntil)) {
    await rollUp(db, MINUTE, HOUR, hour);
    await raiseMarks(db, { hoursUntil: hour + HOUR });
  }
  const daysUntil = floorTo(nowSeconds - GRACE_SECONDS, DAY);
  for (const day of await dueFrom(db, HOUR, DAY, marks.daysUntil, daysUntil)) {
    await rollUp(db, HOUR, DAY, day);
    await raiseMarks(db, { daysUntil: day + DAY });
  }
  await raiseMarks(db, { hoursUntil, daysUntil });
  for (const period of [MINUTE, HOUR, DAY] as const) {
    await deleteMetricPoints(db, period, nowSeconds - RETENTION_SECONDS[period]);
  }
}

/** Minutes from `since` on have been written late: their hours are read by minutes until they are rolled up again. */
export async function invalidateRollUps(db: Db, since: number, nowSeconds: number): Promise<void> {
  const from = Math.max(since, nowSeconds - LOOK_BACK_SECONDS);
  await updateMarks(db, (marks) => ({
    hoursUntil: Math.min(marks.hoursUntil, floorTo(from, HOUR)),
    daysUntil: Math.min(marks.daysUntil, floorTo(from, DAY)),
  }));
}

async function dueFrom(db: Db, source: Period, target: Period, mark: number, until: number): Promise<number[]> {
  if (mark >= until) return [];
  const oldest = await oldestPoint(db, source);
  const due: number[] = [];
  if (oldest === undefined) return due;
  for (let at = Math.max(mark, floorTo(oldest, target)); at < until; at += target) due.push(at);
  return due;
}

/** Stage by stage: a busy installation's hour would be a lot to hold, and to hold the event loop for. */
async function rollUp(db: Db, source: Period, target: Period, at: number): Promise<void> {
  const span = { periodSeconds: source, from: at, to: at + target };
  for (const stage of await listMeteredStages(db, span)) {
    const bySeries = new Map<string, { readonly first: MetricPointRow; readonly sums: MetricSums }>();
    for (const point of await readMetricPoints(db, { ...span, ...stage })) {
      const key = `${point.resource}\n${point.method}\n${point.canary}`;
      let series = bySeries.get(key);
      if (series === undefined) {
        series = { first: point, sums: new MetricSums() };
        bySeries.set(key, series);
      }
      series.sums.add(point);
    }
    const rows = [...bySeries.values()].map(({ first: { resource, method, canary }, sums }) =>
      sums.toPoint({ ...stage, resource, method, canary }, at),
    );
    await writeMetricPoints(db, target, ROLL_UP_SHARD, rows);
  }
}

const raiseMarks = (db: Db, to: Partial<RollUpMarks>) =>
  updateMarks(db, (marks) => ({
    hoursUntil: Math.max(marks.hoursUntil, to.hoursUntil ?? 0),
    daysUntil: Math.max(marks.daysUntil, to.daysUntil ?? 0),
  }));

async function updateMarks(db: Db, change: (marks: RollUpMarks) => RollUpMarks): Promise<void> {
  await transaction(db, async (tx) => {
    const row = await tx.setting.findUnique({ where: { key: MARKS_SETTING } });
    const marks = rollUpMarks.catch({ hoursUntil: 0, daysUntil: 0 }).parse(row?.value);
    const value = change(marks);
    if (value.hoursUntil === marks.hoursUntil && value.daysUntil === marks.daysUntil) return;
    await tx.setting.upsert({
      where: { key: MARKS_SETTING },
      create: { key: MARKS_SETTING, value },
      update: { value },
    });
  });
}

const floorTo = (seconds: number, step: number): number => Math.floor(seconds / step) * step;
