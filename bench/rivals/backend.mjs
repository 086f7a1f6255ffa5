// What everyone proxies to where nginx is not there.
import http from 'node:http';

const [, , port, , smallJson = '', orderJson = ''] = process.argv;
const headersOf = (body) => ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(body))];
const small = headersOf(smallJson);
const order = headersOf(orderJson);
http
  .createServer((req, res) => {
    const isOrder = req.url?.startsWith('/order') === true;
    res.writeHead(200, isOrder ? order : small);
    res.end(isOrder ? orderJson : smallJson);
    req.resume();
  })
  .listen(Number(port), '127.0.0.1', () => process.send?.('listening'));
