import type { JSX } from 'preact';
import type { Trace } from '../lib/api';
import { duration, number } from '../lib/format';
import { useApi } from '../lib/live';
import { Problem, Service, Sortable } from '../parts/basics';

interface Row { service: string; name: string; resource: string; left: number; right: number; leftSelf: number; rightSelf: number }

/** Two traces by what ran in them. */
export function Compare({ left, right }: { left: string; right: string }): JSX.Element {
  const a = useApi<Trace>(`/api/traces/${left}`, { tags: 'false' });
  const b = useApi<Trace>(`/api/traces/${right}`, { tags: 'false' });
  const error = a.error ?? b.error;
  if (error) return <Problem text={error} />;
  if (!a.data || !b.data) return <p class="empty" role="status">…</p>;

  const rows = new Map<string, Row>();
  for (const [trace, isLeft] of [[a.data, true], [b.data, false]] as const)
    for (const span of trace.spans) {
      const key = `${span.service}\n${span.name}\n${span.resource}`;
      const row = rows.get(key) ?? { service: span.service, name: span.name, resource: span.resource, left: 0, right: 0, leftSelf: 0, rightSelf: 0 };
      if (isLeft) (row.left++, (row.leftSelf += span.self));
      else (row.right++, (row.rightSelf += span.self));
      rows.set(key, row);
    }
  const change = b.data.duration - a.data.duration;
  return (
    <section class="page" aria-labelledby="compare-title">
      <h1 id="compare-title">{a.data.spans[0]?.resource}: two traces</h1>
      <div class="cards">
        <a class="card" href={`/traces/${left}`}><small>this one</small><b>{duration(a.data.duration)}</b><span>{number(a.data.spans.length)} spans</span></a>
        <a class="card" href={`/traces/${right}`}><small>the other</small><b>{duration(b.data.duration)}</b><span>{number(b.data.spans.length)} spans</span></a>
        <div class="card"><small>the other is</small><b class={change > 0 ? 'bad' : 'good'}>{duration(Math.abs(change))}</b><span>{change > 0 ? 'slower' : 'faster'}</span></div>
      </div>
      <Sortable label="What ran in both" rows={[...rows.values()]} initial={6} id={(row) => `${row.service}${row.name}${row.resource}`} columns={[
        { title: 'Service', value: (row) => row.service, show: (row) => <Service name={row.service} />, minor: true },
        { title: 'What', value: (row) => row.resource, show: (row) => <>{row.resource || row.name} {row.left === 0 && <em class="tag good">new</em>}{row.right === 0 && <em class="tag bad">gone</em>}</> },
        { title: 'Spans here', value: (row) => row.left, number: true, minor: true },
        { title: 'there', value: (row) => row.right, number: true, minor: true },
        { title: 'Own time here', value: (row) => row.leftSelf, show: (row) => duration(row.leftSelf), number: true },
        { title: 'there', value: (row) => row.rightSelf, show: (row) => duration(row.rightSelf), number: true },
        { title: 'Difference', value: (row) => Math.abs(row.rightSelf - row.leftSelf), show: (row) => <Difference value={row.rightSelf - row.leftSelf} />, number: true },
      ]} />
    </section>
  );
}

const Difference = ({ value }: { value: number }): JSX.Element => <span class={value > 0 ? 'bad' : 'good'}>{value > 0 ? '+' : value < 0 ? '−' : ''}{duration(Math.abs(value))}</span>;
