'use client';

import { Check, ChevronsUpDown } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuGroup,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';

export interface AccountOption {
  id: string;
  name: string;
  role: string;
}

/** Which tenant the console shows. With a single account it is a label, not a menu. */
export function AccountSwitcher({
  accounts,
  currentId,
  onSwitch,
  pending = false,
}: Readonly<{
  accounts: readonly AccountOption[];
  currentId: string;
  onSwitch?: (accountId: string) => void;
  pending?: boolean;
}>) {
  const current = accounts.find((account) => account.id === currentId);
  if (!current) return null;
  const face = (
    <span className="flex min-w-0 flex-1 flex-col items-start text-left">
      <span className="max-w-full truncate text-sm font-medium">{current.name}</span>
      <span className="tabular font-mono text-2xs text-muted-foreground">{current.id}</span>
    </span>
  );
  if (accounts.length === 1 || !onSwitch) {
    return <div className="flex rounded-md border border-sidebar-border bg-card px-2.5 py-1.5">{face}</div>;
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        render={
          <Button
            variant="outline"
            loading={pending}
            aria-label={`Account ${current.name}. Switch account`}
            className="h-auto w-full justify-between px-2.5 py-1.5"
          />
        }
      >
        {face}
        <ChevronsUpDown className="text-muted-foreground" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-60">
        <DropdownMenuGroup>
          <DropdownMenuLabel>Accounts</DropdownMenuLabel>
          {accounts.map((account) => (
            <DropdownMenuItem key={account.id} onClick={() => onSwitch(account.id)}>
              <span className="flex min-w-0 flex-1 flex-col">
                <span className="truncate">{account.name}</span>
                <span className="font-mono text-2xs text-muted-foreground">{account.id}</span>
              </span>
              <Badge variant="outline">{account.role}</Badge>
              <Check className={account.id === currentId ? 'text-foreground' : 'invisible'} />
            </DropdownMenuItem>
          ))}
        </DropdownMenuGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
