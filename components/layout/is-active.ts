import type { NavItem } from './nav';

/** Is the page at this path the item's, or below it? */
export function isActive(item: Pick<NavItem, 'href' | 'exact'>, pathname: string): boolean {
  const path = item.href.split(/[?#]/)[0] ?? item.href;
  return pathname === path || (!item.exact && pathname.startsWith(`${path}/`));
}
