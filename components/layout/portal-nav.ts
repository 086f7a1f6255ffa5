import { routes } from '@/lib/client/routes';
import type { NavItem } from './nav';

export function portalNav(): NavItem[] {
  return [
    { href: routes.portal.home(), label: 'Catalogue', exact: true },
    { href: routes.portal.subscriptions(), label: 'Subscriptions' },
  ];
}
