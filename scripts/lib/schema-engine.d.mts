export function diffSchemas(provider: 'sqlite' | 'postgresql', from: string | null, to: string): Promise<string>;
