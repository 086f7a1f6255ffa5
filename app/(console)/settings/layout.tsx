import type { ReactNode } from 'react';
import { settingsTabs } from '@/components/layout/console-nav';
import { PageBody } from '@/components/layout/page-body';
import { PageHeader } from '@/components/ui/page-header';
import { LinkTabs } from '@/components/ui/tabs';

export default function SettingsLayout({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <PageBody>
      <PageHeader title="Settings" />
      <LinkTabs aria-label="Settings" tabs={settingsTabs()} />
      {children}
    </PageBody>
  );
}
