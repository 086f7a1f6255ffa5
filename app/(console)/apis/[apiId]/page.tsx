import { redirect } from 'next/navigation';
import { routes } from '@/lib/client/routes';

export default async function ApiPage({ params }: Readonly<{ params: Promise<{ apiId: string }> }>) {
  redirect(routes.api((await params).apiId).resources());
}
