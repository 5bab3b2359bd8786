import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { address, ApiError, get, post, upload, type Group, type Histogram, type TraceList, type TraceRow } from '../lib/api';
import { duration, number, percent, plural, time, word } from '../lib/format';
import { useApi, useVersion } from '../lib/live';
import { go, usePlace, withQuery } from '../lib/router';
import { Empty, moveFocus, Problem, Rows, Service, Sortable } from '../parts/basics';
import { FilterBox } from '../parts/filter';
import { Heat } from '../parts/heat';

const PAGE = 100;
const ROW = 34;
const SETTLED = 40;
const NEAR = 20;

/** The windows of a list that have been looked at, and how long the list is. */
interface Window { key: string; until: number; total: number; pages: Map<number, TraceRow[]> }

/** The pages near one: of a long way through the list not everything is kept. */
function around(pages: Map<number, TraceRow[]>, page: number): Map<number, TraceRow[]> {
  return new Map([...pages].filter(([other]) => Math.abs(other - page) <= NEAR));
}

export function Traces(): JSX.Element {
  const { query } = usePlace();
  const filter = query.get('filter') ?? '';
  const by = query.get('by') ?? '';
  const question = { filter, from: query.get('from'), to: query.get('to'), minDuration: query.get('minDuration'), maxDuration: query.get('maxDuration') };
  const brushed = !!(question.from || question.minDuration);
  const [paused, pause] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const version = useVersion(paused || scrolled);
  const histogram = useApi<Histogram>('/api/histogram', { ...question, columns: 100 }, version);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.target as Element).matches('input, select')) return;
      if (event.key === 'p') pause((was) => !was);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  return (
    <section class="traces" aria-labelledby="traces-title">
      <h1 id="traces-title" class="sr">Traces</h1>
      <div class="bar">
        <FilterBox value={filter} onChange={(value) => go(withQuery({ filter: value }), true)} placeholder="service:shop status:error duration:>50ms free text" />
        <label class="select"><span>Group by</span>
          <select value={by} onChange={(event) => go(withQuery({ by: event.currentTarget.value }), true)}>
            <option value="">nothing</option>
            <option value="resource">resource</option>
            <option value="service">service</option>
            <option value="name">operation</option>
            <option value="http.status_code">http.status_code</option>
            <option value="version">version</option>
          </select>
        </label>
        <button onClick={() => pause(!paused)} aria-pressed={paused} title="p">{paused ? '▶ Go on' : '❚❚ Pause'}</button>
        <button onClick={() => void post('/api/clear')}>Clear</button>
        <Exchange question={question} />
      </div>
      {histogram.error && <Problem text={histogram.error} />}
      {histogram.data && histogram.data.traces > 0 && (
        <Heat data={histogram.data} brushed={brushed} onBrush={(brush) => go(withQuery(brush
          ? { from: brush.from, to: brush.to, minDuration: brush.minDuration || null, maxDuration: brush.maxDuration || null }
          : { from: null, to: null, minDuration: null, maxDuration: null }))} />
      )}
      {by ? <Groups by={by} question={question} version={version} /> : <List question={question} version={version} onScrolled={setScrolled} isNarrowed={!!filter || brushed} />}
    </section>
  );
}

/** What is in the list as a file, and files into the list. */
function Exchange({ question }: { question: Record<string, string | null> }): JSX.Element {
  const [said, say] = useState('');
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <label class="select"><span>Export</span>
        <select value="" onChange={(event) => {
          const format = event.currentTarget.value;
          event.currentTarget.value = '';
          location.href = address('/api/export', { ...question, format });
        }}>
          <option value="">…</option>
          <option value="otlp">OTLP</option>
          <option value="datadog">Datadog</option>
        </select>
      </label>
      <button onClick={() => input.current?.click()}>Import</button>
      <input ref={input} type="file" hidden aria-label="A file with traces" accept=".json,.jsonl,application/json" onChange={async (event) => {
        const file = event.currentTarget.files?.[0];
        event.currentTarget.value = '';
        if (!file) return;
        try {
          say(`${plural(await upload(file), 'span')} from ${file.name}`);
        } catch (problem) {
          say(`${file.name}: ${(problem as Error).message}`);
        }
      }} />
      <span role="status" class="said">{said}</span>
    </>
  );
}

