// A program of another language with its vendor's own tracer and a StatsD client; the ports are arguments.
import http from 'node:http';
import tracer from 'dd-trace';
import { StatsD } from 'hot-shots';

const [url, statsd] = process.argv.slice(2);
tracer.init({ service: 'node-shop', url, flushInterval: 100, startupLogs: false });
const server = http.createServer((request, response) => response.end('ok')).listen(0, '127.0.0.1', async () => {
  await tracer.trace('outer', { resource: 'GET /x' }, async () => (await fetch(`http://127.0.0.1:${server.address().port}/y`)).text());
  const client = new StatsD({ port: Number(statsd) });
  client.increment('node.orders', 3, () => client.close());
  server.close();
  process.stdin.resume();
});
