'use client';

import { useSyncExternalStore } from 'react';
import { cn } from './cn';
import { relative } from './relative-time-text';

/** How long ago (or until), kept up to date; the exact moment on hover and for machines. */
export function RelativeTime({ at, className }: Readonly<{ at: Date | string | number; className?: string }>) {
  const now = useSyncExternalStore(subscribe, currentTick, currentTick);
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return null;
  return (
    // The server's clock and the browser's differ by a moment: the text may differ by a second, never the markup.
    <time
      dateTime={date.toISOString()}
      title={exact.format(date)}
      suppressHydrationWarning
      className={cn('whitespace-nowrap', className)}
    >
      {relative(date.getTime(), now)}
    </time>
  );
}

const TICK_MS = 10_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

// One timer for all the times on a page.
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tell of listeners) tell();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function currentTick(): number {
  return Math.ceil(Date.now() / TICK_MS) * TICK_MS;
}

const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
