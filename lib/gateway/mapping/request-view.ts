// What mapping expressions and gateway responses may read of a request. The pipeline's Exchange is one.
import type { Caller } from '../authorizers/caller';
import type { GatewayError } from '../errors/gateway-error';
import type { ClientCertificate } from '../http/client-certificate';
import type { HeaderList } from '../http/message';
import type { MessageBody } from './message-body';
import type { Overrides } from './overrides';
import type { TemplateLog } from './template-log';

export interface RequestView {
  readonly method: string;
  /** As it came, percent-encoded, with the stage, without the query. */
  readonly fullPath: string;
  readonly headers: HeaderList;
  /** Percent-encoded, in the order of the resource path's parameters. */
  readonly pathValues: readonly string[];
  /** Empty unless the route has something that reads it. */
  readonly requestBody: MessageBody;
  /** Decoded name, value, name, value …; parsed when first asked for. */
  readonly queryPairs: readonly string[];
  readonly host: string;
  readonly sourceIp: string;
  readonly protocol: string;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly startedAtMs: number;
  /** Where the request was found to go; null as long as it was not. */
  readonly place: PlaceView | null;
  readonly resource: ResourceView | null;
  /** Empty without a valid key. */
  readonly apiKeyId: string;
  readonly apiKeyValue: string;
  /** Null: nobody was asked who is calling, or nobody knew. */
  readonly caller: Caller | null;
  /** Null: the client showed none that its domain trusts. */
  readonly clientCertificate: ClientCertificate | null;
  readonly error: GatewayError | null;
  /** What templates set over the mapped parameters; null as long as none did. */
  overrides: Overrides | null;
  /** Of a traced request: is told what its templates read. */
  readonly templateLog?: TemplateLog | null;
}

export interface PlaceView {
  readonly apiId: string;
  readonly accountId: string;
  readonly name: string;
  readonly deploymentId: string;
  /** Undefined: the stage has no canary settings. */
  readonly isCanaryRequest: 'true' | 'false' | undefined;
}

export interface ResourceView {
  readonly resourceId: string;
  readonly resourcePath: string;
  readonly paramNames: readonly string[];
}
