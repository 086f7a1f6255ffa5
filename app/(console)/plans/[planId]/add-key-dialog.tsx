'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Check, Search } from 'lucide-react';
import { useState } from 'react';
import { CreateKeyDialog } from '@/components/api-key/create-key-dialog';
import { KeyHint, KeyStatus } from '@/components/api-key/key-facts';
import { invalidateKeys } from '@/components/api-key/key-overlays';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { InputGroup } from '@/components/ui/input';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { addUsagePlanKeyAction } from '@/lib/actions/usage-plan';
import { useApiKeys } from '@/lib/client/api-keys';
import { publishText } from '@/lib/client/publish-text';
import { useDebounced } from '@/lib/client/use-debounced';
import type { UsagePlanDetail } from '@/lib/contract/usage-plan';

const SHOWN = 20;

/** Finds keys on the server, so that it works with a hundred thousand of them. */
export function AddKeyDialog({ plan, onClose }: Readonly<{ plan: UsagePlanDetail; onClose: () => void }>) {
  const client = useQueryClient();
  const [search, setSearch] = useState('');
  const [creating, setCreating] = useState(false);
  const settled = useDebounced(search);
  const keys = useApiKeys({ limit: SHOWN, ...(settled ? { search: settled } : {}) });
  const add = useAction(addUsagePlanKeyAction, {
    success: (data) => `Key added. ${publishText(data.publish)}`,
    onSuccess: () => invalidateKeys(client),
  });
  const page = keys.data?.pages[0];
  const items = page?.items.filter((key) => key.rotatedFromId === null);

  if (creating) return <CreateKeyDialog usagePlanId={plan.id} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Add a key to “{plan.name}”</DialogTitle>
          <DialogDescription>A key has one plan for each stage that it calls.</DialogDescription>
        </DialogHeader>
        <DialogBody>
          <InputGroup
            type="search"
            before={<Search aria-hidden="true" />}
            placeholder="Search by name, id, customer or e-mail"
            aria-label="Search keys"
            autoFocus
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <div className="h-72 overflow-y-auto rounded-lg border border-border">
            {keys.isError && !page ? (
              <QueryError size="sm" title="The keys could not be loaded" query={keys} />
            ) : !items ? (
              <div className="flex flex-col gap-2 p-3">
                <Skeleton className="h-9" />
                <Skeleton className="h-9" />
                <Skeleton className="h-9" />
              </div>
            ) : items.length === 0 ? (
              <EmptyState
                size="sm"
                title={settled ? 'No key matches' : 'There are no keys yet'}
                description="Create one right into this plan."
              />
            ) : (
              <ul className="divide-y divide-border">
                {items.map((key) => {
                  const inPlan = key.usagePlans.some((other) => other.id === plan.id);
                  return (
                    <li key={key.id} className="flex items-center gap-3 px-3 py-2">
                      <div className="min-w-0 flex-1">
                        <p className="truncate text-sm font-medium">{key.name}</p>
                        <p className="flex gap-2 text-xs text-muted-foreground">
                          <KeyHint hint={key.valueHint} />
                          <span className="truncate">
                            {key.usagePlans.map((other) => other.name).join(', ') || 'in no plan'}
                          </span>
                        </p>
                      </div>
                      <span className="max-sm:hidden">
                        <KeyStatus apiKey={key} />
                      </span>
                      {inPlan ? (
                        <span className="flex h-7 items-center gap-1 px-2.5 text-xs text-muted-foreground">
                          <Check className="size-3.5" aria-hidden="true" /> In plan
                        </span>
                      ) : (
                        <Button
                          variant="outline"
                          size="sm"
                          aria-label={`Add ${key.name}`}
                          disabled={add.pending}
                          onClick={() => void add.run({ usagePlanId: plan.id, apiKeyId: key.id })}
                        >
                          Add
                        </Button>
                      )}
                    </li>
                  );
                })}
              </ul>
            )}
          </div>
          <p aria-live="polite" className="h-4 text-xs text-muted-foreground">
            {page && page.total > SHOWN ? `The first ${SHOWN} of ${page.total}: search to narrow them.` : ''}
          </p>
        </DialogBody>
        <DialogFooter>
          <Button variant="outline" onClick={() => setCreating(true)} className="sm:mr-auto">
            Create a new key
          </Button>
          <Button onClick={onClose}>Done</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
