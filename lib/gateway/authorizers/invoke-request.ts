// A request as an authorizer's policy sees it.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
import { headerValue } from '../http/headers';
import type { RequestView } from '../mapping/request-view';
import type { ContextValue, PolicyRequest } from '../policy/policy-request';

export class InvokeRequest implements PolicyRequest {
  readonly lowerAction = 'execute-api:invoke';
  readonly resource: string;
  readonly principal = null;
  readonly #request: RequestView;

  constructor(request: RequestView, resource: string) {
    this.#request = request;
    this.resource = resource;
  }

  contextValue(lowerKey: string): ContextValue {
    switch (lowerKey) {
      case 'aws:sourceip':
        return this.#request.sourceIp;
      case 'aws:useragent':
        return headerValue(this.#request.headers, 'user-agent');
      case 'aws:referer':
        return headerValue(this.#request.headers, 'referer');
      case 'aws:currenttime':
        return new Date(this.#request.startedAtMs).toISOString();
      case 'aws:epochtime':
        return String(Math.floor(this.#request.startedAtMs / 1000));
      default:
        return undefined;
    }
  }
}
