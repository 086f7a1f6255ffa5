// Who a request says is calling, as a Lambda authorizer's identity sources read it.
import type { RequestView } from '../mapping/request-view';
import type { LambdaAuthorizerPlan } from './authorizer-plan';

export interface Identity {
  /** All values, each with its length before it: no separator in one can make it look like two. */
  readonly text: string;
  /** Of a TOKEN authorizer. */
  readonly token: string;
}

/** Undefined: something is missing or can't be a token; the authorizer is not asked. */
export function identityOf(
  x: RequestView,
  { type, sources, tokenPattern }: Pick<LambdaAuthorizerPlan, 'type' | 'sources' | 'tokenPattern'>,
): Identity | undefined {
  let text = '';
  let token = '';
  for (const source of sources) {
    const values = source(x);
    token = values.at(-1) ?? '';
    if (token === '') return undefined;
    // Which of two tokens counts is not for the client to play with.
    if (type === 'TOKEN' && values.length > 1) return undefined;
    text += `${values.length}:`;
    for (const value of values) text += `${value.length}:${value}`;
  }
  if (tokenPattern !== null && !tokenPattern.matcher(token).matches()) return undefined;
  return { text, token };
}
