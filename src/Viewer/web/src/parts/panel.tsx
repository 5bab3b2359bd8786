import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { LogRecord, Run, Span, Trace } from '../lib/api';
import { duration, number, percent, time, word } from '../lib/format';
import { useApi } from '../lib/live';
import { Service } from './basics';
import { Callees } from './look';

const ERRORS = ['error.type', 'error.message', 'error.msg', 'error.stack'];

/** Everything about one span. */
export function SpanPanel({ trace, span, onClose }: { trace: Trace; span: Span; onClose: () => void }): JSX.Element {
  const { data } = useApi<Span>(`/api/traces/${trace.id}/spans/${span.id}`);
  const logs = useApi<{ items: LogRecord[] }>('/api/logs', { traceId: trace.id }).data?.items.filter((record) => record.spanId === span.id) ?? [];
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) title.current?.focus();
  }, [span.id]);

  const full = data?.id === span.id ? data : undefined;
  const tags = Object.entries(full?.tags ?? {}).filter(([key]) => !ERRORS.includes(key)).sort(([a], [b]) => Number(a[0] === '_') - Number(b[0] === '_') || a.localeCompare(b));
  const told = (key: string) => full?.tags?.[key];
  const method = told('code.function.name');
  const runs = useApi<{ items: Run[] }>(method ? '/api/runs' : null).data?.items;
  const pid = runs?.find((run) => run.id === full?.run)?.processId;
  return (
    <aside class="panel" aria-label="Span">
      <header>
        <Service name={span.service} />
        <button class="icon" onClick={onClose} aria-label="Close">✕</button>
        <h2 ref={title} tabIndex={-1}>{span.resource || span.name}</h2>
        <p>{span.name}{span.type && ` · ${span.type}`}</p>
      </header>
      <dl class="facts">
        <div><dt>Took</dt><dd>{duration(span.duration)}</dd></div>
        <div><dt>Own time</dt><dd>{duration(span.self)} <small>{percent(span.self, span.duration)}</small></dd></div>
        <div><dt>Began after</dt><dd>{duration(span.offset)}</dd></div>
        {span.critical && <div><dt>Critical path</dt><dd>yes</dd></div>}
        {span.repetition && <div><dt>N+1</dt><dd>one of {number(span.repetition)} alike under one parent</dd></div>}
      </dl>
      {span.error && full && (
        <section class="error">
          <h3>{told('error.type') ?? 'Error'}</h3>
          <p>{told('error.message') ?? told('error.msg')}</p>
          {told('error.stack') && <pre tabIndex={0} aria-label="Stack trace">{told('error.stack')}</pre>}
        </section>
      )}
      {method && pid ? <Callees pid={pid} method={String(method)} key={`${pid} ${method}`} /> : <></>}
      {logs.length > 0 && (
        <section>
          <h3>Logs</h3>
          <ul class="mini">{logs.map((record) => <li><span class={`level ${record.level}`}>{record.level}</span> {record.message}</li>)}</ul>
        </section>
      )}
      {full?.events && full.events.length > 0 && (
        <section>
          <h3>Events</h3>
          <ul class="mini">{full.events.map((event) => <li><b>{event.name}</b> {event.time_unix_nano ? time(event.time_unix_nano) : ''}{event.attributes && <code>{JSON.stringify(event.attributes)}</code>}</li>)}</ul>
        </section>
      )}
      {full?.links && full.links.length > 0 && (
        <section>
          <h3>Links</h3>
          <ul class="mini">{full.links.map((link) => <li><a href={`/traces/${link.trace_id}?span=${link.span_id}`}>{link.trace_id}</a></li>)}</ul>
        </section>
      )}
      {tags.length > 0 && <section>
        <h3>Tags</h3>
        <dl class="tags">
          {tags.map(([key, value]) => (
            <div>
              <dt>{key}</dt>
              <dd><a href={`/traces?filter=${encodeURIComponent(word(key, value))}`} title="Traces with this tag">{String(value)}</a></dd>
            </div>
          ))}
        </dl>
      </section>}
      <p class="ids">span <code>{span.id}</code> trace <code>{trace.id}</code></p>
    </aside>
  );
}
