import type { JSX } from 'preact';
import type { Call, Services as Report } from '../lib/api';
import { duration, hue, number, percent, word } from '../lib/format';
import { useApi, useVersion } from '../lib/live';
import { Empty, Service, Sortable } from '../parts/basics';

export function Services(): JSX.Element {
  const { data } = useApi<Report>('/api/services', {}, useVersion(false, 2000));
  if (!data) return <></>;
  if (data.operations.length === 0) return <Empty title="No services yet"><p>Each service that sends spans appears here, with whom it calls. <a href="/traces">How to send some</a></p></Empty>;
  const seconds = Math.max(1, (data.to - data.from) / 1e9);
  return (
    <section class="page" aria-labelledby="services-title">
      <h1 id="services-title">Services</h1>
      {data.calls.length > 0 && <Map calls={data.calls} services={[...new Set(data.operations.map((operation) => operation.service))]} />}
      <Sortable label="Operations" rows={data.operations} initial={3} id={(row) => `${row.service} ${row.name}`} columns={[
        { title: 'Service', value: (row) => row.service, show: (row) => <Service name={row.service} /> },
        { title: 'Operation', value: (row) => row.name, show: (row) => <a href={`/traces?filter=${encodeURIComponent(`${word('service', row.service)} ${word('name', row.name)}`)}`}>{row.name}</a> },
        { title: 'Spans', value: (row) => row.count, show: (row) => number(row.count), number: true },
        { title: 'Total', value: (row) => row.total, show: (row) => duration(row.total), number: true },
        { title: 'a second', value: (row) => row.count / seconds, show: (row) => (row.count / seconds).toFixed(1), number: true, minor: true },
        { title: 'p50', value: (row) => row.p50, show: (row) => duration(row.p50), number: true },
        { title: 'p95', value: (row) => row.p95, show: (row) => duration(row.p95), number: true },
        { title: 'p99', value: (row) => row.p99, show: (row) => duration(row.p99), number: true, minor: true },
        { title: 'Errors', value: (row) => row.errors / row.count, show: (row) => <span class={row.errors ? 'bad' : ''}>{percent(row.errors, row.count)}</span>, number: true },
      ]} />
    </section>
  );
}

const [WIDTH, HEIGHT, GAP, COLUMN] = [170, 44, 18, 270];
const SIGNS: Record<string, string> = { database: '⛁', queue: '⇶', host: '↗', service: '' };

/** Who calls whom, from left to right. */
function Map({ calls, services }: { calls: Call[]; services: string[] }): JSX.Element {
  const kinds: Record<string, string> = {};
  for (const name of services) kinds[name] = 'service';
  for (const call of calls) if (!(call.to in kinds)) kinds[call.to] = call.kind;
  for (const call of calls) if (!(call.from in kinds)) kinds[call.from] = 'service';
  const names = Object.keys(kinds).filter((name) => calls.some((call) => call.from === name || call.to === name));

  // A node stands one column right of whoever calls it; calls in a circle end the search.
  const level: Record<string, number> = {};
  for (const name of names) level[name] = 0;
  for (let round = 0; round < names.length; round++) {
    let moved = false;
    for (const { from, to } of calls)
      if (from !== to && level[to] <= level[from] && level[from] + 1 < names.length) {
        level[to] = level[from] + 1;
        moved = true;
      }
    if (!moved || round > 12) break;
  }
  const columns: string[][] = [];
  for (const name of names) (columns[Math.min(level[name], 8)] ??= []).push(name);
  const filled = columns.filter(Boolean);
  const tallest = Math.max(...filled.map((column) => column.length));
  const place: Record<string, [number, number]> = {};
  filled.forEach((column, x) => column.forEach((name, y) => (place[name] = [x * COLUMN + 4, (y + (tallest - column.length) / 2) * (HEIGHT + GAP) + 4])));
  const most = Math.max(...calls.map((call) => call.count));
  return (
    <div class="map" tabIndex={0} role="region" aria-label="Map of services">
      <svg width={(filled.length - 1) * COLUMN + WIDTH + 8} height={tallest * (HEIGHT + GAP) + 8} role="group" aria-label={calls.map((call) => `${call.from} calls ${call.to}`).join(', ')}>
        {calls.filter((call) => call.from !== call.to).map((call) => {
          const [[x1, y1], [x2, y2]] = [place[call.from], place[call.to]];
          const [from, to] = [x1 + WIDTH, y1 + HEIGHT / 2];
          const bend = Math.max(40, Math.abs(x2 - from) / 2);
          return (
            <g class={call.errors ? 'edge failed' : 'edge'}>
              <path d={`M${from} ${to} C${from + bend} ${to} ${x2 - bend} ${y2 + HEIGHT / 2} ${x2} ${y2 + HEIGHT / 2}`} stroke-width={1.5 + (3 * Math.log1p(call.count)) / Math.log1p(most)} />
              <text x={(from + x2) / 2} y={(to + y2 + HEIGHT / 2) / 2 - 6}>{number(call.count)} · {duration(call.p50)}</text>
            </g>
          );
        })}
        {names.map((name) => (
          <a href={kinds[name] === 'service' ? `/traces?filter=${encodeURIComponent(word('service', name))}` : '/traces'}>
            <g class={`node ${kinds[name]}`} data-hue={hue(name)} transform={`translate(${place[name][0]} ${place[name][1]})`}>
              <rect width={WIDTH} height={HEIGHT} rx={kinds[name] === 'service' ? 10 : 22} />
              <circle cx="18" cy={HEIGHT / 2} r="5" />
              <text x="32" y={HEIGHT / 2 + 4}>{SIGNS[kinds[name]]} {name.length > 18 ? `${name.slice(0, 17)}…` : name}</text>
            </g>
          </a>
        ))}
      </svg>
    </div>
  );
}
