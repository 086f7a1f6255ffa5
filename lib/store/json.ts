import { z } from 'zod';

/** Readers of JSON columns: what leaves the store has the type it says, or is a fault that names itself. */
const strings = z.record(z.string(), z.string());
const booleans = z.record(z.string(), z.boolean());
const list = z.array(z.string());

export const readStringMap = (value: unknown): Record<string, string> => strings.parse(value);
export const readBooleanMap = (value: unknown): Record<string, boolean> => booleans.parse(value);
export const readStringList = (value: unknown): string[] => list.parse(value);
