import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

const KEYS: [string, string][] = [
  ['1 – 6', 'the views, from Traces to Runs'],
  ['/', 'to the filter'],
  ['↑ ↓ or k j', 'the row before, the row after'],
  ['Enter', 'opens a trace, or a span’s details'],
  ['← →', 'folds and unfolds spans'],
  ['f', 'waterfall or flame graph'],
  ['p', 'pauses and goes on'],
  ['Esc', 'closes, and goes back'],
  ['t', 'dark or light'],
];

export function Help({ onClose }: { onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help" onClose={onClose} aria-labelledby="help-title" onClick={(event) => event.target === dialog.current && dialog.current?.close()}>
      <h2 id="help-title">Keyboard</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div><dt><kbd>{keys}</kbd></dt><dd>{what}</dd></div>
        ))}
      </dl>
      <form method="dialog"><button>Close</button></form>
    </dialog>
  );
}
