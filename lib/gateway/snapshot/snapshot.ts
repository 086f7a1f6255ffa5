// Everything a request may need to know, at one revision. Immutable: a publish makes a new one.
import { SignerTable } from '../iam/signer-table';
import { emptyFunctionTable, type FunctionTable } from '../integrations/function-table';
import { emptyServiceRoleTable, type ServiceRoleTable } from '../integrations/service-role-table';
import type { DebugTokenDefinition, ThrottleSettings } from '../model';
import { UserPoolTable } from '../user-pools/own-user-pools';
import { ApiKeyTable } from './api-key-table';
import type { CompiledStage } from './compiled';
import { DomainTable } from './domain-table';
import { UsagePlanTable } from './usage-plan-table';

/** Stages of an API by their names. */
export type ApiStages = ReadonlyMap<string, CompiledStage>;

export interface Snapshot {
  readonly revision: number;
  /** By API id. */
  readonly apis: ReadonlyMap<string, ApiStages>;
  /** By stage id. */
  readonly stages: ReadonlyMap<string, CompiledStage>;
  readonly apiKeys: ApiKeyTable;
  readonly usagePlans: UsagePlanTable;
  readonly functions: FunctionTable;
  readonly serviceRoles: ServiceRoleTable;
  /** By access key id. */
  readonly signers: SignerTable;
  readonly userPools: UserPoolTable;
  readonly domainNames: DomainTable;
  /** By account id; others have the default. */
  readonly accountLimits: ReadonlyMap<string, ThrottleSettings>;
  /** By their hashes. */
  readonly debugTokens: ReadonlyMap<string, DebugTokenDefinition>;
}

export const EMPTY_SNAPSHOT: Snapshot = {
  revision: 0,
  apis: new Map(),
  stages: new Map(),
  apiKeys: new ApiKeyTable(),
  usagePlans: new UsagePlanTable(),
  functions: emptyFunctionTable(),
  serviceRoles: emptyServiceRoleTable(),
  signers: new SignerTable(),
  userPools: new UserPoolTable(),
  domainNames: new DomainTable(),
  accountLimits: new Map(),
  debugTokens: new Map(),
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html */
export const DEFAULT_ACCOUNT_LIMIT: ThrottleSettings = { rateLimit: 10_000, burstLimit: 5_000 };
