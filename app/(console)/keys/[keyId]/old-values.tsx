'use client';

import { isExpired, KeyHint } from '@/components/api-key/key-facts';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { useApiKeys } from '@/lib/client/api-keys';
import { useCan } from '@/lib/client/member';
import type { ApiKeySummary } from '@/lib/contract/api-key';

/** Values from before a rotation that still work. */
export function OldValues({ apiKey, onEnd }: Readonly<{ apiKey: ApiKeySummary; onEnd: (old: ApiKeySummary) => void }>) {
  const mayWrite = useCan('api-key:write');
  const old = useApiKeys({ rotatedFromId: apiKey.id });
  const items = old.data?.pages.flatMap((page) => page.items).filter((key) => !isExpired(key.expiresAt)) ?? [];
  if (items.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1.5" aria-label="Old values">
      {items.map((key) => (
        <li
          key={key.id}
          className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-warning/30 bg-warning/8 py-1.5 pr-1.5 pl-3 text-sm"
        >
          <span>
            Old value <KeyHint hint={key.valueHint} /> works until{' '}
            {key.expiresAt ? <RelativeTime at={key.expiresAt} className="font-medium" /> : 'it is ended'}
          </span>
          {mayWrite ? (
            <Button variant="ghost" size="sm" className="ml-auto" onClick={() => onEnd(key)}>
              End now
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
