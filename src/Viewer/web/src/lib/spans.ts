import type { Span } from './api';

/** A line of the waterfall: a span, or several of a kind that are folded into one. */
export interface Line { span: Span; index: number; folded: number; total: number; hasChildren: boolean; isOpen: boolean }

/** From this many on, childless siblings that look the same become one line. */
const SIMILAR = 4;

const alike = (a: Span, b: Span): boolean =>
  a.above === b.above && a.service === b.service && a.name === b.name && (a.resource === b.resource || (!!a.repetition && a.repetition === b.repetition)) && !a.error && !b.error;

/** @param shut spans whose children are hidden. @param open first spans of folds that are unfolded. */
export function lines(spans: Span[], shut: Set<number>, open: Set<number>): Line[] {
  const result: Line[] = [];
  const leaf = (index: number) => index + 1 >= spans.length || spans[index + 1].depth <= spans[index].depth;
  for (let index = 0; index < spans.length;) {
    const span = spans[index];
    const hasChildren = !leaf(index);
    let end = index + 1;
    if (!hasChildren) while (end < spans.length && leaf(end) && alike(span, spans[end])) end++;
    const folds = end - index >= SIMILAR;
    if (folds) {
      let total = 0;
      for (let i = index; i < end; i++) total += spans[i].duration;
      result.push({ span, index, folded: end - index, total, hasChildren: true, isOpen: open.has(index) });
      if (open.has(index)) for (let i = index; i < end; i++) result.push({ span: spans[i], index: i, folded: 1, total: spans[i].duration, hasChildren: false, isOpen: false });
      index = end;
      continue;
    }
    result.push({ span, index, folded: 1, total: span.duration, hasChildren, isOpen: !shut.has(index) });
    index++;
    if (shut.has(index - 1)) while (index < spans.length && spans[index].depth > span.depth) index++;
  }
  return result;
}
