// By which listener a request came: what decides which APIs it can reach, and what policies see as aws:SourceVpce.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html

import type { ClientCertificate } from './client-certificate';

export type DoorKind = 'default' | 'tls' | 'vpc-endpoint' | 'edge' | 'test';

export interface Door {
  readonly kind: DoorKind;
  /** aws:SourceVpce; empty: not by a VPC endpoint. */
  readonly vpcEndpointId: string;
  /** aws:SourceVpc; empty: not by a VPC endpoint. */
  readonly vpcId: string;
  /** The domain name and trust store that the client's certificate was verified for; empty: none was. */
  readonly trustKey: string;
  readonly clientCertificate: ClientCertificate | null;
}

const plain = (kind: DoorKind): Door => ({ kind, vpcEndpointId: '', vpcId: '', trustKey: '', clientCertificate: null });

export const DEFAULT_DOOR: Door = plain('default');
/** An edge hop that knows the secret: EDGE APIs only. */
export const EDGE_DOOR: Door = plain('edge');
/** Test invokes: no listener at all, so every type of endpoint can be tried. */
export const TEST_DOOR: Door = plain('test');

export const vpcEndpointDoor = (vpcEndpointId: string, vpcId: string): Door => ({
  ...plain('vpc-endpoint'),
  vpcEndpointId,
  vpcId,
});

/** One for each connection. */
export const tlsDoor = (trustKey: string, clientCertificate: ClientCertificate | null): Door => ({
  ...plain('tls'),
  trustKey,
  clientCertificate,
});