function List({ question, version, onScrolled, isNarrowed }: {
  question: Record<string, string | null>; version: number; onScrolled: (scrolled: boolean) => void; isNarrowed: boolean;
}): JSX.Element {
  const key = JSON.stringify(question);
  const [list, setList] = useState<Window>({ key: '', until: 0, total: -1, pages: new Map() });
  const [range, setRange] = useState<[number, number]>([0, 60]);
  const [error, setError] = useState<string>();
  const asked = useRef(new Set<string>());

  // What is in sight, anew whenever something has come in.
  useEffect(() => {
    const abort = new AbortController();
    const first = Math.floor(range[0] / PAGE);
    get<TraceList>('/api/traces', { ...question, offset: first * PAGE, limit: 2 * PAGE }, abort.signal)
      .then((answer) => {
        asked.current.clear();
        setError(undefined);
        setList({ key, until: answer.end, total: answer.total, pages: new Map([[first, answer.items.slice(0, PAGE)], [first + 1, answer.items.slice(PAGE)]]) });
      })
      .catch((problem: unknown) => !abort.signal.aborted && setError(problem instanceof ApiError ? problem.message : 'The viewer does not answer.'));
    return () => abort.abort();
  }, [key, version]);

  // What comes into sight, as the list was.
  useEffect(() => {
    if (list.key !== key) return;
    const load = () => {
      for (let page = Math.floor(range[0] / PAGE); page <= Math.floor(range[1] / PAGE); page++) {
        const name = `${list.until}:${page}`;
        if (list.pages.has(page) || asked.current.has(name) || page * PAGE >= list.total) continue;
        asked.current.add(name);
        void get<TraceList>('/api/traces', { ...question, offset: page * PAGE, limit: PAGE, until: list.until }).then((answer) => {
          asked.current.delete(name);
          setList((now) => (now.until === list.until && now.key === key ? { ...now, pages: around(now.pages, page).set(page, answer.items) } : now));
        });
      }
    };
    // What only flies past is not asked for.
    const timer = setTimeout(load, SETTLED);
    return () => clearTimeout(timer);
  }, [range[0], range[1], list]);

  const longest = useMemo(() => {
    let most = 1;
    for (const page of list.pages.values()) for (const row of page) most = Math.max(most, row.duration);
    return most;
  }, [list.pages]);
  if (error) return <></>;
  if (list.total === 0)
    return isNarrowed
      ? <Empty title="No trace matches"><p>Take a word out of the filter, or <a href="/traces">show all traces</a>.</p></Empty>
      : <NoTraces />;
  return (
    <div class="list" onKeyDown={moveFocus}>
      <div class="head row" aria-hidden="true"><span>Time</span><span>Service</span><span>Resource</span><span>Duration</span><span class="number">Spans</span><span class="number">Errors</span></div>
      <Rows count={Math.max(0, list.total)} height={ROW} label={`${number(Math.max(0, list.total))} traces`} top={(at) => onScrolled(at > ROW)} onRange={(first, last) => setRange([first, last])} row={(index) => {
        const row = list.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
        return row ? <Row row={row} longest={longest} /> : <div class="row waiting" />;
      }} />
      <p class="foot">{plural(Math.max(0, list.total), 'trace')}{isNarrowed ? ' match' : ''}</p>
    </div>
  );
}

function Row({ row, longest }: { row: TraceRow; longest: number }): JSX.Element {
  return (
    <a class={row.errors ? 'row failed' : 'row'} href={`/traces/${row.id}`}>
      <time>{time(row.start)}</time>
      <Service name={row.service} />
      <span class="what"><b>{row.resource || row.name}</b>{row.resource !== row.name && <small>{row.name}</small>}{row.status && <em class={`code s${row.status[0]}`}>{row.status}</em>}</span>
      <span class="took"><i style={{ width: `${Math.max(1, (100 * row.duration) / longest)}%` }} /><span>{duration(row.duration)}</span></span>
      <span class="number">{number(row.spans)}</span>
      <span class="number errors">{row.errors || ''}</span>
    </a>
  );
}

function Groups({ by, question, version }: { by: string; question: Record<string, string | null>; version: number }): JSX.Element {
  const { data } = useApi<{ items: Group[] }>('/api/groups', { ...question, by }, version);
  if (!data) return <></>;
  if (data.items.length === 0) return <NoTraces />;
  return (
    <Sortable label={`Traces by ${by}`} rows={data.items} initial={3} id={(row) => `${row.service} ${row.key}`} columns={[
      { title: 'Service', value: (row) => row.service, show: (row) => <Service name={row.service} /> },
      { title: by, value: (row) => row.key, show: (row) => <a href={withQuery({ by: null, filter: `${question.filter ?? ''} ${word(by, row.key)}`.trim() })}>{row.key || '–'}</a> },
      { title: 'Traces', value: (row) => row.count, show: (row) => number(row.count), number: true },
      { title: 'Total', value: (row) => row.total, show: (row) => duration(row.total), number: true, minor: true },
      { title: 'p50', value: (row) => row.p50, show: (row) => duration(row.p50), number: true },
      { title: 'p95', value: (row) => row.p95, show: (row) => duration(row.p95), number: true },
      { title: 'p99', value: (row) => row.p99, show: (row) => duration(row.p99), number: true, minor: true },
      { title: 'Errors', value: (row) => row.errors / row.count, show: (row) => <span class={row.errors ? 'bad' : ''}>{percent(row.errors, row.count)}</span>, number: true },
    ]} />
  );
}

function NoTraces(): JSX.Element {
  return (
    <Empty title="No traces yet">
      <p>The page fills by itself when spans arrive. To send some:</p>
      <pre>dd-run dotnet MyApp.dll</pre>
      <p>Datadog tracers and OpenTelemetry SDKs need no setting when they run on this machine. If the app runs and nothing comes, ask why a method is not traced:</p>
      <pre>dd-run explain 'MyApp.**' --app MyApp.dll</pre>
    </Empty>
  );
}
