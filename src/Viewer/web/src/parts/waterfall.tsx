import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Trace } from '../lib/api';
import { duration, hue, number, plural } from '../lib/format';
import { lines, type Line } from '../lib/spans';
import { moveFocus, Rows } from './basics';

const ROW = 28;

/** A line a span, indented under its parent, with its part of the time beside it. */
export function Waterfall({ trace, selected, onSelect }: { trace: Trace; selected: number; onSelect: (index: number) => void }): JSX.Element {
  const [shut, setShut] = useState(new Set<number>());
  const [open, setOpen] = useState(new Set<number>());
  const rows = useMemo(() => lines(trace.spans, shut, open), [trace, shut, open]);
  const ticks = [0, 0.25, 0.5, 0.75];

  function toggle(line: Line, to = !line.isOpen): void {
    if (!line.hasChildren || line.isOpen === to) return;
    const set = new Set(line.folded > 1 ? open : shut);
    if ((line.folded > 1) === to) set.add(line.index);
    else set.delete(line.index);
    (line.folded > 1 ? setOpen : setShut)(set);
  }

  function key(event: KeyboardEvent): void {
    moveFocus(event);
    const line = rows[Number((event.target as HTMLElement).dataset.line)];
    if (!line) return;
    if (event.key === 'ArrowRight') toggle(line, true);
    else if (event.key === 'ArrowLeft') toggle(line, false);
  }

  return (
    <div class="waterfall" onKeyDown={key}>
      <div class="head span" aria-hidden="true">
        <span>Span</span>
        <span class="ticks">{ticks.map((tick) => <i style={{ left: `${100 * tick}%` }}>{duration(trace.duration * tick)}</i>)}</span>
      </div>
      <Rows count={rows.length} height={ROW} label={plural(trace.spans.length, 'span')} row={(at) => {
        const line = rows[at];
        const { span } = line;
        const folded = line.folded > 1;
        const last = folded ? trace.spans[line.index + line.folded - 1] : span;
        const from = (100 * span.offset) / Math.max(1, trace.duration);
        const width = Math.max(0.15, (100 * (last.offset + last.duration - span.offset)) / Math.max(1, trace.duration));
        return (
          <div class={`span${line.index === selected && !folded ? ' selected' : ''}${span.error ? ' failed' : ''}${span.critical ? ' critical' : ''}`} data-hue={hue(span.service)}>
            <span class="title" style={{ paddingLeft: `${8 + Math.min(span.depth, 24) * 14}px` }}>
              {line.hasChildren
                ? <button class="fold" tabIndex={-1} aria-label={line.isOpen ? 'Fold' : 'Unfold'} aria-expanded={line.isOpen} onClick={() => toggle(line)}>{line.isOpen ? '▾' : '▸'}</button>
                : <span class="fold" />}
              <button class="open" data-line={at} aria-pressed={line.index === selected} onClick={() => (folded ? toggle(line) : onSelect(line.index))}>
                <i class="swatch" />
                <b>{span.resource || span.name}</b>
                {folded && <em class="times">× {number(line.folded)}</em>}
                {span.repetition && (folded || line.folded === 1) && <em class="n1" title={`The same statement ${span.repetition} times under one parent`}>N+1</em>}
                {span.error && <em class="err">error</em>}
                <small>{span.service}{span.name !== span.resource ? ` · ${span.name}` : ''}</small>
              </button>
            </span>
            <span class="lane" aria-hidden="true" onClick={() => (folded ? toggle(line) : onSelect(line.index))}>
              <i style={{ left: `${from}%`, width: `${Math.min(width, 100 - from)}%` }} />
              <small class={from + width > 80 && width > 30 ? 'inside' : ''} style={from + width <= 80 ? { left: `calc(${from + width}% + 6px)` } : width > 30 ? { right: `calc(${Math.max(0, 100 - from - width)}% + 8px)` } : { right: `calc(${100 - from}% + 6px)` }}>{duration(line.total)}</small>
            </span>
          </div>
        );
      }} />
    </div>
  );
}
