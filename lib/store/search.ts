import { type Db, providerOf } from './client';

/** A filter for text that holds `text`, in any case. SQLite's LIKE does that by itself and has no mode to ask for it. */
export function containsText(db: Db, text: string): { contains: string } {
  return providerOf(db) === 'postgresql'
    ? ({ contains: text, mode: 'insensitive' } as { contains: string })
    : { contains: text };
}
