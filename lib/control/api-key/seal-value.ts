import type { Ctx } from '@/lib/control/context';
import type { NewApiKey } from '@/lib/store/api-keys';

/** The columns a key's value becomes: found by its hash, shown after unsealing, hinted at in lists. */
export function sealValue(
  ctx: Pick<Ctx, 'secrets'>,
  apiKeyId: string,
  value: string,
): Pick<NewApiKey, 'valueHash' | 'valueEncrypted' | 'valueHint'> {
  return {
    valueHash: ctx.secrets.hashApiKey(value),
    valueEncrypted: ctx.secrets.seal(value, apiKeyId),
    valueHint: value.slice(-4),
  };
}
