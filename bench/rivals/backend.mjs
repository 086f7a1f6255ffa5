// What everyone proxies to where nginx is not there: 220 bytes of JSON.
import http from 'node:http';

const body = JSON.stringify({ id: 7, name: 'Rex', tags: ['dog', 'brown'], note: 'x'.repeat(165) });
const headers = ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(body))];
http
  .createServer((_, res) => {
    res.writeHead(200, headers);
    res.end(body);
  })
  .listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('listening'));
