// The least that node:http can do.
import http from 'node:http';

const body = '{"message":"hello"}';
http
  .createServer((_, res) => {
    res.writeHead(200, ['Content-Type', 'application/json', 'Content-Length', String(body.length)]);
    res.end(body);
  })
  .listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('listening'));
