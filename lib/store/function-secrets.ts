import { z } from 'zod';
import { readStringMap } from './json';
import type { Secrets } from './secrets';

/** What a function's row keeps sealed. Bound to the function's id: a copied column opens nowhere else. */
const environmentOf = (functionId: string): string => `function-environment:${functionId}`;
const credentialsOf = (functionId: string): string => `function-credentials:${functionId}`;

export function sealEnvironment(
  secrets: Secrets,
  functionId: string,
  environment: Readonly<Record<string, string>>,
): { environmentSealed: string; environmentNames: string[] } {
  const names = Object.keys(environment).sort();
  const sorted = Object.fromEntries(names.map((name) => [name, environment[name]]));
  return {
    environmentSealed: secrets.seal(JSON.stringify(sorted), environmentOf(functionId)),
    environmentNames: names,
  };
}

export const openEnvironment = (secrets: Secrets, functionId: string, sealed: string): Record<string, string> =>
  readStringMap(JSON.parse(secrets.open(sealed, environmentOf(functionId))));

const remoteSecret = z.object({ secretAccessKey: z.string(), sessionToken: z.string().optional() });
export type RemoteSecret = z.infer<typeof remoteSecret>;

export const sealRemoteSecret = (secrets: Secrets, functionId: string, secret: RemoteSecret): string =>
  secrets.seal(JSON.stringify(secret), credentialsOf(functionId));

export const openRemoteSecret = (secrets: Secrets, functionId: string, sealed: string): RemoteSecret =>
  remoteSecret.parse(JSON.parse(secrets.open(sealed, credentialsOf(functionId))));
