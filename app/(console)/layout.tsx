import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { demoKeys } from '@/lib/client/demo';
import { gatewayKeys } from '@/lib/client/gateway';
import { MemberProvider } from '@/lib/client/member';
import { getDemoData } from '@/lib/control/demo/get';
import { getGatewayStatus } from '@/lib/control/gateway/status';
import { Prefetch } from '@/lib/server/prefetch';
import { currentPath, requireMember } from '@/lib/server/session';
import { ConsoleFrame } from './console-frame';
import { firstCrumbs } from './first-crumbs';
import { TotpGate } from './totp-gate';

export const metadata: Metadata = { title: { default: 'Console', template: '%s · Gatehouse' } };

export default async function ConsoleLayout({ children }: Readonly<{ children: ReactNode }>) {
  const member = await requireMember();
  if (member.needsTotp) return <TotpGate accountName={member.account.name} />;
  const crumbs = await firstCrumbs(await currentPath());
  return (
    <MemberProvider member={member}>
      <Prefetch
        queries={[
          { queryKey: gatewayKeys.status(), run: getGatewayStatus },
          { queryKey: demoKeys.status(), run: getDemoData },
        ]}
      >
        <ConsoleFrame firstCrumbs={crumbs}>{children}</ConsoleFrame>
      </Prefetch>
    </MemberProvider>
  );
}
