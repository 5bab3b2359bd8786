// A web service that asks another one: GET /relay?to=URL. Started with --require dd-trace/init or --require ./otel.js.
const http = require('node:http')

const server = http.createServer((request, response) => {
  if (request.headers.baggage) console.log('baggage ' + request.headers.baggage)
  const to = new URL(request.url, 'http://relay').searchParams.get('to')
  if (!to) return response.end('ok')
  http.get(to, answer => answer.pipe(response)).on('error', error => response.writeHead(502).end(String(error)))
})
server.listen(0, '127.0.0.1', () => console.log('listening on http://127.0.0.1:' + server.address().port))
