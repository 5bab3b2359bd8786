import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { type Status } from './lib/api';
import { compact, number } from './lib/format';
import { useApi, useConnected, useVersion } from './lib/live';
import { follow, go, usePlace } from './lib/router';
import { toggle, useTheme } from './lib/theme';
import { Help } from './parts/help';
import { Compare } from './views/compare';
import { Logs } from './views/logs';
import { Methods } from './views/methods';
import { Metrics } from './views/metrics';
import { Runs } from './views/runs';
import { Services } from './views/services';
import { TraceView } from './views/trace';
import { Traces } from './views/traces';

const VIEWS: [path: string, title: string, key: string][] = [
  ['/traces', 'Traces', '1'],
  ['/services', 'Services', '2'],
  ['/metrics', 'Metrics', '3'],
  ['/logs', 'Logs', '4'],
  ['/methods', 'Methods', '5'],
  ['/runs', 'Runs', '6'],
];

export function App(): JSX.Element {
  const place = usePlace();
  const dark = useTheme();
  const connected = useConnected();
  const [help, setHelp] = useState(false);
  const status = useApi<Status>('/api/status', {}, useVersion(false, 1000)).data;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (target.matches('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return;
      const view = VIEWS.find(([, , key]) => key === event.key);
      if (view) go(view[0]);
      else if (event.key === '?') setHelp(true);
      else if (event.key === 't') toggle();
      else if (event.key === '/') {
        const box = document.querySelector<HTMLInputElement>('input[type=search]');
        if (!box) return;
        box.focus();
        box.select();
      } else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  const section = VIEWS.find(([path]) => place.path.startsWith(path));
  useEffect(() => {
    document.title = `${section?.[1] ?? 'Not found'} · dd-run`;
  }, [section]);

  return (
    <div class="app" onClick={follow}>
      <a class="skip" href="#main">Skip to content</a>
      <header class="top">
        <a class="brand" href="/traces" aria-label="dd-run, to the traces">
          <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" /><path d="M7 10h13M11 16h13M9 22h9" /></svg>
          <span>dd-run</span>
        </a>
        <nav aria-label="Views">
          {VIEWS.map(([path, title]) => (
            <a href={path} aria-current={section?.[0] === path ? 'page' : undefined}>{title}</a>
          ))}
        </nav>
        <div class="status" role="status">
          <span class={connected ? 'dot live' : 'dot off'} title={connected ? 'Live' : 'The viewer does not answer'} />
          {!connected && <span>offline</span>}
          {status && connected && <span class="wide">{number(status.spans.kept)} spans · {compact(status.memory.spans + status.memory.metrics + status.memory.logs, 'B')}</span>}
          {status && status.spans.dropped > 0 && <span class="warn wide" title="The oldest had to make room">{compact(status.spans.dropped)} dropped</span>}
          {status && status.malformed > 0 && <span class="warn wide" title="Payloads and lines that could not be read">{compact(status.malformed)} unreadable</span>}
        </div>
        <button class="icon" onClick={toggle} aria-label={dark ? 'Light colours' : 'Dark colours'} title="t">{dark ? '☀' : '☾'}</button>
        <button class="icon" onClick={() => setHelp(true)} aria-label="Keyboard shortcuts" title="?">?</button>
      </header>
      <main id="main" tabIndex={-1}>{view(place.path)}</main>
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}

function view(path: string): JSX.Element {
  const [, first, second, third] = path.split('/');
  switch (first) {
    case 'traces':
      if (second && third) return <Compare left={second} right={third} key={path} />;
      return second ? <TraceView id={second} key={second} /> : <Traces />;
    case 'services':
      return <Services />;
    case 'metrics':
      return <Metrics />;
    case 'logs':
      return <Logs />;
    case 'methods':
      return <Methods />;
    case 'runs':
      return <Runs />;
    default:
      return <p class="empty">There is no such view. <a href="/traces">To the traces</a></p>;
  }
}
