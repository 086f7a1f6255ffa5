'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { ThemeProvider } from 'next-themes';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { Toaster } from '@/components/ui/toaster';
import { TooltipProvider } from '@/components/ui/tooltip';
import { getQueryClient } from '@/lib/client/query-client';

// Its compiled parsers are functions made of text, which the Content-Security-Policy forbids; trying would be reported.
z.config({ jitless: true });

export function Providers({
  nonce,
  children,
}: Readonly<{ nonce: string | undefined /** For scripts that the page holds inline. */; children: ReactNode }>) {
  return (
    <QueryClientProvider client={getQueryClient()}>
      <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
        <CSPProvider nonce={nonce}>
          <NuqsAdapter>
            <TooltipProvider delay={400}>
              {children}
              <Toaster />
            </TooltipProvider>
          </NuqsAdapter>
        </CSPProvider>
      </ThemeProvider>
    </QueryClientProvider>
  );
}
