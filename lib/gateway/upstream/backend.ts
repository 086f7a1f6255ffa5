// Whom a request goes to and under which rules, made once for each route: equal keys share connections.

export interface BackendRules {
  /** The runtime's own function host: not an owner's choice, so its address is not looked at. */
  readonly isOwn?: boolean;
  /** Who signed its certificate does not matter; its name and dates do. */
  readonly insecureSkipVerification?: boolean;
}

export class Backend {
  /** "http://host:port" */
  readonly origin: string;
  readonly isOwn: boolean;
  readonly insecureSkipVerification: boolean;
  readonly key: string;

  constructor(origin: string, { isOwn = false, insecureSkipVerification = false }: BackendRules = {}) {
    this.origin = origin;
    this.isOwn = isOwn;
    this.insecureSkipVerification = insecureSkipVerification;
    this.key = `${isOwn ? 'own ' : ''}${insecureSkipVerification ? 'insecure ' : ''}${origin}`;
  }
}
