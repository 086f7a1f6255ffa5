// What an integration reads of the request it serves. The pipeline's Exchange is one.
import type { RequestBody } from '../http/message';
import type { RequestView } from '../mapping/request-view';
import type { FunctionTable } from './function-table';
import type { ServiceRoleTable } from './service-role-table';

export interface IntegrationView extends RequestView {
  /** As it came, without the question mark. */
  readonly rawQuery: string;
  readonly body: RequestBody | null;
  /** The whole body, where the route has something that reads it: then `body` can't be read again. */
  readonly bodyBytes: Buffer | null;
  /** "/orders/v1": of a custom domain name's mapping; empty: none. */
  readonly basePath: string;
  /** Path after the stage, percent-encoded. */
  readonly path: string;
  /** Empty: the client did not say. */
  readonly userAgent: string;
  /** The configuration the request is served from. */
  readonly snapshot: { readonly functions: FunctionTable; readonly serviceRoles: ServiceRoleTable };
  /** Of the other end of the connection: a proxy's, where one that is trusted stands in front. */
  readonly peerIp: string;
  /** The client came by TLS. */
  readonly isSecure: boolean;
  /** The port the client connected to. */
  readonly serverPort: number;
  /** "Root=1-…", the client's own or a new one. */
  readonly traceId: string;
}
