'use client';

import Link from 'next/link';
import { Alert } from '@/components/ui/alert';
import { useRestApis } from '@/lib/client/rest-apis';
import { routes } from '@/lib/client/routes';
import type { GatewayStatus } from '@/lib/contract/gateway-status';

/** Stages whose deployment does not compile, each problem with its place. */
export function CompileErrors({ errors }: Readonly<{ errors: GatewayStatus['compileErrors'] }>) {
  const apis = useRestApis();
  if (errors.length === 0) return null;
  return (
    <Alert variant="destructive" title="Not everything compiles">
      <p>What these stages served before keeps serving.</p>
      <ul className="mt-2 flex flex-col gap-1.5">
        {errors.map((error) => (
          <li key={`${error.apiId}/${error.stageName}/${error.place}/${error.message}`}>
            <Link
              href={routes.api(error.apiId).stage(error.stageName)}
              className="font-medium text-foreground underline underline-offset-4"
            >
              {apis.data?.find((api) => api.id === error.apiId)?.name ?? error.apiId} / {error.stageName}
            </Link>{' '}
            <code className="font-mono text-xs">{error.place}</code>: {error.message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
