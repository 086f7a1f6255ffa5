import type { Metadata } from 'next';
import { ApiSettings } from './api-settings';

export const metadata: Metadata = { title: 'Settings' };

export default async function ApiSettingsPage({ params }: Readonly<{ params: Promise<{ apiId: string }> }>) {
  const { apiId } = await params;
  return <ApiSettings apiId={apiId} />;
}
