'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { ErrorState } from '@/components/ui/error-state';
import { UNAVAILABLE_DIGEST } from '@/lib/errors';

export default function PageError({
  error,
  reset,
}: Readonly<{ error: Error & { digest?: string }; reset: () => void }>) {
  const router = useRouter();
  // reset() alone would show what the server answered last time.
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <main className="grid flex-1 place-items-center">
      {error.digest === UNAVAILABLE_DIGEST ? (
        <ErrorState
          title="The database can’t be reached"
          description="The gateway keeps serving what it has. Nothing can be shown or changed here until the database answers again."
          onRetry={retry}
        />
      ) : (
        <ErrorState
          title="This page failed to load"
          description="Nothing was changed. Try again; if it keeps happening, look for the digest below in the server’s log."
          requestId={error.digest}
          onRetry={retry}
        />
      )}
    </main>
  );
}
