'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Sheet, SheetBody, SheetContent, SheetDescription, SheetHeader, SheetTitle } from '@/components/ui/sheet';
import { attachPoliciesAction, setGroupsAction } from '@/lib/actions/iam';
import { iamKeys } from '@/lib/client/iam';
import type { IamIdentity } from '@/lib/contract/iam';
import { AccessKeys } from './access-keys';
import { InlinePolicySheet } from './inline-policy-sheet';
import { TrustPolicyForm } from './trust-policy-form';

export function IdentitySheet({
  identity,
  groupNames,
  policyNames,
  mayWrite,
  onClose,
}: Readonly<{
  identity: IamIdentity;
  groupNames: readonly string[];
  policyNames: readonly string[];
  mayWrite: boolean;
  onClose: () => void;
}>) {
  const client = useQueryClient();
  const [inline, setInline] = useState<string | null>(null);
  const options = { onSuccess: () => void client.invalidateQueries({ queryKey: iamKeys.all }) };
  const attach = useAction(attachPoliciesAction, options);
  const group = useAction(setGroupsAction, options);
  const { kind, name } = identity;
  return (
    <Sheet open onOpenChange={(open) => (open ? undefined : onClose())}>
      <SheetContent size="lg">
        <SheetHeader>
          <SheetTitle>{name}</SheetTitle>
          <SheetDescription className="break-all font-mono text-xs">{identity.arn}</SheetDescription>
        </SheetHeader>
        <SheetBody className="flex flex-col gap-6">
          {kind === 'user' ? <AccessKeys user={identity} mayWrite={mayWrite} /> : null}
          {kind === 'user' ? (
            <Choice
              title="Groups"
              none="There are no groups yet."
              names={groupNames}
              chosen={identity.groups}
              disabled={!mayWrite || group.pending}
              onChange={(names) => void group.run({ userName: name, groupNames: names })}
            />
          ) : null}
          <Choice
            title="Attached policies"
            none="There are no managed policies yet."
            names={policyNames}
            chosen={identity.attachedPolicies}
            disabled={!mayWrite || attach.pending}
            onChange={(names) => void attach.run({ kind, name, policyNames: names })}
          />
          <section className="flex flex-col gap-2">
            <h3 className="text-sm font-medium">Inline policies</h3>
            <div className="flex flex-wrap gap-2">
              {identity.inlinePolicies.map((policy) => (
                <Button key={policy.name} variant="outline" size="sm" onClick={() => setInline(policy.name)}>
                  {policy.name}
                </Button>
              ))}
              {mayWrite ? (
                <Button variant="outline" size="sm" onClick={() => setInline('')}>
                  <Plus /> Add inline policy
                </Button>
              ) : null}
            </div>
          </section>
          {kind === 'role' ? <TrustPolicyForm role={identity} mayWrite={mayWrite} /> : null}
          {kind === 'group' ? null : <EffectivePolicies identity={identity} />}
        </SheetBody>
      </SheetContent>
      {inline === null ? null : (
        <InlinePolicySheet
          identity={identity}
          policyName={inline}
          mayWrite={mayWrite}
          onClose={() => setInline(null)}
        />
      )}
    </Sheet>
  );
}

/** Each press counts at once. */
function Choice({
  title,
  none,
  names,
  chosen,
  disabled,
  onChange,
}: Readonly<{
  title: string;
  none: string;
  names: readonly string[];
  chosen: readonly string[];
  disabled: boolean;
  onChange: (names: string[]) => void;
}>) {
  const id = useId();
  return (
    <section className="flex flex-col gap-2" aria-labelledby={id}>
      <h3 id={id} className="text-sm font-medium">
        {title}
      </h3>
      {names.length === 0 ? <p className="text-sm text-muted-foreground">{none}</p> : null}
      {names.map((name) => (
        <label key={name} htmlFor={`${id}:${name}`} className="flex items-center gap-2 text-sm">
          <Checkbox
            id={`${id}:${name}`}
            checked={chosen.includes(name)}
            disabled={disabled}
            onCheckedChange={(checked) =>
              onChange(checked ? [...chosen, name] : chosen.filter((other) => other !== name))
            }
          />
          {name}
        </label>
      ))}
    </section>
  );
}

function EffectivePolicies({ identity }: Readonly<{ identity: IamIdentity }>) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">What counts</h3>
      {identity.effectivePolicies.length === 0 ? (
        <p className="text-sm text-muted-foreground">No policy: nothing is allowed.</p>
      ) : (
        <ul className="flex flex-col gap-1 text-sm">
          {identity.effectivePolicies.map(({ name, from }) => (
            <li key={`${from}:${name}`} className="flex items-center gap-2">
              {name} <Badge>{from}</Badge>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
