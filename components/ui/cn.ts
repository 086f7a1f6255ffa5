import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

// text-2xs is our own size: unregistered, it would be merged away as if it were a text colour.
const merge = extendTailwindMerge({ extend: { theme: { text: ['2xs'] } } });

export function cn(...inputs: ClassValue[]): string {
  return merge(clsx(inputs));
}
