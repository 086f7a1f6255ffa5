import type {
  AccountLimits,
  ApiKeyDefinition,
  DebugTokenDefinition,
  DomainNameDefinition,
  FunctionEndpoint,
  IamPrincipalDefinition,
  Publication,
  ServiceRole,
  StageDefinition,
  UsagePlanDefinition,
  UserPoolKeysDefinition,
} from '@/lib/gateway/model';

/** Everything published so far: what a new worker gets, also while the database can't be reached. */
export class PublishedState {
  #revision = 0;
  readonly #stages = new Map<string, StageDefinition>();
  readonly #usagePlans = new Map<string, UsagePlanDefinition>();
  readonly #apiKeys = new Map<string, ApiKeyDefinition>();
  readonly #accounts = new Map<string, AccountLimits>();
  readonly #functions = new Map<string, FunctionEndpoint>();
  readonly #serviceRoles = new Map<string, ServiceRole>();
  readonly #domainNames = new Map<string, DomainNameDefinition>();
  readonly #iamPrincipals = new Map<string, IamPrincipalDefinition>();

  #debugTokens: readonly DebugTokenDefinition[] = [];
  #userPools: readonly UserPoolKeysDefinition[] = [];

  get revision(): number {
    return this.#revision;
  }

  stage(stageId: string): StageDefinition | undefined {
    return this.#stages.get(stageId);
  }

  apply(publication: Publication): void {
    if (publication.full) {
      const all = [
        this.#stages,
        this.#usagePlans,
        this.#apiKeys,
        this.#accounts,
        this.#functions,
        this.#serviceRoles,
        this.#iamPrincipals,
      ];
      for (const map of all) map.clear();
      this.#domainNames.clear();
    }
    for (const id of publication.removedStageIds) this.#stages.delete(id);
    for (const id of publication.removedUsagePlanIds) this.#usagePlans.delete(id);
    for (const id of publication.removedApiKeyIds) this.#apiKeys.delete(id);
    for (const id of publication.removedFunctionIds ?? []) this.#functions.delete(id);
    for (const id of publication.removedServiceRoleIds ?? []) this.#serviceRoles.delete(id);
    for (const id of publication.removedDomainNameIds ?? []) this.#domainNames.delete(id);
    for (const domain of publication.domainNames ?? []) this.#domainNames.set(domain.id, domain);
    for (const id of publication.removedIamPrincipalIds ?? []) this.#iamPrincipals.delete(id);
    for (const stage of publication.stages) this.#stages.set(stage.id, stage);
    for (const plan of publication.usagePlans) this.#usagePlans.set(plan.id, plan);
    for (const key of publication.apiKeys) this.#apiKeys.set(key.id, key);
    for (const account of publication.accounts) this.#accounts.set(account.accountId, account);
    for (const endpoint of publication.functions ?? []) this.#functions.set(endpoint.functionId, endpoint);
    for (const role of publication.serviceRoles ?? []) this.#serviceRoles.set(role.roleId, role);
    for (const it of publication.iamPrincipals ?? []) this.#iamPrincipals.set(it.principalId, it);
    if (publication.full || publication.debugTokens !== undefined) this.#debugTokens = publication.debugTokens ?? [];
    if (publication.full || publication.userPools !== undefined) this.#userPools = publication.userPools ?? [];
    this.#revision = publication.revision;
  }

  toPublication(): Publication {
    return {
      ...emptyPublication(this.#revision),
      full: true,
      stages: [...this.#stages.values()],
      usagePlans: [...this.#usagePlans.values()],
      apiKeys: [...this.#apiKeys.values()],
      accounts: [...this.#accounts.values()],
      functions: [...this.#functions.values()],
      serviceRoles: [...this.#serviceRoles.values()],
      domainNames: [...this.#domainNames.values()],
      iamPrincipals: [...this.#iamPrincipals.values()],
      debugTokens: this.#debugTokens,
      userPools: this.#userPools,
    };
  }
}

export const emptyPublication = (revision: number): Publication => ({
  revision,
  full: false,
  stages: [],
  removedStageIds: [],
  usagePlans: [],
  removedUsagePlanIds: [],
  apiKeys: [],
  removedApiKeyIds: [],
  accounts: [],
});
