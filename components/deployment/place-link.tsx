'use client';

import Link from 'next/link';
import { useResources } from '@/lib/client/resources';
import { routes } from '@/lib/client/routes';

const PLACE = /^(?:canary › )?(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) (\/[^\s›]*)(?: › (.*))?$/;

/** A place in a definition ("GET /pets/{petId} › integration › uri") as the way to it. */
export function PlaceLink({
  restApiId,
  place,
  onNavigate,
}: Readonly<{ restApiId: string; place: string; onNavigate?: () => void }>) {
  const { data: resources } = useResources(restApiId);
  // A model that a method validates with is wrong itself: there the fix is, not at the method.
  const model = /(?:^| › )model ([A-Za-z0-9]+)(?: ›|$)/.exec(place)?.[1];
  const [, method, path, rest] = PLACE.exec(place) ?? [];
  const resource = path ? resources?.find((node) => node.path === path) : undefined;
  const href =
    model !== undefined
      ? routes.api(restApiId).models({ model })
      : method && resource
        ? routes.api(restApiId).resources({ resource: resource.id, method, step: stepOf(rest) })
        : undefined;
  if (!href) return <span className="font-mono text-xs wrap-anywhere">{place}</span>;
  return (
    <Link
      href={href}
      onClick={onNavigate}
      className="rounded-sm font-mono text-xs text-info underline-offset-4 wrap-anywhere hover:underline"
    >
      {place}
    </Link>
  );
}

function stepOf(rest: string | undefined): string | undefined {
  if (!rest) return undefined;
  if (/integrationResponse/i.test(rest)) return 'integration-response';
  if (/^integration/i.test(rest)) return 'integration-request';
  if (/methodResponse/i.test(rest)) return 'method-response';
  return 'method-request';
}
