// A proxy as one writes it by hand: node:http in front, an undici pool behind.
import http from 'node:http';
import { Pool } from 'undici';

const [, , port, backend] = process.argv;
const pool = new Pool(backend, { connections: 64, pipelining: 1 });
http
  .createServer((req, res) => {
    const { host: _, connection: __, ...headers } = req.headers;
    pool
      .stream({ path: req.url, method: req.method, headers, body: hasBody(req) ? req : null, opaque: res }, onAnswer)
      .catch(() => {
        if (!res.headersSent) res.writeHead(502);
        res.end();
      });
  })
  .listen(Number(port), '127.0.0.1', () => process.send?.('listening'));

const onAnswer = ({ statusCode, headers, opaque }) => {
  opaque.writeHead(statusCode, headers);
  return opaque;
};

const hasBody = (req) => req.headers['content-length'] !== undefined || req.headers['transfer-encoding'] !== undefined;
