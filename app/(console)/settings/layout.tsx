import type { ReactNode } from 'react';
import { PageBody } from '@/components/layout/page-body';
import { PageHeader } from '@/components/ui/page-header';
import { LinkTabs } from '@/components/ui/tabs';
import { routes } from '@/lib/client/routes';

export default function SettingsLayout({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <PageBody>
      <PageHeader title="Settings" />
      <LinkTabs
        aria-label="Settings"
        tabs={[
          { href: routes.settings.index(), label: 'You', exact: true },
          { href: routes.settings.members(), label: 'Members' },
          { href: routes.settings.gateway(), label: 'Gateway' },
          { href: routes.settings.demoData(), label: 'Demo data' },
        ]}
      />
      {children}
    </PageBody>
  );
}
