import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { MetricName, Series } from '../lib/api';
import { NAMES, RUNTIME, type Panel } from '../lib/dashboard';
import { number } from '../lib/format';
import { useApi, useVersion } from '../lib/live';
import { go, usePlace, withQuery } from '../lib/router';
import { Empty } from '../parts/basics';
import { Chart, type Curve } from '../parts/chart';

const isRuntime = (name: string): boolean => NAMES.includes(name);

export function Metrics(): JSX.Element {
  const { query } = usePlace();
  const version = useVersion(false, 1000);
  const names = useApi<{ items: MetricName[] }>('/api/metrics', {}, version).data?.items;
  const [service, runtimeId, chosen] = [query.get('service') ?? '', query.get('runtime') ?? '', query.get('name')];
  const runtime = useApi<{ items: Series[] }>('/api/metrics', { name: NAMES.join(',') }, version).data?.items;
  const [search, setSearch] = useState('');
  if (!names || !runtime) return <></>;
  if (names.length === 0)
    return (
      <Empty title="No metrics yet">
        <p>Runtime metrics come every ten seconds from</p>
        <pre>dd-run --runtime-metrics dotnet MyApp.dll</pre>
        <p>and the app’s own from any StatsD client or OpenTelemetry SDK.</p>
      </Empty>
    );

  const all = (key: string, from: Series[]) => [...new Set(from.map((series) => series.tags[key]).filter(Boolean))];
  const services = [...new Set([...names.flatMap((name) => name.services)])];
  const instances = all('runtime-id', runtime.filter((series) => !service || series.tags.service === service));
  const fits = (series: Series) => (!service || series.tags.service === service) && (!runtimeId || series.tags['runtime-id'] === runtimeId);
  const toMoment = (second: number) => go(`/traces?from=${(second - 5) * 1e9}&to=${(second + 5) * 1e9}${service ? `&filter=service:${service}` : ''}`);
  const own = names.filter((name) => !isRuntime(name.name) && name.name.toLowerCase().includes(search.toLowerCase()));
  return (
    <section class="page" aria-labelledby="metrics-title">
      <div class="bar">
        <h1 id="metrics-title">Runtime</h1>
        <label class="select"><span>Service</span>
          <select value={service} onChange={(event) => go(withQuery({ service: event.currentTarget.value, runtime: null }), true)}>
            <option value="">all</option>{services.map((name) => <option value={name}>{name}</option>)}
          </select>
        </label>
        <label class="select"><span>Process</span>
          <select value={runtimeId} onChange={(event) => go(withQuery({ runtime: event.currentTarget.value }), true)}>
            <option value="">all</option>{instances.map((id) => <option value={id}>{id.slice(0, 12)}</option>)}
          </select>
        </label>
      </div>
      {runtime.length === 0
        ? <p class="hint">No runtime metrics yet: <code>dd-run --runtime-metrics</code> sends them every ten seconds.</p>
        : <div class="charts">{RUNTIME.map((panel) => <RuntimeChart panel={panel} series={runtime.filter(fits)} onMoment={toMoment} />)}</div>}
      <div class="bar">
        <h2>Every other metric</h2>
        <input type="search" class="plain" placeholder="name" aria-label="Search metrics" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
      </div>
      <div class="explorer">
        <ul class="names">
          {own.map((name) => <li><a href={withQuery({ name: name.name })} aria-current={chosen === name.name ? 'true' : undefined}>{name.name}<small>{name.kind}, {number(name.series)}</small></a></li>)}
        </ul>
        {chosen ? <Explored name={chosen} fits={fits} version={version} onMoment={toMoment} /> : <p class="hint">Choose a metric to see it.</p>}
      </div>
    </section>
  );
}

/** Counts come as what was added since the point before; a second of it is shown. */
function points(series: Series, rate: boolean, scale = 1): [number, number][] {
  if (!rate || series.kind !== 'count') return series.points.map(([second, value]) => [second, value * scale]);
  return series.points.map(([second, value], index) => {
    const before = series.points[index - 1]?.[0];
    return [second, (value * scale) / Math.max(1, before ? second - before : 10)];
  });
}

function add(curves: Map<string, Map<number, number>>, label: string, values: [number, number][]): void {
  const sums = curves.get(label) ?? new Map<number, number>();
  for (const [second, value] of values) sums.set(second, (sums.get(second) ?? 0) + value);
  curves.set(label, sums);
}

function RuntimeChart({ panel, series, onMoment }: { panel: Panel; series: Series[]; onMoment: (second: number) => void }): JSX.Element {
  const curves = useMemo(() => {
    const sums = new Map<string, Map<number, number>>();
    for (const curve of panel.curves)
      for (const each of series) {
        if (!curve.names.includes(each.name)) continue;
        const value = curve.tag?.[0].map((key) => each.tags[key]).find(Boolean);
        if (value && value !== curve.tag?.[1]) continue;
        add(sums, panel.by?.map((key) => each.tags[key]).find(Boolean) ?? curve.label, points(each, !!panel.rate, curve.scale));
      }
    return [...sums].map(([label, values]): Curve => ({ label, points: [...values].sort((a, b) => a[0] - b[0]) }));
  }, [panel, series]);
  if (curves.length === 0) return <></>;
  return <Chart title={panel.title} curves={curves} unit={panel.unit} stacked={panel.stacked} onMoment={onMoment} />;
}

function Explored({ name, fits, version, onMoment }: { name: string; fits: (series: Series) => boolean; version: number; onMoment: (second: number) => void }): JSX.Element {
  const items = useApi<{ items: Series[] }>('/api/metrics', { name }, version).data?.items.filter(fits) ?? [];
  const curves = useMemo(() => {
    // Tags that are the same everywhere say nothing about the single series.
    const keys = [...new Set(items.flatMap((series) => Object.keys(series.tags)))].filter((key) => new Set(items.map((series) => series.tags[key])).size > 1 && key !== 'runtime-id');
    const sums = new Map<string, Map<number, number>>();
    for (const series of items) add(sums, keys.map((key) => series.tags[key] ?? '–').join(' ') || series.name, points(series, true));
    return [...sums].slice(0, 12).map(([label, values]): Curve => ({ label, points: [...values].sort((a, b) => a[0] - b[0]) }));
  }, [items]);
  const first = items[0];
  if (!first) return <p class="hint">Nothing of this name comes from the service that is chosen.</p>;
  return <Chart title={`${name}${first.kind === 'count' ? ', a second' : first.kind === 'distribution' ? ', mean' : ''}`} curves={curves} unit={first.unit === 'By' ? 'B' : first.unit} onMoment={onMoment} />;
}
