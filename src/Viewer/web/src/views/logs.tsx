import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LogRecord } from '../lib/api';
import { number, plural, time } from '../lib/format';
import { useApi, useVersion } from '../lib/live';
import { go, usePlace, withQuery } from '../lib/router';
import { Empty, Service } from '../parts/basics';
import { FilterBox } from '../parts/filter';

const PAGE = 500;

export function Logs(): JSX.Element {
  const { query } = usePlace();
  const [paused, pause] = useState(false);
  const [limit, setLimit] = useState(PAGE);
  const question = { filter: query.get('filter') ?? '', level: query.get('level'), service: query.get('service'), traceId: query.get('traceId') };
  const { data } = useApi<{ items: LogRecord[]; total: number }>('/api/logs', { ...question, limit }, useVersion(paused));
  const isNarrowed = Object.values(question).some(Boolean);
  return (
    <section class="page" aria-labelledby="logs-title">
      <h1 id="logs-title" class="sr">Logs</h1>
      <div class="bar">
        <FilterBox value={question.filter} onChange={(filter) => go(withQuery({ filter }), true)} placeholder="text in the message, the category or a field" completes={false} />
        <label class="select"><span>Level</span>
          <select value={question.level ?? ''} onChange={(event) => go(withQuery({ level: event.currentTarget.value }), true)}>
            <option value="">all</option>{['debug', 'info', 'warn', 'error', 'fatal'].map((level) => <option value={level}>{level} and worse</option>)}
          </select>
        </label>
        <button onClick={() => pause(!paused)} aria-pressed={paused}>{paused ? '▶ Go on' : '❚❚ Pause'}</button>
      </div>
      {question.traceId && <p class="chips"><span class="chip">of one trace <a href={`/traces/${question.traceId}`}>{question.traceId.slice(-16)}</a> <a href={withQuery({ traceId: null })} aria-label="All logs">✕</a></span></p>}
      {data && data.total === 0 && (isNarrowed
        ? <Empty title="No record matches"><p><a href="/logs">Show all logs</a></p></Empty>
        : <Empty title="No logs yet"><p>They come from <code>dd-run --local --ui</code> and <code>dd-run --exporter otlp</code>, where the app logs through <code>ILogger</code>, Serilog or NLog, and from any OpenTelemetry SDK, to port 4318.</p></Empty>)}
      <ol class="logs">
        {data?.items.map((record) => <Record key={record.number} record={record} />)}
      </ol>
      {data && data.total > data.items.length && <button onClick={() => setLimit(limit + PAGE)}>Show more of {number(data.total)}</button>}
      {data && data.total > 0 && <p class="foot">{plural(data.total, 'record')}</p>}
    </section>
  );
}

function Record({ record }: { record: LogRecord }): JSX.Element {
  const fields = Object.entries(record.fields);
  return (
    <li class={record.level}>
      <details>
        <summary>
          <time>{time(record.time)}</time><span class={`level ${record.level}`}>{record.level}</span><Service name={record.service} /><span class="message">{record.message}</span>
        </summary>
        <dl class="tags">
          <div><dt>category</dt><dd>{record.category}</dd></div>
          {fields.map(([key, value]) => <div><dt>{key}</dt><dd>{value}</dd></div>)}
        </dl>
      </details>
      {record.traceId && <a class="to" href={`/traces/${record.traceId}?span=${record.spanId}`} aria-label={`Trace of: ${record.message.slice(0, 60)}`}>trace</a>}
    </li>
  );
}
