'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { signInWithProvider } from '@/lib/client/auth';

/** Outside sign-ins, above the password form. Nothing where none is configured. */
export function ProviderButtons({
  providers,
  callbackUrl,
}: Readonly<{ providers: readonly { id: string; name: string }[]; callbackUrl: string }>) {
  const [leaving, setLeaving] = useState<string | null>(null);
  if (providers.length === 0) return null;
  return (
    <div className="mb-5 flex flex-col gap-2">
      {providers.map((provider) => (
        <Button
          key={provider.id}
          variant="outline"
          size="lg"
          loading={leaving === provider.id}
          onClick={() => {
            setLeaving(provider.id);
            void signInWithProvider(provider.id, callbackUrl);
          }}
        >
          {provider.id === 'github' ? <GitHubMark /> : <KeyRound />}
          Continue with {provider.name}
        </Button>
      ))}
      <p className="mt-3 flex items-center gap-3 text-xs text-muted-foreground before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        or
      </p>
    </div>
  );
}

function GitHubMark() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" fill="currentColor">
      <path d="M8 .2a8 8 0 0 0-2.53 15.59c.4.07.55-.17.55-.38v-1.34C3.8 14.55 3.33 13 3.33 13c-.36-.92-.89-1.17-.89-1.17-.72-.5.06-.48.06-.48.8.05 1.22.82 1.22.82.71 1.22 1.87.87 2.33.66.07-.52.28-.87.5-1.07-1.77-.2-3.64-.89-3.64-3.95 0-.87.31-1.59.82-2.15-.08-.2-.36-1.02.08-2.12 0 0 .67-.21 2.2.82a7.6 7.6 0 0 1 4 0c1.53-1.04 2.2-.82 2.2-.82.44 1.1.16 1.92.08 2.12.51.56.82 1.28.82 2.15 0 3.07-1.87 3.75-3.65 3.95.29.25.54.73.54 1.48v2.19c0 .21.15.46.55.38A8 8 0 0 0 8 .2Z" />
    </svg>
  );
}
