import 'server-only';
import { consoleNav, settingsTabs } from '@/components/layout/console-nav';
import { isActive } from '@/components/layout/is-active';
import type { Crumb } from '@/components/ui/breadcrumb';
import { routes } from '@/lib/client/routes';
import { getApiKey } from '@/lib/control/api-key/get';
import { getFunction } from '@/lib/control/function/get';
import { getRestApi } from '@/lib/control/rest-api/get';
import { getUsagePlan } from '@/lib/control/usage-plan/get';
import { getUserPool } from '@/lib/control/user-pool/pools';
import { readOrNull } from '@/lib/server/read';

/** What is listed on a page of the navigation, and has pages of its own below it. */
const NAME_OF: Readonly<Record<string, (id: string) => Promise<string | undefined>>> = {
  [routes.apis()]: async (restApiId) => (await readOrNull(getRestApi, { restApiId }))?.name,
  [routes.keys()]: async (apiKeyId) => (await readOrNull(getApiKey, { apiKeyId }))?.name,
  [routes.functions()]: async (functionName) => (await readOrNull(getFunction, { functionName }))?.name,
  [routes.userPools()]: async (userPoolId) => (await readOrNull(getUserPool, { userPoolId }))?.name,
  [routes.plans()]: async (usagePlanId) => (await readOrNull(getUsagePlan, { usagePlanId }))?.name,
};

/** A page's breadcrumbs from its path, for the server's first answer: the page's own take over in the browser. */
export async function firstCrumbs(path = ''): Promise<Crumb[]> {
  const pathname = path.split('?')[0] ?? '';
  const items = consoleNav().flatMap((section) => section.items);
  const top = items.find((item) => isActive(item, pathname));
  if (top === undefined) return [];
  if (top.href === routes.settings.index()) {
    const tab = settingsTabs().find((item) => isActive(item, pathname));
    return [{ label: top.label }, ...(tab ? [{ label: tab.label }] : [])];
  }
  const id = pathname.slice(top.href.length + 1).split('/')[0];
  if (!id) return [{ label: top.label }];
  return [{ label: top.label, href: top.href }, { label: (await NAME_OF[top.href]?.(id)) ?? id }];
}
