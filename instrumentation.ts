/** Next calls this once per server process, before it serves; also while it builds, when there is nothing to start. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  // next-auth takes the address people typed as its own, on any host and port, unless it is told one.
  if (!process.env.NEXTAUTH_URL) process.env.AUTH_TRUST_HOST ??= '1';
  const { installIncoming } = await import('./lib/server/incoming');
  installIncoming(process.env.GATEHOUSE_TRUST_PROXY === '1');
  const { startConsoleRuntime } = await import('./lib/runtime/console-main');
  await startConsoleRuntime({ ownsSignals: process.env.NEXT_MANUAL_SIG_HANDLE !== undefined });
}
