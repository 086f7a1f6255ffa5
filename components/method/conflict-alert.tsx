import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { PublicError } from '@/lib/contract/result';

/** Stays in the form where the toast goes: the edit can't be saved any more. */
export function ConflictAlert({ error, onReload }: Readonly<{ error: PublicError | null; onReload: () => void }>) {
  if (error?.code !== 'CONFLICT' || error.fieldErrors) return null;
  return (
    <Alert
      variant="destructive"
      title={error.message}
      action={
        <Button variant="outline" size="sm" onClick={onReload}>
          Discard and reload
        </Button>
      }
    />
  );
}
