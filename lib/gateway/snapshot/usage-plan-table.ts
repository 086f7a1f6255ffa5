// Usage plans, compiled. A change makes a new table; that one object changed tells keys to look again.
import type { QuotaSettings, ThrottleSettings, UsagePlanDefinition } from '../model';

export interface CompiledUsagePlan {
  readonly id: string;
  readonly throttle: ThrottleSettings | undefined;
  readonly quota: QuotaSettings | undefined;
  /** By stage id: limits of single methods, by "/pets/{petId}/GET"; null: the stage has none. */
  readonly stages: ReadonlyMap<string, ReadonlyMap<string, ThrottleSettings> | null>;
}

export class UsagePlanTable {
  readonly #byId: ReadonlyMap<string, CompiledUsagePlan>;

  constructor(byId: ReadonlyMap<string, CompiledUsagePlan> = new Map()) {
    this.#byId = byId;
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): CompiledUsagePlan | undefined {
    return this.#byId.get(id);
  }

  with(plans: readonly UsagePlanDefinition[], removedIds: readonly string[]): UsagePlanTable {
    if (plans.length === 0 && removedIds.length === 0) return this;
    const byId = new Map(this.#byId);
    for (const id of removedIds) byId.delete(id);
    for (const plan of plans) byId.set(plan.id, compilePlan(plan));
    return new UsagePlanTable(byId);
  }
}

function compilePlan(plan: UsagePlanDefinition): CompiledUsagePlan {
  const stages = new Map<string, ReadonlyMap<string, ThrottleSettings> | null>();
  for (const { stageId, throttle } of plan.stages) {
    const methods = new Map(Object.entries(throttle));
    stages.set(stageId, methods.size === 0 ? null : methods);
  }
  return { id: plan.id, throttle: plan.throttle, quota: plan.quota, stages };
}
