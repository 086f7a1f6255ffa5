'use client';

import { useQueryClient } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardAction, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { QueryError } from '@/components/ui/query-error';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { countText } from '@/components/usage-plan/limit-text';
import { revokeOtherSessionsAction, revokeSessionAction } from '@/lib/actions/profile';
import { sessionKeys, useSessions } from '@/lib/client/sessions';
import { userAgentText } from './user-agent';

export function SessionsCard() {
  const client = useQueryClient();
  const sessions = useSessions();
  const [asking, setAsking] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: sessionKeys.all() });
  const revoke = useAction(revokeSessionAction, { success: 'Signed out there.', onSuccess: refresh });
  const revokeOthers = useAction(revokeOtherSessionsAction, {
    success: 'All other browsers are signed out.',
    onSuccess: refresh,
  });
  const others = sessions.data?.filter((session) => !session.current).length ?? 0;

  return (
    <Card>
      <CardHeader>
        <CardTitle>Signed-in browsers</CardTitle>
        <CardDescription>End one you do not know, and change your password.</CardDescription>
        {others > 0 ? (
          <CardAction>
            <Button variant="outline" size="sm" onClick={() => setAsking(true)}>
              Sign out all others
            </Button>
          </CardAction>
        ) : null}
      </CardHeader>
      <CardContent>
        {sessions.isError && !sessions.data ? (
          <QueryError size="sm" title="The sessions could not be loaded" query={sessions} />
        ) : !sessions.data ? (
          <Skeleton className="h-12" />
        ) : (
          <ul className="divide-y divide-border rounded-md border border-border">
            {sessions.data.map((session) => (
              <li key={session.id} className="flex items-center gap-3 px-3 py-2">
                <MonitorSmartphone className="size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
                <div className="min-w-0 flex-1">
                  <p className="truncate text-sm font-medium" title={session.userAgent}>
                    {userAgentText(session.userAgent)}
                  </p>
                  <p className="text-xs text-muted-foreground">
                    seen <RelativeTime at={session.lastSeenAt} />, signed in <RelativeTime at={session.createdAt} />
                    {session.address ? ` from ${session.address}` : ''}
                  </p>
                </div>
                {session.current ? (
                  <Badge variant="success">This browser</Badge>
                ) : (
                  <Button
                    variant="ghost"
                    size="sm"
                    disabled={revoke.pending}
                    onClick={() => void revoke.run({ sessionId: session.id })}
                  >
                    Sign out
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </CardContent>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Sign out all other browsers?"
        losses={[`${countText(others, 'browser')} must sign in again. What was not saved there is lost.`]}
        confirmLabel="Sign out others"
        onConfirm={async () => (await revokeOthers.run(undefined)) !== null}
      />
    </Card>
  );
}
