import http from 'node:http';
import httpProxy from 'http-proxy';

const [, , port, target] = process.argv;
const proxy = httpProxy.createProxyServer({ target, agent: new http.Agent({ keepAlive: true, maxSockets: 64 }) });
proxy.on('error', (_, __, res) => res.end());
http
  .createServer((req, res) => proxy.web(req, res))
  .listen(Number(port), '127.0.0.1', () => process.send?.('listening'));
