import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { hue } from '../lib/format';

export function Service({ name }: { name: string }): JSX.Element {
  return <span class="service" data-hue={hue(name)}><i />{name || '–'}</span>;
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }): JSX.Element {
  return <div class="empty"><h2>{title}</h2>{children}</div>;
}

export function Problem({ text }: { text: string }): JSX.Element {
  return <p class="problem" role="alert">{text}</p>;
}

/** An element's size, as it changes. */
export function useSize<T extends HTMLElement>(): [preactRef: { current: T | null }, width: number, height: number] {
  const ref = useRef<T>(null);
  const [size, set] = useState<[number, number]>([0, 0]);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => set([element.clientWidth, element.clientHeight]));
    observer.observe(element);
    set([element.clientWidth, element.clientHeight]);
    return () => observer.disconnect();
  }, []);
  return [ref, size[0], size[1]];
}

/** A canvas that is sharp on any screen. */
export function paint(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const scale = devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d')!;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** Rows of one height, of which only those in sight exist. */
export function Rows({ count, height, label, row, onRange, top }: {
  count: number; height: number; label: string; row: (index: number) => ComponentChildren;
  onRange?: (first: number, last: number) => void; top?: (scrolled: number) => void;
}): JSX.Element {
  const [ref, , visible] = useSize<HTMLDivElement>();
  const [scrolled, setScrolled] = useState(0);
  const first = Math.max(0, Math.floor(scrolled / height) - 10);
  const last = Math.min(count, Math.ceil((scrolled + Math.max(visible, 400)) / height) + 10);
  useEffect(() => onRange?.(first, last), [first, last, count]);
  const rows = [];
  for (let index = first; index < last; index++)
    rows.push(<div role="listitem" class="at" key={index} style={{ transform: `translateY(${index * height}px)`, height: `${height}px` }}>{row(index)}</div>);
  return (
    <div class="rows" ref={ref} tabIndex={-1} onScroll={(event) => {
      setScrolled(event.currentTarget.scrollTop);
      top?.(event.currentTarget.scrollTop);
    }}>
      <div role="list" aria-label={label} style={{ height: `${count * height}px`, position: 'relative' }}>{rows}</div>
    </div>
  );
}

/** Arrow keys go from one row's link or button to the next. */
export function moveFocus(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
  if (!step) return;
  const item = (event.target as Element).closest('[role=listitem]');
  const next = (step > 0 ? item?.nextElementSibling : item?.previousElementSibling)?.querySelector<HTMLElement>('a, button');
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

export function Sortable<T>({ label, rows, columns, initial, id }: {
  label: string; rows: T[]; initial: number; id: (row: T) => string;
  columns: { title: string; value: (row: T) => string | number; show?: (row: T) => ComponentChildren; number?: boolean; minor?: boolean }[];
}): JSX.Element {
  const [[by, down], sort] = useState<[number, boolean]>([initial, true]);
  const sorted = [...rows].sort((a, b) => {
    const [left, right] = [columns[by].value(a), columns[by].value(b)];
    const order = typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right));
    return down ? -order : order;
  });
  return (
    <div class="table-wrap" tabIndex={0} role="region" aria-label={`Table: ${label}`}>
      <table>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th scope="col" class={`${column.number ? 'number' : ''}${column.minor ? ' minor' : ''}`} aria-sort={by === index ? (down ? 'descending' : 'ascending') : undefined}>
                <button onClick={() => sort([index, by === index ? !down : !!column.number])}>{column.title}<span aria-hidden="true">{by === index ? (down ? ' ↓' : ' ↑') : ''}</span></button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={id(row)}>
              {columns.map((column) => (
                <td class={`${column.number ? 'number' : ''}${column.minor ? ' minor' : ''}`}>{column.show ? column.show(row) : column.value(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
