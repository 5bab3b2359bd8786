import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LogRecord, Trace, TraceList } from '../lib/api';
import { duration, moment, plural, time, word } from '../lib/format';
import { useApi, useVersion } from '../lib/live';
import { go, usePlace, withQuery } from '../lib/router';
import { Empty, Problem, Service } from '../parts/basics';
import { Flame } from '../parts/flame';
import { SpanPanel } from '../parts/panel';
import { Waterfall } from '../parts/waterfall';

export function TraceView({ id }: { id: string }): JSX.Element {
  const { query } = usePlace();
  const [settled, settle] = useState(0);
  const version = useVersion(false, 2000);
  const { data, error } = useApi<Trace>(`/api/traces/${id}`, { tags: 'false' }, settled);
  const logs = useApi<{ total: number; items: LogRecord[] }>('/api/logs', { traceId: id, limit: 1 }).data;
  const flame = query.get('view') === 'flame';
  const selected = data ? data.spans.findIndex((span) => span.id === query.get('span')) : -1;
  const select = (index: number) => go(withQuery({ span: data?.spans[index]?.id ?? null }), true);

  // A trace that is being looked at while its parts still come.
  useEffect(() => {
    if (data && Date.now() * 1e6 - (data.start + data.duration) < 30e9) settle(version);
  }, [version]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.target as Element).matches('input, select')) return;
      if (event.key === 'f') go(withQuery({ view: flame ? null : 'flame' }), true);
      else if (event.key === 'Escape' && !document.querySelector('dialog[open]')) selected >= 0 ? go(withQuery({ span: null }), true) : history.length > 1 ? history.back() : go('/traces');
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [flame, selected]);

  if (error) return error.startsWith('404') ? <Empty title="This trace is gone"><p>It made room for newer ones, or was cleared. <a href="/traces">To the traces</a></p></Empty> : <Problem text={error} />;
  if (!data) return <p class="empty" role="status">…</p>;
  const root = data.spans[0];
  const span = data.spans[selected];
  const services = new Set(data.spans.map((each) => each.service));
  return (
    <section class="trace" aria-labelledby="trace-title">
      <header class="trace-head">
        <div>
          <h1 id="trace-title">{root?.resource || root?.name}</h1>
          <p class="facts-line">
            <Service name={root?.service ?? ''} />
            <span><b>{duration(data.duration)}</b></span>
            <span>{moment(data.start)} <small>{time(data.start).slice(8)}</small></span>
            <span>{plural(data.spans.length, 'span')} in {plural(services.size, 'service')}</span>
            {data.errors > 0 && <span class="bad">{plural(data.errors, 'error')}</span>}
            {data.repetitions > 0 && <span class="n1">N+1 {data.repetitions > 1 && `× ${data.repetitions}`}</span>}
          </p>
        </div>
        <div class="bar">
          <div class="switch" role="group" aria-label="How it is drawn">
            <button aria-pressed={!flame} onClick={() => go(withQuery({ view: null }), true)}>Waterfall</button>
            <button aria-pressed={flame} onClick={() => go(withQuery({ view: 'flame' }), true)} title="f">Flame graph</button>
          </div>
          {logs && logs.total > 0 && <a class="button" href={`/logs?traceId=${id}`}>{plural(logs.total, 'log')}</a>}
          {root && <Others id={id} service={root.service} resource={root.resource} />}
          <a class="button" href={`/api/export?traceId=${id}&format=otlp`} download={`trace-${id}.json`}>Export</a>
          <button onClick={(event) => {
            void navigator.clipboard?.writeText(location.href);
            event.currentTarget.textContent = 'Copied';
          }}>Copy link</button>
        </div>
      </header>
      <div class={span ? 'split' : ''}>
        {flame ? <Flame trace={data} selected={selected} onSelect={select} /> : <Waterfall trace={data} selected={selected} onSelect={select} />}
        {span && <SpanPanel trace={data} span={span} onClose={() => select(-1)} />}
      </div>
    </section>
  );
}

/** Another trace of the same resource to compare with: the fastest, the slowest, the one before. */
function Others({ id, service, resource }: { id: string; service: string; resource: string }): JSX.Element {
  const { data } = useApi<TraceList>('/api/traces', { filter: `is:root ${word('service', service)} ${word('resource', resource)}`, limit: 500 });
  const others = (data?.items ?? []).filter((row) => row.id !== id && row.resource === resource).sort((a, b) => a.duration - b.duration);
  if (others.length === 0) return <></>;
  const choices: [string, (typeof others)[number]][] = [['fastest', others[0]], ['median', others[Math.floor(others.length / 2)]], ['slowest', others[others.length - 1]]];
  return (
    <label class="select"><span>Compare with</span>
      <select value="" onChange={(event) => go(`/traces/${id}/${event.currentTarget.value}`)}>
        <option value="">…</option>
        {choices.map(([name, row]) => <option value={row.id}>{name}: {duration(row.duration)}</option>)}
      </select>
    </label>
  );
}
