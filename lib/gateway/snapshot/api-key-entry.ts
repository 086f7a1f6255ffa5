// One API key and, per stage, the plan that lets it in. The plan is looked up once per key, stage and state of the
// plans, never per request.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
import type { QuotaCounter, QuotaCounters } from '../limits/quota-counters';
import type { Throttle, ThrottleHandle } from '../limits/throttle';
import type { ApiKeyDefinition, QuotaSettings, ThrottleSettings } from '../model';
import type { CompiledUsagePlan, UsagePlanTable } from './usage-plan-table';

/** Counters outlive snapshots: a key's new plan state finds its old ones by their names. */
export interface LimitCounters {
  readonly throttle: Throttle;
  readonly quotas: QuotaCounters;
}

export class ApiKeyEntry {
  readonly id: string;
  readonly valueHash: string;
  /** Whose limits and usage its requests count under. */
  readonly countsAsId: string;
  readonly #isEnabled: boolean;
  readonly #expiresAtMs: number;
  readonly #usagePlanIds: readonly string[];
  /** State of the plans that the memory below is of. */
  #plans: UsagePlanTable | null = null;
  /** The stage asked for last: most keys know only one, and a map each would cost 100,000 keys dearly. */
  #lastStageId = '';
  #lastPlan: KeyPlan | null = null;
  #byStage: Map<string, KeyPlan | null> | null = null;

  constructor(key: Omit<ApiKeyDefinition, 'accountId'>) {
    this.id = key.id;
    this.valueHash = key.valueHash;
    this.countsAsId = key.countsAsId ?? key.id;
    this.#isEnabled = key.enabled;
    this.#expiresAtMs = key.expiresAtMs ?? Number.POSITIVE_INFINITY;
    this.#usagePlanIds = key.usagePlanIds;
  }

  isUsable(nowMs: number): boolean {
    return this.#isEnabled && nowMs < this.#expiresAtMs;
  }

  /** For who asks why a key was refused. */
  get facts(): Readonly<{ isEnabled: boolean; expiresAtMs: number; usagePlanIds: readonly string[] }> {
    return { isEnabled: this.#isEnabled, expiresAtMs: this.#expiresAtMs, usagePlanIds: this.#usagePlanIds };
  }

  /** Null: no plan of this key has the stage. A key has one plan per stage; of several the first one counts. */
  planFor(stageId: string, plans: UsagePlanTable, counters: LimitCounters): KeyPlan | null {
    if (this.#plans !== plans) {
      this.#plans = plans;
      this.#lastStageId = '';
      this.#byStage = null;
    }
    if (this.#lastStageId === stageId) return this.#lastPlan;
    if (this.#lastStageId !== '') {
      this.#byStage ??= new Map();
      this.#byStage.set(this.#lastStageId, this.#lastPlan);
    }
    const known = this.#byStage?.get(stageId);
    const plan = known === undefined ? this.#resolve(stageId, plans, counters) : known;
    this.#lastStageId = stageId;
    this.#lastPlan = plan;
    return plan;
  }

  #resolve(stageId: string, plans: UsagePlanTable, counters: LimitCounters): KeyPlan | null {
    for (const planId of this.#usagePlanIds) {
      const plan = plans.get(planId);
      const methodLimits = plan?.stages.get(stageId);
      if (plan && methodLimits !== undefined)
        return new KeyPlan(this.countsAsId, stageId, plan, methodLimits, counters);
    }
    return null;
  }
}

/** A key in a plan on a stage: its limits with the handles to their counters. */
export class KeyPlan {
  readonly quota: QuotaSettings | undefined;
  readonly counter: QuotaCounter;
  readonly throttle: ThrottleSettings | undefined;
  /** Over all stages of the plan. */
  readonly bucket: ThrottleHandle;
  readonly #methodLimits: ReadonlyMap<string, MethodLimit> | null;

  constructor(
    keyId: string,
    stageId: string,
    plan: CompiledUsagePlan,
    methodLimits: ReadonlyMap<string, ThrottleSettings> | null,
    counters: LimitCounters,
  ) {
    this.quota = plan.quota;
    this.counter = counters.quotas.counter(plan.id, keyId);
    this.throttle = plan.throttle;
    this.bucket = counters.throttle.handle(`plan:${plan.id}/${keyId}`);
    this.#methodLimits =
      methodLimits === null
        ? null
        : new Map(
            [...methodLimits].map(([method, limit]) => [
              method,
              { limit, bucket: counters.throttle.handle(`plan:${plan.id}/${keyId}/${stageId}${method}`) },
            ]),
          );
  }

  /** A method's own limit takes the place of the plan's. */
  methodLimit(planKey: string, planKeyAny: string): MethodLimit | undefined {
    if (this.#methodLimits === null) return undefined;
    return this.#methodLimits.get(planKey) ?? this.#methodLimits.get(planKeyAny);
  }
}

export interface MethodLimit {
  readonly limit: ThrottleSettings;
  readonly bucket: ThrottleHandle;
}
