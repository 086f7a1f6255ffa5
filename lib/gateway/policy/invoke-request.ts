// A request to an API as policies see it. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
import { headerValue } from '../http/headers';
import type { Routed } from '../pipeline/exchange';
import type { ContextValue, PolicyPrincipal, PolicyRequest } from './policy-request';

export class InvokeRequest implements PolicyRequest {
  readonly lowerAction: string;
  readonly resource: string;
  readonly principal: PolicyPrincipal | null;
  readonly #x: Routed;

  constructor(x: Routed, lowerAction = 'execute-api:invoke') {
    this.lowerAction = lowerAction;
    this.resource = methodArnOf(x);
    this.principal = principalOf(x);
    this.#x = x;
  }

  contextValue(lowerKey: string): ContextValue {
    const x = this.#x;
    switch (lowerKey) {
      case 'aws:sourceip':
        return x.sourceIp;
      case 'aws:sourcevpc':
        return x.door.vpcId || undefined;
      case 'aws:sourcevpce':
        return x.door.vpcEndpointId || undefined;
      case 'aws:currenttime':
        return new Date(x.startedAtMs).toISOString();
      case 'aws:epochtime':
        return String(Math.floor(x.startedAtMs / 1000));
      case 'aws:referer':
        return headerValue(x.headers, 'referer');
      case 'aws:useragent':
        return x.head.userAgent || undefined;
      case 'aws:securetransport':
        return x.door.kind === 'tls' ? 'true' : 'false';
      case 'aws:principalarn':
        return this.principal?.arns.at(-1);
      case 'aws:principalaccount':
        return this.principal?.accountId;
      case 'aws:principaltype':
        return this.principal === null ? 'Anonymous' : typeOf(this.principal);
      case 'aws:principalorgid':
        return x.caller?.principalOrgId || undefined;
      case 'aws:userid':
        return this.principal === null ? undefined : this.principal.userId || undefined;
      case 'aws:username':
        return USER.exec(this.principal?.arns[0] ?? '')?.[1];
      default:
        return undefined;
    }
  }
}

const USER = /^arn:[^:]+:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/;
const SESSION = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//;

/** Null: nobody signed. */
function principalOf({ caller }: Routed): PolicyPrincipal | null {
  if (caller === null || caller.accountId === '') return null;
  const { accountId, userArn, caller: userId } = caller;
  const [, partition, account, role] = SESSION.exec(userArn) ?? [];
  // A session acts for its role, which conditions on aws:PrincipalArn name.
  const arns = role === undefined ? [userArn] : [userArn, `arn:${partition}:iam::${account}:role/${role}`];
  return { accountId, arns, userId, service: '', federated: '' };
}

const typeOf = ({ arns }: PolicyPrincipal): string =>
  arns.length > 1 ? 'AssumedRole' : arns[0]?.endsWith(':root') === true ? 'Account' : 'User';

export function methodArnOf({ services, stage, method, path }: Routed): string {
  return `arn:aws:execute-api:${services.region}:${stage.accountId}:${stage.apiId}/${stage.name}/${method}${canonicalPath(path)}`;
}

/** What routes treat alike is one resource: another spelling of a path must not get around a Deny. */
export function canonicalPath(sent: string): string {
  const path = sent.length > 1 && sent.endsWith('/') ? sent.slice(0, -1) : sent;
  if (!path.includes('%')) return path;
  // A slash that was encoded is part of its segment for routes: as a real one it could reach what is allowed elsewhere.
  return path.split('/').map(decodeSegment).join('/');
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment).replaceAll('/', '%2F');
  } catch {
    return segment;
  }
}
