import proxy from '@fastify/http-proxy';
import fastify from 'fastify';

const [, , port, upstream] = process.argv;
const app = fastify();
app.register(proxy, { upstream, undici: { connections: 64, pipelining: 1 } });
await app.listen({ port: Number(port), host: '127.0.0.1' });
process.send?.('listening');
