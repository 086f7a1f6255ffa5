import { createServer } from 'node:net';

/** Throws one line for the first address that another program listens on. */
export async function assertFree(addresses) {
  for (const { variable, port, host } of addresses) {
    const code = await tryListen(port, host);
    if (code === undefined) continue;
    throw new Error(
      code === 'EADDRINUSE'
        ? `Port ${port} is taken by another program: stop it, or set ${variable} to a free port.`
        : `Port ${port} can’t be used on ${host} (${code}): set ${variable} to another port.`,
    );
  }
}

function tryListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen({ port, host }, () => server.close(() => resolve(undefined)));
  });
}
