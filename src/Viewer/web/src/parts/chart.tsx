import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { compact } from '../lib/format';
import { color, useTheme } from '../lib/theme';
import { useSize } from './basics';

/** Neighbours that are told apart, also by those who see few colours. */
const ORDER = [7, 2, 1, 6, 4, 9, 3, 5, 8, 10, 11, 0];

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export interface Curve { label: string; points: [second: number, value: number][] }

/** Curves over time. A click leads to the traces of that moment. */
export function Chart({ title, curves, unit = '', stacked = false, onMoment }: { title: string; curves: Curve[]; unit?: string; stacked?: boolean; onMoment?: (second: number) => void }): JSX.Element {
  const [wrap, width] = useSize<HTMLDivElement>();
  const chart = useRef<uPlot | undefined>(undefined);
  const dark = useTheme();
  const [shown, show] = useState<number | null>(null);
  const shape = curves.map((curve) => curve.label).join('\n');

  const data = useMemo(() => {
    const seconds = [...new Set(curves.flatMap((curve) => curve.points.map(([second]) => second)))].sort((a, b) => a - b);
    const rows = curves.map((curve) => {
      const values = new Map(curve.points);
      return seconds.map((second) => values.get(second) ?? null);
    });
    if (stacked)
      for (let row = 1; row < rows.length; row++)
        for (let i = 0; i < seconds.length; i++) rows[row][i] = (rows[row][i] ?? 0) + (rows[row - 1][i] ?? 0);
    return [seconds, ...rows] as uPlot.AlignedData;
  }, [curves, stacked]);

  useEffect(() => {
    if (!wrap.current || !width) return;
    const [line, text] = [color('--line'), color('--muted')];
    const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { show: false }, font: '11px system-ui' };
    const plot = new uPlot({
      width, height: 150, cursor: { y: false, sync: { key: 'moments' } }, legend: { show: false }, padding: [8, 8, 0, 0],
      // Around a single point, too, the clock goes by seconds and not by days.
      scales: { x: { range: (plot, low, high) => (plot.data[0].length === 1 ? [low - 30, low + 30] : [low, high]) }, y: { range: (_, low, high) => [Math.min(0, low ?? 0), (high ?? 0) > 0 ? high * 1.1 : 1] } },
      axes: [{ ...axis, space: 70, size: 28, values: (_, seconds) => seconds.map((second) => clock.format(second * 1000)) }, { ...axis, size: 58, values: (_, values) => values.map((value) => compact(value, unit)) }],
      series: [{}, ...curves.map((_, index) => ({ stroke: color(`--hue-${ORDER[index % 12]}`), width: 1.75, fill: curves.length === 1 || stacked ? color('--wash') : undefined, spanGaps: true, points: { show: data[0].length < 3, size: 6 } }))],
      hooks: { setCursor: [(self) => show(self.cursor.idx ?? null)] },
    }, data, wrap.current);
    plot.over.addEventListener('click', () => {
      const at = plot.cursor.idx;
      if (at !== null && at !== undefined) onMoment?.(plot.data[0][at]);
    });
    chart.current = plot;
    return () => plot.destroy();
  }, [width, dark, shape, unit]);

  useEffect(() => chart.current?.setData(data), [data]);

  const at = shown ?? data[0].length - 1;
  return (
    <figure class="chart" aria-label={title}>
      <figcaption>
        <b>{title}</b>
        <span>{curves.map((curve, index) => {
          const own = (data[index + 1] as (number | null)[])[at];
          const below = stacked && index > 0 ? (data[index] as (number | null)[])[at] ?? 0 : 0;
          return <span class="legend"><i data-hue={ORDER[index % 12]} />{curve.label}{own !== null && own !== undefined && <em>{compact(own - below, unit)}</em>}</span>;
        })}</span>
      </figcaption>
      <div ref={wrap} class="canvas" />
    </figure>
  );
}
