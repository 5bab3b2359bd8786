import type { JSX } from 'preact';
import type { Comparison, Counts, Run } from '../lib/api';
import { post } from '../lib/api';
import { duration, moment, number } from '../lib/format';
import { useApi, useVersion } from '../lib/live';
import { go, usePlace, withQuery } from '../lib/router';
import { Empty, Service, Sortable } from '../parts/basics';

export function Runs(): JSX.Element {
  const { query } = usePlace();
  const version = useVersion(false, 2000);
  const { data } = useApi<{ items: Run[] }>('/api/runs', {}, version);
  if (!data) return <></>;
  if (data.items.length === 0) return <Empty title="No runs yet"><p>Each start of a program is a run: start it twice, and compare.</p><pre>dd-run dotnet MyApp.dll</pre></Empty>;
  const runs = data.items.filter((run) => run.id);
  const [left, right] = [query.get('left'), query.get('right')];
  const name = (run: Run) => run.name ?? `${run.service} ${run.processId || run.id.slice(0, 8)}`;
  return (
    <section class="page" aria-labelledby="runs-title">
      <h1 id="runs-title">Runs</h1>
      <Sortable label="Runs" rows={data.items} initial={1} id={(run) => run.id} columns={[
        { title: 'Run', value: name, show: (run) => run.id ? <input class="plain name" aria-label={`Name of ${name(run)}`} placeholder={name(run)} value={run.name ?? ''} onChange={(event) => void post('/api/runs/name', { id: run.id, name: event.currentTarget.value })} /> : <span class="muted">says not where it comes from</span> },
        { title: 'Began', value: (run) => run.first, show: (run) => moment(run.first), number: true },
        { title: 'Service', value: (run) => run.service, show: (run) => <Service name={run.service} /> },
        { title: 'Language', value: (run) => run.language, minor: true },
        { title: 'Version', value: (run) => run.version, minor: true },
        { title: 'Spans', value: (run) => run.spans, show: (run) => <a href={`/traces?filter=run:${run.id}`}>{number(run.spans)}</a>, number: true },
        { title: 'Errors', value: (run) => run.errors, show: (run) => <span class={run.errors ? 'bad' : ''}>{number(run.errors)}</span>, number: true },
      ]} />
      {runs.length > 1 && (
        <div class="bar">
          <h2>Compare</h2>
          {(['left', 'right'] as const).map((side) => (
            <label class="select"><span>{side === 'left' ? 'before' : 'after'}</span>
              <select value={query.get(side) ?? ''} onChange={(event) => go(withQuery({ [side]: event.currentTarget.value }), true)}>
                <option value="">…</option>{runs.map((run) => <option value={run.id}>{name(run)}, {moment(run.first)}</option>)}
              </select>
            </label>
          ))}
        </div>
      )}
      {left && right && <Compared left={left} right={right} version={version} />}
    </section>
  );
}

function Compared({ left, right, version }: { left: string; right: string; version: number }): JSX.Element {
  const { data } = useApi<{ items: Comparison[] }>('/api/runs/compare', { left, right }, version);
  if (!data) return <></>;
  const change = (row: Comparison) => (row.left.count && row.right.count ? row.right.p50 / Math.max(1, row.left.p50) - 1 : 0);
  const pair = (row: Comparison, show: (counts: Counts) => string) => <>{row.left.count ? show(row.left) : '–'} → {row.right.count ? show(row.right) : '–'}</>;
  return (
    <Sortable label="Both runs" rows={data.items} initial={4} id={(row) => `${row.service} ${row.name} ${row.resource}`} columns={[
      { title: 'Service', value: (row) => row.service, show: (row) => <Service name={row.service} />, minor: true },
      { title: 'What', value: (row) => row.resource, show: (row) => <>{row.resource || row.name} {row.left.count === 0 && <em class="tag good">new</em>}{row.right.count === 0 && <em class="tag bad">gone</em>}</> },
      { title: 'Spans', value: (row) => row.right.count, show: (row) => pair(row, (counts) => number(counts.count)), number: true },
      { title: 'p95', value: (row) => row.right.p95, show: (row) => pair(row, (counts) => duration(counts.p95)), number: true, minor: true },
      { title: 'p50', value: (row) => Math.abs(change(row)), show: (row) => <>{pair(row, (counts) => duration(counts.p50))} {change(row) !== 0 && <span class={change(row) > 0 ? 'bad' : 'good'}>{change(row) > 0 ? '+' : '−'}{Math.abs(100 * change(row)).toFixed(0)} %</span>}</>, number: true },
      { title: 'Errors', value: (row) => row.right.errors, show: (row) => pair(row, (counts) => number(counts.errors)), number: true },
    ]} />
  );
}
