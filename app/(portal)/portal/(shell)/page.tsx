import { catalogueKeys } from '@/lib/client/portal';
import { listCatalogue } from '@/lib/control/portal/list-catalogue';
import { Prefetch } from '@/lib/server/prefetch';
import { currentUser } from '@/lib/server/session';
import { Catalogue } from './catalogue';
import { Landing } from './landing';

export default async function Page() {
  if ((await currentUser()) === null) return <Landing />;
  return (
    <Prefetch queries={[{ queryKey: catalogueKeys.list(), run: (ctx) => listCatalogue(ctx) }]}>
      <Catalogue />
    </Prefetch>
  );
}
