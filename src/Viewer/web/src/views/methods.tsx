import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Method } from '../lib/api';
import { duration, number, percent, word } from '../lib/format';
import { useApi, useVersion } from '../lib/live';
import { Empty, Service, Sortable } from '../parts/basics';
import { Into } from './into';

export function Methods(): JSX.Element {
  const { data } = useApi<{ items: Method[] }>('/api/methods', {}, useVersion(false, 2000));
  const [search, setSearch] = useState('');
  if (!data) return <></>;
  if (data.items.length === 0) return <section class="page"><Empty title="Nothing has run yet"><p>What is traced appears here when it has run once. Which methods a manifest means, this says before:</p><pre>dd-run explain 'MyApp.**' --app MyApp.dll</pre></Empty><Into /></section>;
  const processes = new Set(data.items.map((method) => method.run)).size;
  const rows = data.items.filter((method) => `${method.name} ${method.service} ${method.component}`.toLowerCase().includes(search.toLowerCase()));
  return (
    <section class="page" aria-labelledby="methods-title">
      <div class="bar">
        <h1 id="methods-title">Traced operations</h1>
        <input type="search" class="plain" placeholder="name" aria-label="Search operations" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
      </div>
      <Sortable label="Traced operations" rows={rows} initial={4} id={(row) => `${row.run} ${row.service} ${row.name} ${row.component}`} columns={[
        { title: 'Operation', value: (row) => row.name, show: (row) => <a href={`/traces?filter=${encodeURIComponent(word('name', row.name))}`}>{row.name}</a> },
        { title: 'Service', value: (row) => row.service, show: (row) => <Service name={row.service} /> },
        { title: 'Made by', value: (row) => row.component, show: (row) => (row.component ? row.component : <span class="muted">a rule, or the app</span>), minor: true },
        { title: 'Calls', value: (row) => row.count, show: (row) => number(row.count), number: true },
        { title: 'Total', value: (row) => row.total, show: (row) => duration(row.total), number: true },
        { title: 'p50', value: (row) => row.p50, show: (row) => duration(row.p50), number: true, minor: true },
        { title: 'p95', value: (row) => row.p95, show: (row) => duration(row.p95), number: true, minor: true },
        { title: 'Errors', value: (row) => row.errors / row.count, show: (row) => <span class={row.errors ? 'bad' : ''}>{percent(row.errors, row.count)}</span>, number: true },
        ...(processes > 1 ? [{ title: 'Process', value: (row: Method) => row.processId || row.run.slice(0, 8), number: true, minor: true }] : []),
      ]} />
      <p class="hint">A method that should be here and is not: <code>dd-run explain 'Namespace.Type.Method' --app MyApp.dll</code> says why.</p>
      <Into />
    </section>
  );
}
