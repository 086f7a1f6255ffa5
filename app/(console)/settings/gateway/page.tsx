import type { Metadata } from 'next';
import { GatewayPage } from './gateway-page';

export const metadata: Metadata = { title: 'Gateway' };

// The console's layout has prefetched the status: its indicator shows it on every page.
export default function Page() {
  return <GatewayPage />;
}
