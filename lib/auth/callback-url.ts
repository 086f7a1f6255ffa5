/**
 * Where to go after signing in: a path of this console, or the fallback. Browsers read "//host", "/\host" and paths
 * with tabs or line breaks as other sites, so only what survives parsing as a path of ours is taken.
 */
export function safeCallbackUrl(value: unknown, fallback: string): string {
  if (typeof value !== 'string' || !value.startsWith('/')) return fallback;
  const base = 'http://console.invalid';
  try {
    const url = new URL(value, base);
    const path = `${url.pathname}${url.search}${url.hash}`;
    return url.origin === base && !path.startsWith('//') ? path : fallback;
  } catch {
    return fallback;
  }
}
