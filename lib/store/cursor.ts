import { InvalidInputError } from '@/lib/errors';

/** A place in a list that is sorted by time and id: opaque to clients. */
export interface TimeCursor {
  readonly at: Date;
  readonly id: string;
}

export function encodeCursor({ at, id }: TimeCursor): string {
  return Buffer.from(`${at.getTime()}:${id}`).toString('base64url');
}

export function decodeCursor(text: string | undefined): TimeCursor | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,15}):(.{1,64})$/.exec(Buffer.from(text, 'base64url').toString());
  if (!match?.[1] || !match[2])
    throw new InvalidInputError('The cursor is not one of this list. Start at its first page.');
  return { at: new Date(Number(match[1])), id: match[2] };
}
