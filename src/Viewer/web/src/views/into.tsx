import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useApi } from '../lib/live';
import type { Look, ProcessInfo } from '../lib/processes';
import { Found, useLook } from '../parts/look';

// Those that are about calls can be asked of some of them.
const OF_CODE: Look[] = ['loaded', 'il'];

const LOOKS: [Look, string][] = [
  ['trace', 'Where does the time of a call go?'],
  ['watch', 'With which values is it called?'],
  ['stack', 'Who calls it?'],
  ['monitor', 'How often, and how fast?'],
  ['loaded', 'Is it woven, and why not?'],
  ['il', 'How is its code woven?'],
];

/** Looks into a running process by a pattern of methods: woven for it, and put back when one stops. */
export function Into(): JSX.Element {
  const { data, error } = useApi<{ items: ProcessInfo[]; refusal?: string }>('/api/processes');
  const [pid, setPid] = useState<number>();
  const [command, setCommand] = useState<Look>('trace');
  const [pattern, setPattern] = useState('');
  const [condition, setCondition] = useState('');
  const looking = useLook();
  if (error) return <p class="hint">{error}</p>;
  if (!data) return <></>;
  if (data.refusal) return <p class="hint">{data.refusal}</p>;
  if (data.items.length === 0) return <p class="hint">No other .NET process of yours runs.</p>;
  const chosen = pid ?? (data.items.find((process) => process.traced) ?? data.items[0]).pid;
  const begin = (event: Event) => {
    event.preventDefault();
    if (looking.running) looking.stop();
    else looking.start(chosen, command, { pattern, if: OF_CODE.includes(command) ? undefined : condition });
  };
  return (
    <section class="into" aria-labelledby="into-title">
      <h2 id="into-title">Look into a process</h2>
      <form class="bar" onSubmit={begin}>
        <label class="select"><span>Process</span>
          <select value={chosen} onChange={(event) => setPid(Number(event.currentTarget.value))}>{data.items.map((process) => <option value={process.pid}>{process.name} {process.pid}</option>)}</select>
        </label>
        <label class="select"><span>Question</span>
          <select value={command} onChange={(event) => setCommand(event.currentTarget.value as Look)}>{LOOKS.map(([name, title]) => <option value={name}>{title}</option>)}</select>
        </label>
        <input type="text" class="plain" required placeholder="Shop.Cart.Checkout(*)" aria-label="Pattern of methods" value={pattern} onInput={(event) => setPattern(event.currentTarget.value)} />
        {!OF_CODE.includes(command) && <input type="text" class="plain" placeholder="if: cart.Total > 1000" aria-label="Condition" value={condition} onInput={(event) => setCondition(event.currentTarget.value)} />}
        <button type="submit">{looking.running ? 'Stop' : 'Look'}</button>
      </form>
      <p class="hint" role="status">{looking.running && 'Ends after a minute or 100 calls, with Stop, or with this page; then the process has its own code back.'}</p>
      <Found looking={looking} />
    </section>
  );
}
