export function bundle(names?: readonly string[], folder?: string): Promise<void>;
