import net from 'node:net';

export interface TcpWay {
  readonly port: number;
  /** As if the other end were gone: connections end, new ones are refused. */
  cut(): void;
  /** As if the network swallowed everything: connections stay, and nothing moves on them. */
  stall(): void;
  /** After either. */
  open(): Promise<void>;
}

/** A port that leads to another one, a database's say, as long as it is not cut. */
export async function openWay(target: number): Promise<TcpWay> {
  const pairs = new Map<net.Socket, net.Socket>();
  let server: net.Server;
  let isStalled = false;

  function join(one: net.Socket, other: net.Socket): void {
    pairs.set(one, other);
    if (!isStalled) one.pipe(other);
    one.on('error', () => other.destroy());
    one.on('close', () => {
      pairs.delete(one);
      other.destroy();
    });
  }
  const listen = (port: number) =>
    new Promise<number>((done) => {
      server = net.createServer((socket) => {
        const onward = net.connect(target, '127.0.0.1');
        join(socket, onward);
        join(onward, socket);
      });
      server.listen(port, '127.0.0.1', () => done((server.address() as net.AddressInfo).port));
    });
  const port = await listen(0);
  return {
    port,
    cut() {
      server.close();
      for (const socket of pairs.keys()) socket.destroy();
    },
    stall() {
      isStalled = true;
      for (const [one, other] of pairs) one.unpipe(other).pause();
    },
    async open() {
      if (!server.listening) await listen(port);
      isStalled = false;
      for (const [one, other] of pairs) one.pipe(other);
    },
  };
}
