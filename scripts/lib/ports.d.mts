export function assertFree(
  addresses: readonly { readonly variable: string; readonly port: number; readonly host: string }[],
): Promise<void>;
