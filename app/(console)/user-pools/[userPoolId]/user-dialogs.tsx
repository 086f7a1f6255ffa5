'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
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
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { Switch } from '@/components/ui/switch';
import { revealUserPoolCodesAction, setUserPoolGroupMemberAction } from '@/lib/actions/user-pool';
import { userPoolKeys, useUserPoolGroups } from '@/lib/client/user-pools';
import type { UserPoolUser } from '@/lib/contract/user-pool';

interface Props {
  readonly userPoolId: string;
  readonly user: UserPoolUser;
  readonly onClose: () => void;
}

export function UserGroupsDialog({ userPoolId, user, onClose }: Props) {
  const groups = useUserPoolGroups(userPoolId);
  const client = useQueryClient();
  const [mine, setMine] = useState<readonly string[]>(user.groups);
  const change = useAction(setUserPoolGroupMemberAction, {
    onSuccess: (changed) => {
      setMine(changed.groups);
      void client.invalidateQueries({ queryKey: userPoolKeys.detail(userPoolId) });
    },
  });
  return (
    <Shell title="Groups" description="Tokens name them from the next sign-in or refresh on." onClose={onClose}>
      {groups.isError ? <QueryError title="The groups could not be loaded" query={groups} /> : null}
      {groups.isPending ? <Skeleton className="h-20 w-full" /> : null}
      {groups.data?.length === 0 ? (
        <p className="text-sm text-muted-foreground">This pool has no groups yet. Create one on the tab Groups.</p>
      ) : null}
      <ul className="flex flex-col gap-3">
        {groups.data?.map(({ name, description }) => (
          <li key={name} className="flex items-center justify-between gap-4">
            <span className="flex min-w-0 flex-col">
              <span className="truncate text-sm">{name}</span>
              <span className="truncate text-xs text-muted-foreground">{description}</span>
            </span>
            <Switch
              aria-label={name}
              checked={mine.includes(name)}
              disabled={change.pending}
              onCheckedChange={(member) =>
                void change.run({ userPoolId, username: user.username, groupName: name, member })
              }
            />
          </li>
        ))}
      </ul>
    </Shell>
  );
}

const PURPOSES: Readonly<Record<string, string>> = {
  SIGN_UP: 'Confirms the sign-up',
  RESET: 'For a new password',
  EMAIL: 'Verifies the e-mail address',
};

/** Asked for, not shown at once: each look is in the audit log. */
export function UserCodesDialog({ userPoolId, user, onClose }: Props) {
  const [codes, setCodes] = useState<readonly { readonly purpose: string; readonly code: string | null }[] | null>(
    null,
  );
  const reveal = useAction(revealUserPoolCodesAction, { onSuccess: (found) => setCodes(found) });
  return (
    <Shell
      title="Pending codes"
      description="Without a mail server you tell people their codes. Each look is written to the audit log."
      onClose={onClose}
    >
      {codes === null ? (
        <Button
          variant="outline"
          disabled={reveal.pending}
          onClick={() => void reveal.run({ userPoolId, username: user.username })}
        >
          Show codes
        </Button>
      ) : null}
      {codes?.length === 0 ? <p className="text-sm text-muted-foreground">None is good any more.</p> : null}
      <dl className="flex flex-col gap-3">
        {codes?.map(({ purpose, code }) => (
          <div key={purpose} className="flex items-center justify-between gap-4">
            <dt className="text-sm text-muted-foreground">{PURPOSES[purpose] ?? purpose}</dt>
            <dd className="font-mono text-base">{code ?? 'Sent by mail'}</dd>
          </div>
        ))}
      </dl>
    </Shell>
  );
}

function Shell({
  title,
  description,
  onClose,
  children,
}: Readonly<{ title: string; description: string; onClose: () => void; children: ReactNode }>) {
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        <DialogBody>{children}</DialogBody>
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            Done
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
