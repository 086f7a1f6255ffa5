'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { CopyButton } from './copy-button';
import { Tooltip } from './tooltip';

/**
 * A secret shown masked. Give `value` when the page has it, or `onReveal` to fetch it on demand: the secret then
 * only ever reaches the browser when somebody asked to see or copy it.
 */
export function SecretField({
  value,
  masked = '••••••••••••••••••••••••',
  onReveal,
  label,
  copyable = true,
  className,
}: Readonly<{
  value?: string;
  masked?: string;
  /** Resolves to the secret, or null when it was refused (the caller has shown why). */
  onReveal?: () => Promise<string | null>;
  /** Names the secret for the buttons: `API key “mobile app”`. */
  label: string;
  copyable?: boolean;
  className?: string;
}>) {
  const [fetched, setFetched] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  const [pending, setPending] = useState(false);
  const secret = value ?? fetched;

  async function obtain(): Promise<string | null> {
    if (secret !== null) return secret;
    if (!onReveal) return null;
    setPending(true);
    try {
      const result = await onReveal();
      setFetched(result);
      return result;
    } finally {
      setPending(false);
    }
  }

  return (
    <div
      className={cn(
        'flex h-8 w-full min-w-0 items-center gap-0.5 rounded-md border border-input bg-muted/50 pr-0.5 pl-2.5',
        className,
      )}
    >
      <code
        data-masked={!shown}
        className={cn('min-w-0 flex-1 truncate font-mono text-xs', shown ? 'select-all' : 'text-muted-foreground')}
      >
        {shown && secret !== null ? secret : masked}
      </code>
      <Tooltip content={shown ? 'Hide' : 'Reveal'}>
        <Button
          variant="ghost"
          size="icon-sm"
          loading={pending}
          aria-label={`${shown ? 'Hide' : 'Reveal'} ${label}`}
          aria-pressed={shown}
          onClick={async () => {
            if (shown) setShown(false);
            else if ((await obtain()) !== null) setShown(true);
          }}
        >
          {shown ? <EyeOff /> : <Eye />}
        </Button>
      </Tooltip>
      {copyable ? (
        <CopyButton
          label={`Copy ${label}`}
          value={async () => {
            const got = await obtain();
            if (got === null) throw new Error('the secret was not revealed');
            return got;
          }}
        />
      ) : null}
    </div>
  );
}
