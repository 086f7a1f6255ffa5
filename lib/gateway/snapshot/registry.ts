// The snapshot that requests are served from. Everything slow is done before one reference changes; requests under way
// keep the snapshot they started with until they end.
import { SignerTable } from '../iam/signer-table';
import { emptyFunctionTable } from '../integrations/function-table';
import { emptyServiceRoleTable } from '../integrations/service-role-table';
import type { CompileError, Publication, StageDefinition, ThrottleSettings } from '../model';
import type { Services } from '../pipeline/services';
import { UserPoolTable } from '../user-pools/own-user-pools';
import { ApiKeyTable } from './api-key-table';
import { bindLive, unbindStage } from './bind-live';
import { compileStage } from './compile';
import type { CompiledStage } from './compiled';
import { DomainTable } from './domain-table';
import { type ApiStages, EMPTY_SNAPSHOT, type Snapshot } from './snapshot';
import { UsagePlanTable } from './usage-plan-table';

export interface ApplyResult {
  readonly revision: number;
  /** Of every stage that serves something older than it was told to, also from earlier publications. */
  readonly errors: readonly CompileError[];
}

type LiveServices = Pick<Services, 'throttle' | 'caches' | 'metrics'>;

export class SnapshotRegistry {
  #current: Snapshot = EMPTY_SNAPSHOT;
  readonly #services: LiveServices;
  readonly #errors = new Map<string, readonly CompileError[]>();

  constructor(services: LiveServices) {
    this.#services = services;
  }

  get current(): Snapshot {
    return this.#current;
  }

  /** A publication that is older than what is served changes nothing. */
  apply(publication: Publication): ApplyResult {
    const before = this.#current;
    if (publication.revision >= before.revision) this.#current = this.#next(before, publication);
    return { revision: this.#current.revision, errors: [...this.#errors.values()].flat() };
  }

  #next(before: Snapshot, publication: Publication): Snapshot {
    const { full } = publication;
    const stages = this.#nextStages(before, publication);
    const keys = full ? new ApiKeyTable() : before.apiKeys;
    const functions = full ? emptyFunctionTable() : before.functions;
    const roles = full ? emptyServiceRoleTable() : before.serviceRoles;
    const domains = full ? new DomainTable() : before.domainNames;
    const signers = full ? new SignerTable() : before.signers;
    const plans = full ? new UsagePlanTable() : before.usagePlans;
    return {
      revision: publication.revision,
      stages,
      apis: stages === before.stages ? before.apis : byApi(stages),
      apiKeys: keys.with(publication.apiKeys, publication.removedApiKeyIds),
      usagePlans: plans.with(publication.usagePlans, publication.removedUsagePlanIds),
      functions: functions.with(publication.functions, publication.removedFunctionIds),
      serviceRoles: roles.with(publication.serviceRoles, publication.removedServiceRoleIds),
      signers: signers.with(publication.iamPrincipals, publication.removedIamPrincipalIds),
      userPools: nextUserPools(before, publication),
      domainNames: domains.with(publication.domainNames, publication.removedDomainNameIds),
      accountLimits: nextLimits(full ? new Map() : before.accountLimits, publication),
      debugTokens: nextTokens(before, publication),
    };
  }

  #nextStages(before: Snapshot, publication: Publication): ReadonlyMap<string, CompiledStage> {
    const { full, removedStageIds } = publication;
    if (!full && publication.stages.length === 0 && removedStageIds.length === 0) return before.stages;
    const stages = new Map(full ? [] : before.stages);
    for (const definition of publication.stages) {
      const stage = this.#compile(definition, before.stages.get(definition.id));
      if (stage !== undefined) stages.set(stage.id, stage);
    }
    for (const id of removedStageIds) stages.delete(id);
    for (const id of before.stages.keys()) if (!stages.has(id)) unbindStage(id, this.#services);
    for (const id of this.#errors.keys()) {
      const isGone = removedStageIds.includes(id) || (full && !publication.stages.some((it) => it.id === id));
      if (isGone) this.#errors.delete(id);
    }
    return stages;
  }

  /** What does not compile leaves the stage as it was. */
  #compile(definition: StageDefinition, before: CompiledStage | undefined): CompiledStage | undefined {
    if (before !== undefined && isSame(before.source, definition)) {
      this.#note(definition.id, before.canaryErrors);
      return before;
    }
    const { stage, errors } = compileStage(definition);
    if (stage === null) {
      this.#errors.set(definition.id, errors);
      return before;
    }
    this.#note(definition.id, errors);
    bindLive(stage, this.#services);
    return stage;
  }

  #note(stageId: string, errors: readonly CompileError[]): void {
    if (errors.length > 0) this.#errors.set(stageId, errors);
    else this.#errors.delete(stageId);
  }
}

/** Deployments are immutable: the same id is the same definition. */
function isSame(a: StageDefinition, b: StageDefinition): boolean {
  if (a.deploymentId !== b.deploymentId) return false;
  return JSON.stringify(settingsOf(a)) === JSON.stringify(settingsOf(b));
}

/** Without the deployments, but for whether the canary's is there. */
function settingsOf({ canary, ...stage }: StageDefinition): object {
  const isThere = canary?.definition !== null;
  return { ...stage, definition: null, canary: canary && { ...canary, definition: null, isThere } };
}

function byApi(stages: ReadonlyMap<string, CompiledStage>): ReadonlyMap<string, ApiStages> {
  const apis = new Map<string, Map<string, CompiledStage>>();
  for (const stage of stages.values()) {
    let own = apis.get(stage.apiId);
    if (own === undefined) {
      own = new Map();
      apis.set(stage.apiId, own);
    }
    own.set(stage.name, stage);
  }
  return apis;
}

function nextLimits(
  before: ReadonlyMap<string, ThrottleSettings>,
  publication: Publication,
): ReadonlyMap<string, ThrottleSettings> {
  if (publication.accounts.length === 0) return before;
  const limits = new Map(before);
  for (const { accountId, throttle } of publication.accounts) limits.set(accountId, throttle);
  return limits;
}

function nextTokens({ debugTokens }: Snapshot, { full, debugTokens: next }: Publication): Snapshot['debugTokens'] {
  if (next === undefined) return full ? new Map() : debugTokens;
  return new Map(next.map((token) => [token.hash, token]));
}

function nextUserPools({ userPools }: Snapshot, { full, userPools: next }: Publication): UserPoolTable {
  if (next === undefined) return full ? new UserPoolTable() : userPools;
  return new UserPoolTable(next);
}
