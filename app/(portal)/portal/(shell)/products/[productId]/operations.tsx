'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { CodeSamples } from '@/components/code-samples/code-samples';
import { fillPath, joinUrl } from '@/components/code-samples/samples';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { EmptyState } from '@/components/ui/empty-state';
import { MethodBadge } from '@/components/ui/method-badge';
import { SectionHeader } from '@/components/ui/page-header';
import type { CatalogueProductDetail } from '@/lib/contract/portal';

/** What can be called, each with a sample of the call. */
export function Operations({ product }: Readonly<{ product: CatalogueProductDetail }>) {
  // A call with the key is what most come for.
  const [chosen, setChosen] = useState(() =>
    Math.max(
      0,
      product.operations.findIndex((one) => one.apiKeyRequired),
    ),
  );
  const operation = product.operations[chosen] ?? product.operations[0];
  return (
    <section aria-label="Operations" className="flex flex-col gap-3">
      <SectionHeader
        title="Operations"
        description={
          <>
            All below <code className="font-mono text-xs text-foreground wrap-anywhere">{product.baseUrl}</code>
            <CopyButton value={product.baseUrl} label="Copy base URL" size="icon-xs" />
          </>
        }
      />
      {!operation ? (
        <Card>
          <EmptyState size="sm" title="No operations yet" description="The owner has not deployed any." />
        </Card>
      ) : (
        <div className="grid items-start gap-4 md:grid-cols-2">
          <ul className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-card">
            {product.operations.map((one, index) => (
              <li key={`${one.method} ${one.path}`}>
                <button
                  type="button"
                  aria-pressed={one === operation}
                  onClick={() => setChosen(index)}
                  className={cn(
                    'flex w-full items-center gap-2.5 px-3 py-2 text-left transition-colors hover:bg-muted/60 focus-visible:-outline-offset-2',
                    one === operation && 'bg-accent/60',
                  )}
                >
                  <MethodBadge method={one.method} size="sm" aligned />
                  <span className="min-w-0 flex-1 truncate font-mono text-xs">{one.path}</span>
                  {one.apiKeyRequired ? (
                    <>
                      <KeyRound className="size-3.5 shrink-0 text-muted-foreground" aria-hidden="true" />
                      <span className="sr-only">needs a key</span>
                    </>
                  ) : null}
                </button>
              </li>
            ))}
          </ul>
          <div className="flex min-w-0 flex-col gap-2 md:sticky md:top-20">
            <CodeSamples
              method={operation.method === 'ANY' ? 'GET' : operation.method}
              url={joinUrl(product.baseUrl, fillPath(operation.path))}
              keyRequired={operation.apiKeyRequired}
            />
            <p className="text-xs text-muted-foreground">
              {operation.apiKeyRequired
                ? 'Needs a key: subscribe to a plan above to get yours.'
                : 'Open to everyone: no key needed.'}
            </p>
          </div>
        </div>
      )}
    </section>
  );
}
