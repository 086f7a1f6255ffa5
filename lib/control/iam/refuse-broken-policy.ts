import type { IdentityKind } from '@/lib/contract/iam';
import type { Ctx } from '@/lib/control/context';
import { InvalidInputError } from '@/lib/errors';

/** Characters, blanks not counted. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_MANAGED = 6_144;
const MAX_TRUST = 2_048;
/** Of all inline policies together. */
const MAX_INLINE: Readonly<Record<IdentityKind, number>> = { user: 2_048, group: 5_120, role: 10_240 };

export function refuseBrokenManagedPolicy(ctx: Ctx, document: string | undefined): void {
  if (document === undefined) return;
  refuseLong(sizeOf(document), MAX_MANAGED, 'A policy', 'document');
  refuseUncompilable(ctx, document, 'identity', 'document');
}

export function refuseBrokenTrustPolicy(ctx: Ctx, document: string | undefined): void {
  if (document === undefined) return;
  refuseLong(sizeOf(document), MAX_TRUST, 'A trust policy', 'trustPolicy');
  refuseUncompilable(ctx, document, 'trust', 'trustPolicy');
}

/** `others`: the inline policies that the identity keeps. */
export function refuseBrokenInlinePolicy(
  ctx: Ctx,
  kind: IdentityKind,
  document: string,
  others: readonly { readonly document: string }[],
): void {
  const size = others.reduce((sum, it) => sum + sizeOf(it.document), sizeOf(document));
  refuseLong(size, MAX_INLINE[kind], `The inline policies of a ${kind} together`, 'document');
  refuseUncompilable(ctx, document, 'identity', 'document');
}

/** What the gateway could not read it would take for a Deny, for everyone the policy is attached to. */
function refuseUncompilable(ctx: Ctx, document: string, kind: 'identity' | 'trust', field: string): void {
  const problem = ctx.runtime.problemOfPolicy(document, kind);
  if (problem !== undefined) throw new InvalidInputError(problem, { [field]: [problem] });
}

const sizeOf = (document: string): number => document.replace(/\s+/g, '').length;

function refuseLong(size: number, limit: number, what: string, field: string): void {
  if (size <= limit) return;
  const [most, has] = [limit, size].map((it) => it.toLocaleString('en'));
  const message = `${what} may have ${most} characters, blanks not counted, not ${has}.`;
  throw new InvalidInputError(message, { [field]: [message] });
}
